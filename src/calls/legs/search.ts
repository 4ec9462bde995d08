// The search for who answers, on behalf of one who waits: the devices of an extension, or trunk after trunk.

import { no, ok, type Refusal, type Result, randomHex } from '#base';

import type { Flow, SipMessage } from '#sip';
import type { CallAccount } from '../call-account.ts';
import { overflowOf } from '../groups/overflow.ts';
import type { NoReply } from '../groups/to-group.ts';
import { type Shown, shownInGroup, shownOf } from '../identity/shown.ts';
import { MediaExchange, type MediaPolicy, otherSide, type Past, type Side } from '../media-policy/exchange.ts';
import { emergencyPolicy, mediaPolicy, type PolicyEnd } from '../media-policy/policy.ts';

import type { CallAttempt, Forward, GroupDecision, Sought, StationDecision } from '../routing/attempt.ts';
import type { Tell } from '../routing/deciding.ts';
import { noAnswerSeconds, type Reached, redirect } from '../routing/extension.ts';
import { serviceOf } from '../routing/service-of.ts';
import type { Tables } from '../routing/tables.ts';
import { ownCallLine } from '../services/own-lines.ts';
import type { Station } from '../stations/station.ts';

import type { Trunk } from '../trunks/trunk.ts';

import { type Aim, aimAtDevice } from './aim.ts';
import { noteRefused } from './barred.ts';

import type { Branch, BranchUser, Invitation } from './branch.ts';
import type { CallContext } from './context.ts';
import { GroupSeeking } from './group-seeking.ts';
import { Hunting } from './hunting.ts';
import type { Leg, LegUser } from './leg.ts';
import { presentedOf } from './presented.ts';

import { Ringing, type RingingPlan } from './ringing.ts';
import { refusedBy, type Seeking, type Unanswered, untakenBy } from './unanswered.ts';

/** Who hears what the search finds. */
export interface SearchUser {
  readonly legUser: LegUser;
  /** A provisional answer other than 100. */
  onProgress(branch: Branch, response: SipMessage): void;
  onSuccess(branch: Branch, leg: Leg, response: SipMessage): void;
  /** Nobody will answer. */
  unanswered(why: Unanswered): void;
}

/** Who waits, and what they have to say. */
export interface Waiting {
  readonly leg: Leg;
  /** Which side of the call it is that is searched for. */
  readonly side: Side;
  /** The description of who waits; '' leaves the offer to who answers. */
  readonly offer: string;
  readonly maxForwards: number;
  /** What the toll guard calls it, as `accountedAs` says. */
  readonly accountedAs: string;
  /** What they were in before; undefined of one who has just called. */
  readonly past?: Past | undefined;
  /** What was decided upon: who does not take the call may pass it on. Undefined: nobody does. */
  readonly attempt?: CallAttempt | undefined;
  /** Can who waits take reliable provisional answers? */
  readonly takesReliable: boolean;
}

/** The call that it is for. */
export interface SearchCall {
  readonly id: string;
  readonly account: Pick<CallAccount, 'called' | 'decided' | 'forwarded' | 'dialled'>;
  take(side: Side, trunk: Trunk, isEmergency: boolean, ended?: () => void): boolean;
}

/** A decision that is made when a search has ended. */
type Next = (attempt: CallAttempt, tables: Tables, tell?: Tell) => Result<Sought> | undefined;

type RingingWays = Pick<RingingPlan, 'user' | 'seconds' | 'ended'>;

export class Search implements BranchUser {
  readonly #context: CallContext;
  readonly #call: SearchCall;
  readonly #waiting: Waiting;
  readonly #user: SearchUser;
  #seeking: Seeking | undefined;
  /** Does the toll guard account for it? */
  #isGuarded = false;

  constructor(context: CallContext, call: SearchCall, waiting: Waiting, user: SearchUser) {
    this.#context = context;
    this.#call = call;
    this.#waiting = waiting;
    this.#user = user;
  }

  get legUser(): LegUser {
    return this.#user.legUser;
  }

  /** The only device that rings, where there is only one. */
  get single(): Branch | undefined {
    return this.#seeking?.single;
  }

  /** Rings whom the decision names; refuses where there is nobody to ring. */
  begin(sought: Sought): Result<void> {
    this.#call.account.forwarded(sought.forwardedBy);
    const ready = this.#prepare(sought);
    if (!ready.ok) return this.#unreachable(sought, ready.refusal);
    this.#seeking = ready.value;
    this.#seeking.begin();
    return ok(undefined);
  }

