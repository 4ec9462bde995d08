// Setting a call up: from the caller's INVITE through decision and ringing to the answer, the refusal or the CANCEL.

import { type Cancel, ok, type Result } from '#base';
import {
  type Flow,
  Header,
  ReliableAnswers,
  reasonPhrase,
  reliableNumber,
  type ServerTransaction,
  type SipMessage,
  supports,
  TRYING_MS,
} from '#sip';
import type { CallEnd } from '../call-account.ts';
import type { MediaExchange } from '../media-policy/exchange.ts';
import type { CallAttempt, Sought } from '../routing/attempt.ts';
import { decide } from '../routing/decide.ts';
import { notLetThrough } from './barred.ts';
import { ANSWERED_ELSEWHERE, type Branch } from './branch.ts';
import type { CallContext } from './context.ts';
import { carryOut } from './feature.ts';
import { keepInMind } from './keep-in-mind.ts';
import type { Leg, LegUser } from './leg.ts';
import { ALLOW, passedReason, reasonLine, SDP } from './lines.ts';
import type { ReliablePurpose } from './prack.ts';
import { accountedAs, Search, type SearchUser, type Waiting } from './search.ts';
import type { SetupCall } from './setup-call.ts';
import type { Unanswered } from './unanswered.ts';

export class CallSetup implements SearchUser {
  readonly reliable: ReliableAnswers<ReliablePurpose>;
  readonly #context: CallContext;
  readonly #call: SetupCall;
  readonly #transaction: ServerTransaction;
  readonly #mustBeReliable: boolean;
  #trying: Cancel | undefined;
  #search: Search | undefined;
  #rang = false;

  constructor(context: CallContext, call: SetupCall, transaction: ServerTransaction) {
    this.#context = context;
    this.#call = call;
    this.#transaction = transaction;
    this.#mustBeReliable = transaction.request.list(Header.Require).includes('100rel');
    this.reliable = new ReliableAnswers(transaction, context.clock, () =>
      this.refuse(500, '', 'the caller did not acknowledge a provisional answer', 'failed'),
    );
  }

  get legUser(): LegUser {
    return this.#call;
  }

  /** The only device that rings, where there is only one. */
  get single(): Branch | undefined {
    return this.#search?.single;
  }

