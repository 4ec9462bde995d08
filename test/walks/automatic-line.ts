// One dialog of an automatic phone: it rings, answers, acknowledges, takes and makes offers as a phone does, after a while or at once.

import { Header, type SipMessage } from '#sip';
import type { AutomaticPhone } from './automatic-phone.ts';
import { Believed, keysIn } from './believed.ts';
import type { PhoneCall } from './phone-call.ts';
import { session } from './texts.ts';

/** What this line sent and waits for an answer to. */
interface Asked {
  readonly method: 'INVITE' | 'UPDATE';
  readonly cseq: number;
  /** Without an offer of its own: the answer brings one. */
  readonly isLate: boolean;
}

const ICON = 'Supported: X-cisco-sis-6.0.0';

let ports = 20_000;
function nextPort(): number {
  ports = ports >= 60_000 ? 20_000 : ports + 2;
  return ports;
}

export class AutomaticLine {
  readonly call: PhoneCall;
  readonly phone: AutomaticPhone;
  readonly media: Believed;
  state: 'calling' | 'ringing' | 'up' | 'over';
  /** What it was told of the call's encryption; undefined where nothing. */
  icon: boolean | undefined;
  /** Has its connection been lost since it began? Then it may not be reached any more until it speaks itself. */
  wasLost = false;
  /** Was the last change that it was asked for refused? */
  hasRefused = false;
  #asked: Asked | undefined;
  /** Of an INVITE that it took: its ACK is awaited, which answers where this side made the offer. */
  #awaitsAck: number | undefined;
  /** The last ACK that it sent, for repeats of the success. */
  #lastAck: { readonly cseq: number; readonly text: string } | undefined;
  /** Has its user hung up before anybody answered? */
  #isGivenUp = false;
  /** What it will do by and by. */
  #later: { readonly atMs: number; readonly act: () => void }[] = [];
  /** The keys that it has been told: in its INVITE, and later. */
  readonly #rang = new Set<string>();
  readonly #told = new Set<string>();
  #connectedAtMs: number | undefined;
  #wasTooLate = false;

  constructor(phone: AutomaticPhone, call: PhoneCall, state: 'calling' | 'ringing') {
    this.phone = phone;
    this.call = call;
    this.state = state;
    const { address } = phone.phone;
    this.media = new Believed(phone.manners, address, nextPort());
    if (!phone.manners.takesUpdate) call.allow = call.allow.replace(', UPDATE', '');
    if (phone.manners.showsIcon) call.allow += `\r\n${ICON}`;
  }

  /** Is nothing under way that this phone has begun or has still to finish? */
  get isQuiet(): boolean {
    const isIdle = this.#asked === undefined && this.#awaitsAck === undefined && !this.media.isOpen;
    return isIdle && this.#later.length === 0 && this.state !== 'calling';
  }

  // What its user does.

  answer(status = 200): void {
    const { invited } = this.call;
    if (this.state !== 'ringing' || invited === undefined || this.call.answered !== 0) return;
    if (status >= 300) return this.#refuse(status);
    this.#takeInvite(invited);
  }