  /** Ends it: takes back every INVITE but the winner's. */
  stop(lines = '', winner?: Branch): void {
    this.#seeking?.stop(lines, winner);
  }

  flowClosed(flow: Flow): void {
    this.#seeking?.flowClosed(flow);
  }

  onProgress(branch: Branch, response: SipMessage): void {
    this.#user.onProgress(branch, response);
  }

  onSuccess(branch: Branch, leg: Leg, response: SipMessage): void {
    this.#user.onSuccess(branch, leg, response);
  }

  onRefused(status: number, reason: string): void {
    this.#seeking?.refused(status, reason);
  }

  /** Whoever was found has been connected. */
  answered(): void {
    if (this.#isGuarded) this.#context.guard.answered(this.#waiting.accountedAs);
  }

  #prepare(sought: Sought): Result<Seeking> {
    if (sought.kind === 'outgoing') return this.#goOut(sought);
    return sought.kind === 'group' ? this.#ringGroup(sought) : this.#ringStation(sought);
  }

  #ringStation(sought: StationDecision): Result<Ringing> {
    const { station, forwardedBy, answersItself = false } = sought;
    const { attempt } = this.#waiting;
    const isAsked = answersItself && !this.#context.groups.isBusy(station);
    this.#call.account.called(station, shownOf(station));
    const aims = this.#aims(this.#waiting.leg.shown, station, forwardedBy, isAsked);
    const seconds = attempt && noAnswerSeconds(this.#now(attempt), this.#context.tables(attempt.caller), sought);
    const how = { user: this, seconds, ended: (why: Unanswered) => this.#untaken(sought, why) };
    return this.#ring(station, aims, how, aims.length === 1);
  }

  /** The extension may forward the call, unless the caller has heard of a device what cannot be taken back. */
  #untaken(reached: Reached, why: Unanswered): void {
    const { single } = this;
    const isShown = single !== undefined && (single.exchange.begun || single.exchange.preview !== '');
    const untaken = isShown ? undefined : untakenBy(why);
    const onward =
      untaken && this.#onward((attempt, tables, tell) => redirect(attempt, tables, reached, untaken, tell));
    this.#endUnless(onward, why);
  }

