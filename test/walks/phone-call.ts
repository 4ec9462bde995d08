// One call at a phone of the walks: its dialog and what it says in it.

import assert from 'node:assert/strict';
import { Header, type SipMessage } from '#sip';
import { Inbox, type Wanted } from './inbox.ts';
import type { Phone } from './phone.ts';
import {
  type Body,
  type CallChoice,
  type ResponseOptions,
  requestText,
  responseText,
  type SendChoice,
  session,
} from './texts.ts';

interface SentInvite {
  readonly number: string;
  readonly uri: string;
  readonly branch: string;
  readonly cseq: number;
  readonly body: Body | undefined;
  readonly choice: CallChoice;
  readonly authorized: boolean;
}

const ALLOW = 'Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, INFO';
const bodyOf = (body: Body | string | undefined): Body | undefined => (typeof body === 'string' ? session(body) : body);

export class PhoneCall {
  readonly phone: Phone;
  readonly callId: string;
  readonly role: 'caller' | 'called';
  readonly inbox = new Inbox();
  readonly localTag: string;
  remoteTag = '';
  target = '';
  cseq = 100;
  /** What it lists in Allow. */
  allow: string = ALLOW;
  /** The INVITE that came, or the latest one in the dialog. */
  invited: SipMessage | undefined;
  sent: SentInvite | undefined;
  /** Its final answer to the INVITE that came. */
  answered = 0;
  #local = '';
  #remote = '';
  /** The highest number in each dialog, by our tag in it. */
  readonly #numbers = new Map<string, number>();
  #lastBranch = '';

  constructor(phone: Phone, callId: string, role: 'caller' | 'called') {
    this.phone = phone;
    this.callId = callId;
    this.role = role;
    this.localTag = `${phone.tag}-${role}-${callId.length}`;
  }

  // What it does.

  invite(number: string, body: Body | undefined, choice: CallChoice, authorized = false): void {
    const { phone } = this;
    const uri = choice.uri ?? `sip:${number}@ringfence`;
    const branch = phone.branch();
    const cseq = ++this.cseq;
    this.sent = { number, uri, branch, cseq, body, choice, authorized };
    this.#local = choice.from ?? `<sip:${phone.number}@ringfence>;tag=${this.localTag}`;
    this.#remote = `<sip:${number}@ringfence>`;
    const credentials = phone.digest.authorize({ method: 'INVITE', uri }).trim();
    const lines = [
      phone.via(branch),
      ...(choice.vias ?? []),
      `Max-Forwards: ${choice.maxForwards ?? 70}`,
      `From: ${this.#local}`,
      `To: ${this.#remote}`,
      `Call-ID: ${this.callId}`,
      `CSeq: ${cseq} INVITE`,
      ...(choice.contact ?? [phone.contactLine('')]),
      this.allow,
      ...(credentials === '' ? [] : credentials.split('\r\n')),
      ...(choice.headers ?? []),
    ];
    phone.send(requestText('INVITE', uri, lines, body));
  }

  /** Acknowledges the success of its latest INVITE. */
  ack(body?: Body | string): void {
    const cseq = this.sent?.cseq ?? 0;
    this.phone.send(this.text('ACK', { cseq, ...(body === undefined ? {} : { body }) }));
  }

  /** Takes its INVITE back. */
  cancel(headers: readonly string[] = []): void {
    const { sent } = this;
    assert.ok(sent !== undefined, 'nothing to cancel');
    const lines = [
      this.phone.via(sent.branch),
      'Max-Forwards: 70',
      `From: ${this.#local}`,
      `To: ${this.#remote}`,
      `Call-ID: ${this.callId}`,
      `CSeq: ${sent.cseq} CANCEL`,
      ...headers,
    ];
    this.phone.send(requestText('CANCEL', sent.uri, lines));
  }

  /** Sends a request inside the dialog. */
  request(method: string, choice: SendChoice = {}): void {
    this.phone.send(this.text(method, choice));
  }

  reinvite(body?: Body | string, choice: SendChoice = {}): void {
    const branch = this.phone.branch();
    const text = this.text('INVITE', { ...choice, branch, ...(body === undefined ? {} : { body }) });
    const sentBody = bodyOf(body);
    const cseq = choice.cseq ?? this.cseq;
    this.sent = { number: '', uri: this.target, branch, cseq, body: sentBody, choice: {}, authorized: true };
    this.phone.send(text);
  }

  update(body?: Body | string, choice: SendChoice = {}): void {
    this.request('UPDATE', body === undefined ? choice : { ...choice, body });
  }

  prack(response: SipMessage, body?: Body | string): void {
    const rack = `RAck: ${response.get(Header.RSeq)} ${response.get(Header.CSeq)}`;
    this.request('PRACK', { headers: [rack], ...(body === undefined ? {} : { body }) });
  }

  bye(headers: readonly string[] = []): void {
    this.request('BYE', { headers });
  }

  /** Answers the INVITE that came. */
  answer(status: number, body?: Body | string, headers: readonly string[] = []): void {
    assert.ok(this.invited !== undefined, 'no INVITE to answer');
    this.respond(this.invited, status, { headers, body: bodyOf(body) });
  }

