// One call: from the caller's INVITE through ringing and talking to its single record. The states are setup → talking → over.

import { type Cancel, type Refusal, randomHex } from '#base';
import {
  Dialog,
  type Flow,
  Header,
  ReliableAnswers,
  reliableNumber,
  type ServerTransaction,
  type SipMessage,
  supports,
  TRYING_MS,
} from '#sip';
import { CallAccount, type CallEnd } from './call-account.ts';
import type { CallSecurity } from './call-events.ts';
import { ANSWERED_ELSEWHERE, type Branch, type BranchUser } from './legs/branch.ts';
import type { CallContext, Device } from './legs/context.ts';
import { InDialogRequests } from './legs/in-dialog.ts';
import { Leg } from './legs/leg.ts';
import { ALLOW, asSip, reasonLine, SDP } from './legs/lines.ts';
import { Renegotiation } from './legs/renegotiation.ts';
import { Ringing, type Unanswered } from './legs/ringing.ts';
import type { MediaExchange } from './media-policy/exchange.ts';
import { mediaPolicy } from './media-policy/policy.ts';
import { withoutMedia } from './media-policy/silence.ts';
import { decide } from './routing/decide.ts';
import type { Station } from './stations/station.ts';

/** A provisional answer that the caller acknowledges: of a branch with its own number, or of ours alone. */
export type ReliablePurpose = { readonly branch: Branch; readonly number: number } | undefined;

export class Call implements BranchUser {
  readonly id = randomHex(12);
  readonly dialled: string;
  readonly callerLeg: Leg;
  readonly account: CallAccount;
  readonly #context: CallContext;
  readonly #transaction: ServerTransaction;
  readonly #forget: (call: Call) => void;
  readonly #requests: InDialogRequests;
  readonly reliable: ReliableAnswers<ReliablePurpose>;
  #state: 'setup' | 'talking' | 'over' = 'setup';
  #trying: Cancel | undefined;
  #ringing: Ringing | undefined;
  #exchange: MediaExchange | undefined;
  #renegotiation: Renegotiation | undefined;
  #calledLeg: Leg | undefined;
  #rang = false;

  constructor(
    context: CallContext,
    caller: Station,
    transaction: ServerTransaction,
    dialled: string,
    forget: (call: Call) => void,
  ) {
    const { request, flow } = transaction;
    this.dialled = dialled;
    this.#context = context;
    this.#transaction = transaction;
    this.#forget = forget;
    this.callerLeg = new Leg('caller', caller, Dialog.received(request, flow), context, this);
    this.callerLeg.learn(request);
    this.account = new CallAccount(context, this.id, caller, flow, dialled);
    this.reliable = new ReliableAnswers(transaction, context.clock, () =>
      this.#refuse(500, 'Server Internal Error', '', 'no PRACK came'),
    );
    this.#requests = new InDialogRequests(this);
  }

  get state(): 'setup' | 'talking' | 'over' {
    return this.#state;
  }

  get calledLeg(): Leg | undefined {
    return this.#calledLeg;
  }

  get security(): CallSecurity {
    return this.#exchange?.security ?? { secure: false, suite: '' };
  }

  get renegotiation(): Renegotiation | undefined {
    return this.#renegotiation;
  }

  get exchange(): MediaExchange | undefined {
    return this.#exchange;
  }

  /** The other side of a leg, as far as there is one yet: while ringing only a single device counts. */
  peerOf(leg: Leg): Leg | undefined {
    if (leg !== this.callerLeg) return this.callerLeg;
    return this.#calledLeg ?? this.#ringing?.single?.leg;
  }