  /** No device of it can be rung. */
  #unreachable(sought: Sought, refusal: Refusal): Result<void> {
    const mayForward = sought.kind === 'station' && refusal.code === 'calls.not-registered';
    const onward = mayForward
      ? this.#onward((attempt, tables, tell) => redirect(attempt, tables, sought, 'unreachable', tell))
      : undefined;
    return onward ?? no(refusal);
  }

  #endUnless(onward: Result<void> | undefined, why: Unanswered): void {
    if (onward === undefined) this.#user.unanswered(why);
    else if (!onward.ok) this.#user.unanswered(refusedBy(onward.refusal));
  }

  /** Searches on where a decision of this moment leads; undefined where it leads nowhere else. */
  #onward(next: Next): Result<void> | undefined {
    if (this.#waiting.attempt === undefined) return undefined;
    const attempt = this.#now(this.#waiting.attempt);
    const again = (tables: Tables, tell?: Tell) => next(attempt, tables, tell);
    const decided = again(this.#context.tables(attempt.caller));
    if (decided === undefined) return undefined;
    if (decided.ok) return this.begin(decided.value);
    const { id, account } = this.#call;
    const call = { id, dialled: account.dialled, address: this.#waiting.leg.flow.remoteAddress };
    account.decided({ steps: noteRefused(this.#context, call, attempt, decided.refusal, again) });
    return no(decided.refusal);
  }

  #now(attempt: CallAttempt): CallAttempt {
    return { ...attempt, atMs: this.#context.clock.nowMs() };
  }

  #aims(shown: Shown, station: Station, forwardedBy: readonly Forward[], answersItself = false): Aim[] {
    const own = station.service && this.#toldOwnPhone(station);
    return this.#context.devices(station).map((device) => {
      const isAsked = answersItself && this.#mayAnswerAt(device.desk);
      return aimAtDevice(shown, station, device, { forwardedBy, answersItself: isAsked, own });
    });
  }

  #toldOwnPhone(station: Station): string {
    const { leg, attempt } = this.#waiting;
    const policy = this.#policy({ party: station, desk: undefined, tls: true });
    return ownCallLine({ callId: this.#call.id, leg, policy, by: attempt?.transferredBy });
  }

  /** Of a person at a desk what both allow. */
  #mayAnswerAt(desk: Station | undefined): boolean {
    if (desk === undefined) return true;
    const { tables, clock } = this.#context;
    return serviceOf(desk, tables(this.#waiting.leg.party).plan, clock.nowMs()).autoAnswer;
  }

  #ring(station: Station, aims: readonly Aim[], how: RingingWays, isSingle: boolean): Result<Ringing> {
    const { party, shown } = this.#waiting.leg;
    this.#context.recent.called(station.number, { number: shown.number, isOutside: party.kind === 'trunk' });
    return Ringing.prepare(this.#context, {
      invitation: this.#invitation(isSingle),
      ...{ number: station.number, callId: this.#call.id, remote: shown },
      ...{ aims, offer: this.#waiting.offer, ...how },
      exchangeWith: ({ flow, desk }) => this.#exchange(this.#policy({ party: station, desk, tls: flow.secure })),
    });
  }

  #ringGroup(sought: GroupDecision): Result<Seeking> {
    const { group, members, forwardedBy } = sought;
    const { number, name } = group;
    const shown = shownInGroup(this.#waiting.leg.shown, group.shownAs);
    const { account } = this.#call;
    account.decided({ group: number });
    for (const member of members.slice(0, 1)) account.called(member, { number, name });
    const seeking = new GroupSeeking(this.#context, {
      ...{ group, members, user: this },
      ring: (member, how) => this.#ring(member, this.#aims(shown, member, forwardedBy), how, false),
      ended: (reply, why) => this.#overflow(sought, reply, why),
    });
    return ok(seeking);
  }

  /** The group does not answer: the call goes to its overflow, or ends. */
  #overflow(sought: GroupDecision, reply: NoReply, why: Unanswered): void {
    const onward = this.#onward((attempt, tables, tell) => overflowOf(attempt, tables, sought, reply, tell));
    this.#endUnless(onward, why);
  }

  #goOut({ outgoing, forwardedBy }: Extract<Sought, { kind: 'outgoing' }>): Result<Seeking> {
    const { account } = this.#call;
    const { leg, offer } = this.#waiting;
    const [first] = outgoing.choices;
    const { isEmergency, accountCode } = outgoing;
    account.decided({ route: first?.route ?? '', accountCode, emergency: isEmergency });
    return Hunting.prepare(this.#context, {
      invitation: this.#invitation(true),
      ...{ outgoing, offer, user: this },
      presented: presentedOf(this.#context, leg, { outgoing, forwardedBy }),
      exchangeWith: (trunk, tls) => {
        const policy = this.#policy({ party: trunk, tls });
        return this.#exchange(isEmergency ? emergencyPolicy(policy) : policy);
      },
      take: (choice) => {
        if (!this.#take(choice.trunk, isEmergency)) return false;
        account.decided({ route: choice.route });
        account.called(choice.trunk, { number: outgoing.e164 || choice.digits, name: '' });
        this.#context.guard.begin({ id: this.#waiting.accountedAs, outgoing, trunk: choice.trunk.name });
        return true;
      },
      ended: (why) => this.#user.unanswered(why),
    });
  }

  #take(trunk: Trunk, isEmergency: boolean): boolean {
    const { guard } = this.#context;
    const { side, accountedAs } = this.#waiting;
    const isTaken = this.#call.take(side, trunk, isEmergency, () => guard.ended(accountedAs));
    this.#isGuarded ||= isTaken;
    return isTaken;
  }

  #invitation(isSingle: boolean): Invitation {
    const { maxForwards, takesReliable, side } = this.#waiting;
    return { callId: randomHex(12), maxForwards: maxForwards - 1, reliable: isSingle && takesReliable, side };
  }

  #exchange(policy: MediaPolicy): MediaExchange {
    const { side, past } = this.#waiting;
    return past === undefined ? new MediaExchange(policy) : new MediaExchange(policy, { [otherSide(side)]: past });
  }

  #policy(found: PolicyEnd): MediaPolicy {
    return mediaPolicy(this.#context.options(), this.#waiting.leg.policyEnd, found);
  }
}

/** A call may go out more than once, when it is transferred: each time is accounted for by itself. */
export const accountedAs = (callId: string, round: number): string => (round === 0 ? callId : `${callId}.${round}`);

/** The call that was accounted for under this name. */
export const callAccountedAs = (id: string): string => id.split('.', 1)[0] ?? id;