  #refuse(status: number): void {
    this.state = 'over';
    this.call.answer(status);
  }

  hangUp(): void {
    this.#isGivenUp = true;
    this.#later = [];
    if (this.state === 'up') this.call.bye();
    else if (this.state === 'calling') this.call.cancel();
    else if (this.state === 'ringing' && this.call.answered === 0) this.call.answer(486);
    if (this.state !== 'calling') this.state = 'over';
  }

  /** Changes its media: with an offer, or leaving that to the other. */
  change(how: 'INVITE' | 'UPDATE' | 'late'): void {
    if (this.state !== 'up' || !this.isQuiet) return;
    const method = how === 'UPDATE' ? 'UPDATE' : 'INVITE';
    const isLate = how === 'late';
    const body = isLate ? undefined : this.media.offer();
    this.#asked = { method, cseq: this.call.cseq + 1, isLate };
    if (method === 'INVITE') this.call.reinvite(body);
    else this.call.update(body);
  }

  hold(isHolding: boolean): void {
    if (this.state !== 'up' || !this.isQuiet || this.media.isHolding === isHolding) return;
    this.media.isHolding = isHolding;
    this.change('INVITE');
  }

  /** Its INVITE went out: with an offer or without. */
  invited(isLate: boolean): void {
    this.#asked = { method: 'INVITE', cseq: -1, isLate };
  }

  // What it does by itself.

  /** Takes everything in that came; false where there was nothing. */
  turn(nowMs: number): boolean {
    const due = this.#later.filter(({ atMs }) => atMs <= nowMs);
    this.#later = this.#later.filter(({ atMs }) => atMs > nowMs);
    for (const { act } of due) act();
    let count = due.length;
    for (let message = this.call.inbox.next(); message !== undefined; message = this.call.inbox.next()) {
      count += 1;
      this.#learn(message);
      if (message.isRequest) this.#request(message);
      else this.#response(message);
    }
    return count > 0;
  }

  /** Has it been told this key by the one it talked to, or is that one of the callers that only rang here? */
  knows(key: string): 'told' | 'rang' | 'no' {
    if (this.#told.has(key)) return 'told';
    if (!this.#rang.has(key)) return 'no';
    return this.#connectedAtMs === undefined || this.#wasTooLate ? 'rang' : 'told';
  }

  #learn(message: SipMessage): void {
    for (const key of keysIn(message.body)) {
      if (message.isRequest && message.method === 'INVITE' && message.to?.tag === '') this.#rang.add(key);
      else this.#told.add(key);
    }
    const told = /security=(Encrypted|NotAuthenticated)/.exec(message.get(Header.CallInfo) ?? '')?.[1];
    if (told !== undefined) this.icon = told === 'Encrypted';
  }

  #after(ms: number, act: () => void): void {
    if (ms === 0) act();
    else this.#later.push({ atMs: this.phone.nowMs + ms, act });
  }

  #request(request: SipMessage): void {
    switch (request.method) {
      case 'INVITE':
        return request.to?.tag === '' ? this.#rings(request) : this.#changes(request);
      case 'UPDATE':
        return this.#changes(request);
      case 'ACK':
        return this.#acknowledged(request);
      case 'BYE':
      case 'CANCEL':
        return this.#ended(request.method);
      default:
        return this.call.respond(request, 200);
    }
  }

  #ended(method: string): void {
    if (method === 'CANCEL' && this.call.answered !== 487) return;
    // Too late: somebody else had answered.
    if (this.#connectedAtMs === this.phone.nowMs) this.#wasTooLate = true;
    this.state = 'over';
    this.#later = [];
    this.media.withdraw();
    this.#asked = undefined;
    this.#awaitsAck = undefined;
  }

  #rings(invite: SipMessage): void {
    const { phone } = this;
    const answersItself = /Auto/.test(invite.get(Header.AnswerMode) ?? '');
    if (!phone.takesCalls) return this.#refuse(486);
    this.call.answer(180);
    const mood = answersItself ? 'answers' : phone.mood();
    if (mood === 'answers') this.#after(answersItself ? 0 : phone.slowly(), () => this.answer());
    else if (mood === 'refuses')
      this.#after(phone.slowly(), () => this.answer(phone.oneOf([486, 603, 480, 488] as const)));
  }

  #takeInvite(invite: SipMessage): void {
    const body = invite.body === '' ? this.media.offer() : this.media.answer(invite.body);
    if (body === undefined) return this.#refuse(488);
    this.state = 'up';
    this.#awaitsAck = invite.cseq?.number ?? 0;
    this.call.answer(200, body);
  }

  /** A re-INVITE or UPDATE of the other side. */
  #changes(request: SipMessage): void {
    if (this.state !== 'up') return this.call.respond(request, 481);
    if (request.body === '' && request.method === 'UPDATE') return this.call.respond(request, 200);
    const refusal = this.phone.refusesChange();
    this.hasRefused = refusal !== 0;
    if (this.hasRefused) return this.call.respond(request, refusal);
    this.#after(this.phone.slowlyChanges(), () => this.#takeChange(request));
  }

  #takeChange(request: SipMessage): void {
    const { call, media } = this;
    if (this.state !== 'up') return call.respond(request, 487);
    this.hasRefused = this.#asked !== undefined || this.#awaitsAck !== undefined || media.isOpen;
    if (this.hasRefused) return call.respond(request, 491);
    const body = request.body === '' ? media.offer() : media.answer(request.body);
    if (body === undefined) return call.respond(request, 488);
    if (request.method === 'INVITE') this.#awaitsAck = request.cseq?.number ?? 0;
    call.respond(request, 200, { body: session(body) });
  }

  #acknowledged(ack: SipMessage): void {
    if (ack.cseq?.number !== this.#awaitsAck) return;
    this.#connectedAtMs ??= this.phone.nowMs;
    this.#awaitsAck = undefined;
    if (this.media.isOpen) this.media.took(ack.body);
  }

  #response(response: SipMessage): void {
    const { method, status } = response;
    if (status < 200 || (method !== 'INVITE' && method !== 'UPDATE')) return;
    if (method === 'INVITE' && status < 300) return this.#succeeded(response);
    const cseq = response.cseq?.number ?? 0;
    if (this.#asked === undefined || (this.#asked.cseq >= 0 && this.#asked.cseq !== cseq)) return;
    const { isLate } = this.#asked;
    this.#asked = undefined;
    if (status < 300 && !isLate) this.media.took(response.body);
    else this.media.withdraw();
    if (this.state === 'calling') this.#ended('BYE');
    else if (status === 481 || status === 408) this.hangUp();
  }

  /** A success of its INVITE: acknowledged, and once more when it comes again. */
  #succeeded(response: SipMessage): void {
    const cseq = response.cseq?.number ?? 0;
    if (this.#lastAck?.cseq === cseq) return this.phone.phone.send(this.#lastAck.text);
    const asked = this.#asked;
    if (asked === undefined || this.#later.some(({ act }) => act.name === 'acknowledge')) return;
    const acknowledge = (): void => {
      this.#asked = undefined;
      const answer = asked.isLate ? this.media.answer(response.body) : undefined;
      if (!asked.isLate) this.media.took(response.body);
      const text = this.call.text('ACK', { cseq, ...(answer === undefined ? {} : { body: answer }) });
      this.#lastAck = { cseq, text };
      if (this.state === 'calling') this.state = 'up';
      this.phone.phone.send(text);
      if (this.#isGivenUp || (asked.isLate && answer === undefined)) this.hangUp();
    };
    this.#after(this.#isGivenUp ? 0 : this.phone.slowlyAcknowledges(), acknowledge);
  }
}