  begin(): void {
    const { request } = this.#transaction;
    this.#context.dialogs.add(this.callerLeg.dialog.localTag, this.callerLeg);
    this.#transaction.user = {
      onCancel: (cancel) => this.#cancelled(cancel.get(Header.Reason)),
      onAck: (ack) => this.callerLeg.onAck(ack),
      onFailure: () =>
        this.#end({ by: 'system', outcome: 'failed', status: 500, cause: 'the caller could not be answered' }),
    };
    this.#trying = this.#context.clock.after(TRYING_MS, () => {
      if (this.#transaction.status === 0) this.#transaction.respond(100, 'Trying', '');
    });
    const decision = decide({ caller: this.callerLeg.station, dialled: this.dialled }, this.#context.tables);
    if (!decision.ok) return this.#refuseBy(decision.refusal);
    if (decision.value.kind === 'feature') this.#feature(decision.value.feature);
    else this.#ring(decision.value.station, request);
  }

  /** Ends the call from outside: an administrator, or the system going down. */
  clear(cause: string): void {
    this.#endBoth('system', 'interrupted', 503, cause);
  }

  /** The caller's connection closed. While it rings nobody is there to answer; a call in progress goes on without it. */
  flowClosed(flow: Flow): void {
    if (this.#state === 'setup' && this.#transaction.flow === flow) this.#cancelled(undefined);
  }

  // Ringing.

  #ring(station: Station, request: SipMessage): void {
    this.account.called(station);
    const devices = this.#context.devices(station);
    const caller = this.callerLeg.station;
    const policyFor = (device: Device) =>
      mediaPolicy(
        this.#context.options(),
        { station: caller, tls: this.#transaction.flow.secure },
        { station, tls: device.flow.secure },
      );
    const reliable = devices.length === 1 && (supports(request, '100rel') || this.#mustBeReliable);
    const invitation = {
      caller,
      called: station,
      callId: `${randomHex(12)}`,
      maxForwards: (request.maxForwards ?? 70) - 1,
      reliable,
    };
    const ready = Ringing.prepare(this.#context, this, invitation, devices, request.body, policyFor, (why) =>
      this.#unanswered(why),
    );
    if (!ready.ok) return this.#refuseBy(ready.refusal);
    this.#ringing = ready.value;
    this.#ringing.begin();
  }

  get #mustBeReliable(): boolean {
    return this.#transaction.request.list(Header.Require).includes('100rel');
  }

  onProgress(branch: Branch, response: SipMessage): void {
    if (this.#state !== 'setup') return;
    const number = reliableNumber(response);
    const shown = this.#ringing?.single === branch;
    let body: string | undefined;
    if (response.body !== '' && shown) {
      const passed = this.#early(branch, response.body, number !== undefined);
      if (!passed.ok) return this.#fail(branch, passed.refusal);
      body = passed.value;
    }
    if (number !== undefined && !shown) branch.acknowledgeProvisional(response, number);
    if (this.#rang && response.status === 180 && body === undefined && number === undefined) return;
    this.#rang ||= response.status === 180;
    this.#sendProgress(response, body, number === undefined || !shown ? undefined : { branch, number });
  }

  #early(branch: Branch, body: string, reliable: boolean) {
    const { exchange } = branch;
    this.#exchange = exchange;
    this.#renegotiation ??= new Renegotiation(this.#context, exchange, this);
    return exchange.offeredBy === 'caller'
      ? exchange.answer('called', body, !reliable)
      : exchange.offer('called', body);
  }

  #sendProgress(response: SipMessage, body: string | undefined, purpose: ReliablePurpose): void {
    const tag = this.callerLeg.dialog.localTag;
    const headers = `${this.callerLeg.dialog.contact(this.callerLeg.contactUser)}${ALLOW}`;
    const contentType = body === undefined ? undefined : SDP;
    if (purpose !== undefined || this.#mustBeReliable) {
      this.reliable.send(purpose, response.status, response.reason, tag, headers, contentType, body);
    } else {
      this.#transaction.respond(response.status, response.reason, tag, headers, contentType, body);
    }
  }

  onSuccess(branch: Branch, response: SipMessage): void {
    if (this.#state !== 'setup' || branch.leg === undefined) return branch.decline(response);
    const { exchange } = branch;
    const late = this.#transaction.request.body === '' && !exchange.settled;
    const passed = late
      ? exchange.offer('called', response.body)
      : exchange.offeredBy === undefined
        ? { ok: true as const, value: exchange.lastSentTo('caller') ?? '' }
        : exchange.answer('called', response.body);
    if (!passed.ok) {
      branch.decline(response, reasonLine(488, passed.refusal.words));
      return this.#refuseBy(passed.refusal);
    }
    this.#answered(branch, branch.leg, response.cseq?.number ?? 0, passed.value, late);
  }

  #answered(branch: Branch, leg: Leg, cseq: number, body: string, late: boolean): void {
    const { exchange } = branch;
    branch.take();
    this.#ringing?.stop(ANSWERED_ELSEWHERE, branch);
    this.#stopWaiting();
    this.#state = 'talking';
    this.#calledLeg = leg;
    this.#exchange = exchange;
    this.#renegotiation ??= new Renegotiation(this.#context, exchange, this);
    if (!late) leg.acknowledge(cseq);
    this.account.answered(leg);
    if (!late) this.onMediaChanged();
    this.callerLeg.succeed(this.#transaction, SDP, body, (ack) => {
      if (late) this.#lateAnswer(leg, cseq, ack);
    });
  }

  /** The INVITE had no offer: the ACK brings the answer to the called phone's. */
  #lateAnswer(leg: Leg, cseq: number, ack: SipMessage): void {
    const answered = this.#exchange?.answer('caller', ack.body);
    leg.acknowledge(cseq, answered?.ok ? answered.value : undefined);
    if (answered?.ok) this.onMediaChanged();
    else this.onBroken(this.callerLeg, answered?.refusal.words ?? 'no answer came');
  }

  /** What the device answered cannot be let through: the caller is told why. */
  #fail(branch: Branch, refusal: Refusal): void {
    branch.takeBack(reasonLine(488, refusal.words));
    this.#refuseBy(refusal);
  }

  onRefused(_branch: Branch, status: number, reason: string): void {
    if (this.#state === 'setup') this.#ringing?.refused(status, reason);
  }

  #unanswered(why: Unanswered): void {
    this.#refuse(why.status, why.reason, reasonLine(why.status, why.words), why.words, why.outcome);
  }

  // Feature codes.

  #feature(code: Parameters<CallContext['feature']>[0]): void {
    this.#context
      .feature(code, this.callerLeg.station, this.#transaction.flow)
      .catch((fault: unknown) => {
        this.#context.log.fault('a feature code failed', fault);
        return false;
      })
      .then((done) => {
        if (this.#state !== 'setup') return;
        if (!done)
          return this.#refuseBy({ code: 'calls.code-failed', words: 'The feature code could not be carried out' });
        this.#confirmFeature();
      });
  }

  /** Done: answered without media, and ended once the phone has acknowledged. Its user sees the call succeed. */
  #confirmFeature(): void {
    this.#state = 'talking';
    this.account.feature();
    this.callerLeg.succeed(this.#transaction, SDP, withoutMedia(this.#transaction.request.body), () => undefined);
    this.#endBoth('system', 'answered', 200, 'feature code carried out');
  }

  // Talking.

  onLegRequest(leg: Leg, transaction: ServerTransaction): void {
    this.#requests.take(leg, transaction);
  }

  onLegRefresh(leg: Leg): void {
    if (this.#state === 'talking') this.#renegotiation?.refresh(leg);
  }

  onLegLost(leg: Leg, why: string): void {
    this.onBroken(leg, why);
  }

  onMediaChanged(): void {
    this.account.media(this.security);
  }

  onBroken(leg: Leg, why: string): void {
    if (this.#state === 'over') return;
    this.#endBoth('system', 'failed', 500, `${leg.side} ${leg.station.number}: ${why}`);
  }

  /** The phone hung up: the other side is told, and the record is written before the BYE is answered. */
  hungUp(leg: Leg, transaction: ServerTransaction): void {
    const answer = (): void => transaction.respond(200, 'OK', leg.dialog.localTag);
    if (this.#state === 'setup') {
      this.#cancelled(transaction.request.get(Header.Reason));
      return answer();
    }
    leg.close();
    const reason = transaction.request.get(Header.Reason);
    this.#end({ by: leg.side, outcome: 'answered', status: 200, cause: 'hung up' });
    answer();
    this.peerOf(leg)?.hangUp(reason === undefined ? '' : `Reason: ${reason}\r\n`);
  }

  // Ending.

  #cancelled(reason: string | undefined): void {
    if (this.#state !== 'setup') return;
    this.#ringing?.stop(reason === undefined ? '' : `Reason: ${reason}\r\n`);
    this.#refuse(487, 'Request Terminated', '', 'the caller gave up', 'cancelled');
  }

  #refuseBy(refusal: Refusal): void {
    const { status, reason, headers } = asSip(refusal);
    const busy = refusal.code === 'calls.do-not-disturb';
    this.#refuse(status, reason, headers, refusal.words, busy ? 'busy' : 'refused');
  }

  #refuse(
    status: number,
    reason: string,
    headers: string,
    cause: string,
    outcome: CallEnd['outcome'] = 'refused',
  ): void {
    if (this.#state !== 'setup') return;
    this.#ringing?.stop('');
    const by = outcome === 'cancelled' ? 'caller' : outcome === 'busy' ? 'called' : 'system';
    this.#end({ by, outcome, status, cause });
    this.#transaction.respond(status, reason, this.callerLeg.dialog.localTag, headers);
    this.callerLeg.close();
  }

  #endBoth(by: CallEnd['by'], outcome: CallEnd['outcome'], status: number, cause: string): void {
    if (this.#state === 'setup')
      return this.#refuse(
        status,
        cause === '' ? 'Ended' : 'Server Internal Error',
        reasonLine(status, cause),
        cause,
        outcome,
      );
    if (this.#state === 'over') return;
    this.#end({ by, outcome, status, cause });
    const lines = reasonLine(status, cause);
    this.callerLeg.hangUp(lines);
    this.#calledLeg?.hangUp(lines);
  }

  #end(end: CallEnd): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#stopWaiting();
    for (const leg of [this.callerLeg, this.#calledLeg]) {
      leg?.asked?.respond(487, 'Request Terminated', leg.dialog.localTag);
    }
    this.account.ended(end);
    this.#forget(this);
  }

  #stopWaiting(): void {
    this.#trying?.();
    this.#trying = undefined;
    this.reliable.stop();
  }
}