  begin(): void {
    this.#transaction.user = {
      onCancel: (cancel) => this.cancelled(passedReason(cancel)),
      // Once the call is answered, its ACK is waited for instead.
      onFailure: () => this.cancelled(''),
    };
    this.#trying = this.#context.clock.after(TRYING_MS, () => {
      if (this.#transaction.status === 0) this.#transaction.respond(100, 'Trying', '');
    });
    const { request } = this.#transaction;
    const replaced = request.get(Header.Replaces);
    if (replaced !== undefined) return this.#call.takesPlaceOf(replaced, this.#transaction);
    const { party: caller, shown } = this.#call.callerLeg;
    const attempt = { caller, shownNumber: shown.number, dialled: this.#call.asked, atMs: this.#context.clock.nowMs() };
    const decision = decide(attempt, this.#context.tables(caller));
    if (!decision.ok) return notLetThrough(this.#context, this.#call, attempt, decision.refusal);
    keepInMind(this.#context, this.#call, decision.value);
    if (decision.value.kind !== 'feature') this.#seek(decision.value, attempt);
    else if (!this.#call.serves(decision.value.feature, this.#transaction))
      void carryOut(this.#context, this.#call, this.#transaction, decision.value.feature);
  }

  /** No more of it: the call is answered or over. */
  stop(lines = '', winner?: Branch): void {
    this.#trying?.();
    this.#trying = undefined;
    this.#search?.stop(lines, winner);
    this.reliable.stop();
    this.#transaction.user = undefined;
  }

  /** The caller gave up, or is gone. */
  cancelled(lines: string): void {
    this.#search?.stop(lines);
    this.refuse(487, '', 'the caller gave up', 'cancelled');
  }

  flowClosed(flow: Flow): void {
    this.#search?.flowClosed(flow);
  }

  refuse(
    status: number,
    headers: string,
    cause: string,
    outcome: CallEnd['outcome'],
    reason = reasonPhrase(status),
  ): void {
    if (this.#call.state !== 'setup') return;
    const by = outcome === 'cancelled' ? 'caller' : outcome === 'busy' ? 'called' : 'system';
    this.#call.end({ by, outcome, status, cause });
    this.#transaction.respond(status, reason, this.#call.callerLeg.dialog.localTag, headers);
    this.#call.callerLeg.close();
  }

  // Searching.

  #seek(sought: Sought, attempt: CallAttempt): void {
    const { callerLeg, id } = this.#call;
    const { request } = this.#transaction;
    if (sought.kind === 'outgoing' && sought.outgoing.isEmergency) this.#tellEmergency();
    const waiting: Waiting = {
      ...{ leg: callerLeg, side: 'called', offer: request.body, accountedAs: accountedAs(id, 0) },
      attempt,
      maxForwards: request.maxForwards ?? 70,
      takesReliable: this.#mustBeReliable || supports(request, '100rel'),
    };
    this.#search = new Search(this.#context, this.#call, waiting, this);
    const begun = this.#search.begin(sought);
    if (!begun.ok) this.#call.refuseBy(begun.refusal);
  }

  unanswered({ refusal, status, reason, words, outcome }: Unanswered): void {
    if (refusal === undefined) this.refuse(status, reasonLine(status, words), words, outcome, reason);
    else this.#call.refuseBy(refusal);
  }

  #tellEmergency(): void {
    const { callerLeg, dialled, id } = this.#call;
    const { party, desk, flow } = callerLeg;
    if (party.kind !== 'station') return;
    const address = flow.remoteAddress;
    this.#context.events.emit({ kind: 'emergency', callId: id, caller: party, desk, dialled, address });
  }

  onProgress(branch: Branch, response: SipMessage): void {
    if (this.#call.state !== 'setup') return;
    const number = reliableNumber(response);
    const isShown = this.single === branch;
    let body: string | undefined;
    if (response.body !== '' && isShown) {
      const passed = this.#early(branch, response.body, number !== undefined);
      if (!passed.ok) {
        branch.takeBack(reasonLine(488, passed.refusal.words));
        return this.#call.refuseBy(passed.refusal);
      }
      body = passed.value;
    }
    if (number !== undefined && !isShown && branch.leg !== undefined) branch.acknowledgeProvisional(branch.leg, number);
    if (this.#rang && response.status === 180 && body === undefined && (number === undefined || !isShown)) return;
    if (!this.#rang) this.#call.rings();
    this.#rang ||= response.status === 180;
    this.#sendProgress(response, body, number === undefined || !isShown ? undefined : { branch, number });
  }

  /** An early answer, or the offer that was left to the device (RFC 3262 §5); a copy of what is agreed says nothing new. */
  #early(branch: Branch, body: string, isReliable: boolean): Result<string | undefined> {
    const { exchange } = branch;
    if (exchange.begun || (exchange.offeredBy !== 'caller' && !isReliable)) return ok(undefined);
    this.#call.agree(exchange);
    return exchange.offeredBy === 'caller'
      ? exchange.answer('called', body, !isReliable)
      : exchange.offer('called', body);
  }

  #sendProgress(response: SipMessage, body: string | undefined, purpose: ReliablePurpose): void {
    const { dialog, contactUser } = this.#call.callerLeg;
    const headers = `${dialog.contact(contactUser)}${ALLOW}`;
    const contentType = body === undefined ? undefined : SDP;
    const { status, reason } = response;
    if (purpose !== undefined || this.#mustBeReliable) {
      this.reliable.send(purpose, status, reason, dialog.localTag, headers, contentType, body);
    } else {
      this.#transaction.respond(status, reason, dialog.localTag, headers, contentType, body);
    }
  }

  onSuccess(branch: Branch, leg: Leg, response: SipMessage): void {
    if (this.#call.state !== 'setup') return branch.decline(leg);
    const { exchange } = branch;
    const isLate = this.#transaction.request.body === '' && !exchange.begun;
    const passed = isLate ? exchange.offer('called', response.body) : this.#answerOf(branch, response.body);
    if (!passed.ok) {
      branch.decline(leg, reasonLine(488, passed.refusal.words));
      return this.#call.refuseBy(passed.refusal);
    }
    this.stop(ANSWERED_ELSEWHERE, branch);
    this.#call.talk(leg);
    this.#call.agree(exchange);
    if (!isLate) leg.acknowledge(branch.cseq);
    this.#call.account.answered(leg);
    this.#search?.answered();
    if (!isLate) this.#call.onMediaChanged();
    this.#call.callerLeg.succeed(this.#transaction, passed.value, (ack) => {
      if (isLate) this.#lateAnswer(branch, leg, ack);
      this.#call.settled();
    });
  }

  /** The caller's description; '' where it leaves the offer to who answers. */
  get offer(): string {
    return this.#transaction.request.body;
  }

  /** Nobody who rings is to answer any more. */
  stopSearch(): void {
    this.#search?.stop(ANSWERED_ELSEWHERE);
  }

  /** Somebody answers who has not been called; `acknowledged` hears the ACK. */
  answeredBy(leg: Leg, exchange: MediaExchange, body: string, acknowledged: (ack: SipMessage) => void): void {
    this.stop();
    this.#call.talk(leg);
    this.#call.agree(exchange);
    this.#call.account.answered(leg);
    this.#call.callerLeg.succeed(this.#transaction, body, (ack) => {
      this.#call.settled();
      acknowledged(ack);
    });
  }

  /** What the caller's success says: the device's answer, the one that it showed before, or what is agreed already. */
  #answerOf({ exchange }: Branch, body: string): Result<string> {
    if (exchange.begun) return ok(exchange.lastSentTo('caller') ?? '');
    return exchange.answer('called', body === '' ? exchange.preview : body);
  }

  /** The INVITE had no offer: the ACK brings the answer to the called phone's. */
  #lateAnswer(branch: Branch, leg: Leg, ack: SipMessage): void {
    const answered = branch.exchange.answer('caller', ack.body);
    leg.acknowledge(branch.cseq, answered.ok ? answered.value : undefined);
    if (answered.ok) this.#call.onMediaChanged();
    else this.#call.onBroken(this.#call.callerLeg, answered.refusal.words);
  }
}