  respond(request: SipMessage, status: number, options: ResponseOptions = {}): void {
    if (request === this.invited && status >= 200) this.answered = status;
    const own =
      (request.method === 'INVITE' || request.method === 'UPDATE') && status > 100 && status < 300
        ? [this.phone.contactLine(''), this.allow]
        : [];
    const headers = [...own, ...(options.headers ?? [])];
    this.phone.send(responseText(request, status, { tag: this.localTag, ...options, headers }));
  }

  /** The text of a request inside the dialog. */
  text(method: string, choice: SendChoice = {}): string {
    const { phone } = this;
    const cseq = choice.cseq ?? ++this.cseq;
    const toTag = choice.toTag ?? this.remoteTag;
    const lines = [
      phone.via(choice.branch),
      'Max-Forwards: 70',
      `From: ${this.#local}`,
      `To: ${this.#remote.replace(/;tag=.*$/, '')}${toTag === '' ? '' : `;tag=${toTag}`}`,
      `Call-ID: ${this.callId}`,
      `CSeq: ${cseq} ${method}`,
      ...(method === 'INVITE' || method === 'UPDATE' ? [phone.contactLine(''), this.allow] : []),
      ...(choice.headers ?? []),
    ];
    return requestText(method, this.target, lines, bodyOf(choice.body));
  }

  // What it hears.

  take(wanted: Wanted): SipMessage {
    return this.inbox.take(wanted);
  }

  receive(message: SipMessage): void {
    if (message.isRequest) this.#receiveRequest(message);
    else this.#receiveResponse(message);
  }

  #receiveRequest(request: SipMessage): void {
    const { manners } = this.phone;
    const branch = request.via?.branch ?? '';
    const isRepeat = branch === this.#lastBranch;
    if (request.method !== 'ACK' && request.method !== 'CANCEL' && !isRepeat) this.#follow(request, branch);
    if (request.method === 'INVITE' && !isRepeat) {
      this.invited = request;
      this.answered = 0;
    }
    this.inbox.put(request);
    if (request.method === 'BYE' && manners.answersBye)
      this.phone.post(responseText(request, 200, { tag: this.localTag }));
    if (request.method === 'CANCEL' && manners.answersCancel) this.#cancelled(request);
  }

  /** Numbers rise and the dialog is the one that was made: what every phone's stack insists on. */
  #follow(request: SipMessage, branch: string): void {
    const number = request.cseq?.number ?? 0;
    const tag = request.to?.tag ?? '';
    const last = this.#numbers.get(tag) ?? (tag === '' ? -1 : (this.#numbers.get('') ?? -1));
    const isInOrder = number > last || !this.phone.manners.checksNumbers;
    assert.ok(isInOrder, `${request.method} ${number} came after ${last}`);
    this.#numbers.set(tag, number);
    this.#lastBranch = branch;
    if (this.role === 'called' && this.remoteTag === '') {
      this.remoteTag = request.from?.tag ?? '';
      this.#remote = request.get(Header.From) ?? '';
      this.#local = `${request.get(Header.To)};tag=${this.localTag}`;
    }
    const { contact } = request;
    if (contact !== undefined && contact !== '*') this.target = contact.uri;
  }

  #cancelled(cancel: SipMessage): void {
    this.phone.post(responseText(cancel, 200, { tag: this.localTag }));
    if (this.answered !== 0 || this.invited === undefined) return;
    this.answered = 487;
    this.phone.post(responseText(this.invited, 487, { tag: this.localTag }));
  }

  #receiveResponse(response: SipMessage): void {
    const tag = response.to?.tag ?? '';
    if (response.status > 100 && response.status < 300 && tag !== '' && response.method !== 'CANCEL') {
      if (response.method === 'INVITE') this.remoteTag = tag;
      const { contact } = response;
      if (contact !== undefined && contact !== '*') this.target = contact.uri;
    }
    const isRefusal = response.method === 'INVITE' && response.status >= 300;
    if (isRefusal && this.phone.manners.acknowledges) this.#acknowledge(response);
    if (isRefusal && this.#answersChallenge(response)) return;
    this.inbox.put(response);
  }

  /** Sends its INVITE once more, with credentials. */
  #answersChallenge(response: SipMessage): boolean {
    const { sent, phone } = this;
    if (response.status !== 407 || sent === undefined || !phone.manners.answersChallenges) return false;
    if (!phone.digest.accept(response, sent.authorized)) return false;
    this.invite(sent.number, sent.body, sent.choice, true);
    return true;
  }

  #acknowledge(response: SipMessage): void {
    const { sent, phone } = this;
    if (sent === undefined || response.cseq?.number !== sent.cseq) return;
    const lines = [
      phone.via(sent.branch),
      'Max-Forwards: 70',
      `From: ${this.#local}`,
      `To: ${response.get(Header.To)}`,
      `Call-ID: ${this.callId}`,
      `CSeq: ${sent.cseq} ACK`,
    ];
    phone.post(requestText('ACK', sent.uri, lines));
  }
}
