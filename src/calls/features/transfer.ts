// A transfer: the other party is put through to a number, or into another call of the same person (RFC 5589). Whoever asked for it stands
// behind it with their permissions; nobody is left with nobody, so it goes back to them when nobody answers.

import type { Refusal, Result } from '#base';
import type { PartyChange } from '#records';
import { type Flow, reasonPhrase, type SipMessage } from '#sip';
import { callCodes } from '../calls.codes.ts';
import { ANSWERED_ELSEWHERE, type Branch } from '../legs/branch.ts';
import { Connecting } from '../legs/connecting.ts';
import type { CallContext } from '../legs/context.ts';
import { EndInDialog, EndThatAnswered } from '../legs/ends.ts';
import type { Leg, LegUser } from '../legs/leg.ts';
import { asSip } from '../legs/lines.ts';
import { Search, type SearchUser } from '../legs/search.ts';
import type { Unanswered } from '../legs/unanswered.ts';
import { MediaExchange, otherSide, type Side } from '../media-policy/exchange.ts';
import { mediaPolicy } from '../media-policy/policy.ts';
import type { CallAttempt, Forward, Sought } from '../routing/attempt.ts';
import type { Station } from '../stations/station.ts';
import type { Referral } from './referral.ts';
import type { CallTask, Outcome, TaskCall } from './task.ts';

const gone = (): Refusal => callCodes.refuse('calls.party-gone');

export interface Parties {
  /** Who transfers: their side of the call, while they have one, and as whom. */
  readonly by?: Leg | undefined;
  readonly person: Station;
  /** Who is put through. */
  readonly stays: Leg;
}

export interface Listeners {
  /** The phone that has asked for it by REFER. */
  readonly referral?: Referral;
  readonly outcome?: Outcome;
  /** What the record calls it; a blind transfer, or an announced one, where nothing is said. */
  readonly kind?: PartyChange['kind'];
}

export class Transfer implements CallTask, SearchUser {
  readonly #context: CallContext;
  readonly #call: TaskCall;
  readonly #parties: Parties;
  readonly #stays: Leg;
  readonly #person: Station;
  readonly #side: Side;
  readonly #kind: PartyChange['kind'];
  readonly #referral: Referral | undefined;
  readonly #outcome: Outcome | undefined;
  #search: Search | undefined;
  #connecting: Connecting | undefined;
  /** Of an attended transfer: the other call of the same person, and who is taken out of it. */
  #other: TaskCall | undefined;
  #comes: Leg | undefined;
  #isBack = false;

  constructor(context: CallContext, call: TaskCall, parties: Parties, listeners: Listeners = {}) {
    this.#context = context;
    this.#call = call;
    this.#parties = parties;
    this.#stays = parties.stays;
    this.#person = parties.person;
    this.#side = otherSide(parties.stays.side);
    this.#kind = listeners.kind ?? 'blindTransfer';
    this.#isBack = listeners.kind === 'callback';
    this.#referral = listeners.referral;
    this.#outcome = listeners.outcome;
  }

  get legUser(): LegUser {
    return this.#call;
  }

  /** To a number: whom the decision names. */
  toNumber(sought: Sought, attempt: CallAttempt): void {
    if (sought.kind === 'outgoing' && sought.outgoing.isEmergency) this.#tellEmergency();
    this.#referral?.tell(100);
    const begun = this.#seek(sought, attempt);
    if (!begun.ok) this.#failed(begun.refusal);
  }

  /** It has been done in another way: the other party is parked. */
  accepted(): void {
    this.#referral?.tell(200);
  }

  /** It comes to nothing: the number leads nowhere, or there is no such call. */
  refused(refusal: Refusal): void {
    this.#failed(refusal);
  }

