// What a phone of the walks does to watch: it subscribes, hears NOTIFYs and answers them.

import assert from 'node:assert/strict';
import { Header, type SipMessage } from '#sip';
import type { Phone } from './phone.ts';
import { type Body, requestText, responseText } from './texts.ts';

export interface SubscribeChoice {
  readonly expires?: number;
  /** Whole lines to add. */
  readonly headers?: readonly string[];
  readonly body?: Body;
  readonly contact?: readonly string[];
  readonly as?: string;
}

let watchers = 0;

/** One subscription as its phone sees it. */
export class Watcher {
  phone: Phone;
  readonly target: string;
  readonly event: string;
  /** Of its dialog. */
  localTag: string;
  readonly callId = `watch-${++watchers}`;
  remoteTag = '';
  cseq = 0;
  /** Every NOTIFY that came, the latest last. */
  readonly heard: SipMessage[] = [];
  /** What each is answered; 0: nothing. */
  answers = 200;

  constructor(phone: Phone, event: string, target: string) {
    this.phone = phone;
    this.event = event;
    this.target = target;
    this.localTag = `${phone.tag}-watch`;
  }

  /** The same subscription, at the phone as it is after a restart. */
  movedTo(phone: Phone): this {
    this.phone = phone;
    return this;
  }

  /** Sends a SUBSCRIBE, answers a challenge, and gives the last answer. */
  subscribe(choice: SubscribeChoice = {}): SipMessage {
    const first = this.#send(choice);
    if (first.status !== 407 || !this.phone.digest.accept(first, false)) return first;
    return this.#send(choice);
  }

  /** Subscribes, or the walk fails; gives the first NOTIFY. */
  begin(choice: SubscribeChoice = {}): SipMessage {
    const answer = this.subscribe(choice);
    assert.equal(answer.status, 200, `${this.event} of ${this.target}: ${answer.status}`);
    return this.next();
  }

  #send({ expires = 3_600, headers = [], body, contact, as }: SubscribeChoice): SipMessage {
    const { phone, target } = this;
    const uri = `sip:${target}@ringfence`;
    const credentials = phone.digest.authorize({ method: 'SUBSCRIBE', uri }).trim();
    const lines = [
      phone.via(),
      'Max-Forwards: 70',
      `From: <sip:${as ?? phone.number}@ringfence>;tag=${this.localTag}`,
      `To: <${uri}>${this.remoteTag === '' ? '' : `;tag=${this.remoteTag}`}`,
      `Call-ID: ${this.callId}`,
      `CSeq: ${++this.cseq} SUBSCRIBE`,
      ...(contact ?? [phone.contactLine('')]),
      ...(this.event === '' ? [] : [`Event: ${this.event}`]),
      `Expires: ${expires}`,
      ...(credentials === '' ? [] : credentials.split('\r\n')),
      ...headers,
    ];
    phone.send(requestText('SUBSCRIBE', uri, lines, body));
    const answer = phone.heard.findLast(
      ({ method, isRequest, callId }) => !isRequest && method === 'SUBSCRIBE' && callId === this.callId,
    );
    assert.ok(answer !== undefined, 'no answer to SUBSCRIBE');
    if (answer.status === 200) this.remoteTag = answer.to?.tag ?? '';
    phone.inbox.clear();
    this.#answerAll();
    return answer;
  }

  /** Takes note of what came and answers it, until nothing comes any more. */
  hear(ms = 0): readonly SipMessage[] {
    const before = this.heard.length;
    this.phone.world.pass(ms, 5);
    this.#answerAll();
    return this.heard.slice(before);
  }

  /** The NOTIFY that came last and was not given yet. */
  next(): SipMessage {
    const notify = this.heard.at(-1);
    assert.ok(notify !== undefined, 'no NOTIFY came');
    return notify;
  }

  #answerAll(): void {
    const { phone } = this;
    for (const message of phone.heard) {
      if (message.method !== 'NOTIFY' || message.callId !== this.callId || this.heard.includes(message)) continue;
      const last = this.heard.at(-1);
      const number = (one: SipMessage | undefined): number => one?.cseq?.number ?? 0;
      // A repeat over UDP.
      if (last !== undefined && number(message) === number(last) && message.via?.branch === last.via?.branch) continue;
      assert.ok(number(message) > number(last), 'the number of a NOTIFY went back');
      this.heard.push(message);
      if (this.answers !== 0) phone.send(responseText(message, this.answers));
    }
  }
}

/** The states of a subscription, as `active` or `terminated;reason=timeout`. */
export const stateOf = (notify: SipMessage): string =>
  (notify.get(Header.SubscriptionState) ?? '').replace(/;expires=\d+/, '');

/** What of a dialog document matters to a lamp. */
export const lampOf = (body: string): string =>
  [...body.matchAll(/<state>(\w+)<\/state>/g)].map(([, state]) => state).join(' ');

export const versionOf = (body: string): number => Number(/ version="(\d+)"/.exec(body)?.[1] ?? Number.NaN);