  /** Into another call, whose other party is there already. */
  toParty(other: TaskCall, party: Leg): void {
    const { exchange } = this.#call;
    if (exchange === undefined || other.exchange === undefined) return this.#failed(gone());
    this.#other = other;
    this.#comes = party;
    this.#referral?.tell(100);
    const pasts = {
      [this.#stays.side]: exchange.past(this.#stays.side),
      [this.#side]: other.exchange.past(party.side),
    };
    const policy = mediaPolicy(this.#context.options(), this.#stays.policyEnd, party.policyEnd);
    const made = new MediaExchange(policy, pasts);
    this.#connect(new EndInDialog(this.#context, party), made, () => {
      this.#done(party, made, other.handOver(party, this.#call, `transferred by extension ${this.#person.number}`));
    });
  }

  // What becomes of the parties meanwhile.

  goesOnWithout(leg: Leg): boolean {
    return leg !== this.#stays && leg !== this.#comes;
  }

  lost(leg: Leg): void {
    if (this.#connecting === undefined || leg === this.#parties.by) return;
    this.#connecting.stop(gone());
    this.#failed(gone());
  }

  flowClosed(flow: Flow): void {
    this.#search?.flowClosed(flow);
  }

  callEnded(): void {
    this.#search?.stop();
    this.#connecting?.stop(gone());
    this.#other?.finish(this);
    this.#call.finish(this);
    this.#outcome?.over();
    this.#referral?.tell(487);
  }

  // The search.

  onProgress(_: Branch, { status }: SipMessage): void {
    if (!this.#isBack) this.#referral?.tell(status);
  }

  onSuccess(branch: Branch, leg: Leg, response: SipMessage): void {
    this.#search?.stop(ANSWERED_ELSEWHERE, branch);
    this.#connect(new EndThatAnswered(branch, leg, response), branch.exchange, () => {
      this.#search?.answered();
      this.#done(leg, branch.exchange);
    });
  }

  unanswered({ refusal, status, words }: Unanswered): void {
    this.#failed(
      refusal ?? callCodes.refuse('calls.transfer-unanswered', { why: words }),
      refusal === undefined ? status : undefined,
    );
  }

  #seek(sought: Sought, attempt?: CallAttempt): Result<void> {
    const { id, account, exchange } = this.#call;
    const { forwards } = account;
    const side = this.#side;
    const waiting = {
      ...{ leg: this.#stays, side, offer: '', maxForwards: 70, takesReliable: false },
      ...{ accountedAs: this.#call.nextAccount(), past: exchange?.past(this.#stays.side), attempt },
    };
    const call = {
      id,
      account: {
        dialled: account.dialled,
        called: () => undefined,
        forwarded: (by: readonly Forward[]) => account.forwardedFurther(by, forwards),
        decided: ({ route = '', accountCode = '' }) => account.wentOut(route, accountCode),
      },
      take: (...args: Parameters<TaskCall['take']>) => this.#call.take(...args),
    };
    this.#search = new Search(this.#context, call, waiting, this);
    return this.#search.begin(sought);
  }

  #tellEmergency(): void {
    const { id, account } = this.#call;
    const { by = this.#stays } = this.#parties;
    this.#context.events.emit({
      kind: 'emergency',
      callId: id,
      caller: this.#person,
      desk: by.desk,
      dialled: account.dialled,
      address: by.flow.remoteAddress,
    });
  }

  #connect(offerer: EndThatAnswered | EndInDialog, exchange: MediaExchange, done: () => void): void {
    const answerer = new EndInDialog(this.#context, this.#stays);
    const pair = { offerer, answerer, exchange, offererSide: this.#side, answererSide: this.#stays.side };
    this.#connecting = new Connecting(pair, (result) => (result.ok ? done() : this.#failed(result.refusal)));
    this.#connecting.begin();
  }

  #done(leg: Leg, exchange: MediaExchange, given?: () => void): void {
    this.#call.account.changed(
      this.#isBack && this.#kind !== 'callback' ? 'recall' : this.#comes === undefined ? this.#kind : 'transfer',
      this.#person.number,
      leg,
    );
    this.#call.finish(this);
    this.#outcome?.over();
    this.#referral?.tell(200);
    this.#call.place(this.#side, leg, exchange, given);
  }

  #failed(refusal: Refusal, status = asSip(refusal).status): void {
    this.#connecting = undefined;
    this.#other?.finish(this);
    if (this.#other?.state === 'alone') this.#other.endBoth('system', 'answered', 480, refusal.words);
    this.#other = undefined;
    this.#referral?.tell(status, reasonPhrase(status));
    if (this.#call.state === 'talking') return this.#call.finish(this);
    if (this.#call.state === 'alone' && !this.#isBack) return this.bringBack(refusal);
    if (this.#call.state === 'alone' && this.#outcome !== undefined) {
      this.#call.finish(this);
      return this.#outcome.failed();
    }
    this.#call.endBoth('system', 'answered', status, refusal.words);
  }

  /** Whoever transferred has hung up: they are called, whether they want to be disturbed or not. */
  bringBack(refusal: Refusal): void {
    this.#isBack = true;
    const begun = this.#seek({ kind: 'station', station: this.#person, forwardedBy: [], groups: [] });
    if (!begun.ok) this.#failed(refusal);
  }
}
