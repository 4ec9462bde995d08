// The search for who answers, on behalf of one who waits: the devices of an extension, or trunk after trunk.

import { ok, type Refusal, type Result, randomHex } from '#base';
import type { Flow, SipMessage } from '#sip';
import type { CallAccount } from '../call-account.ts';
import type { HuntGroup } from '../groups/hunt-groups.form.ts';
import { overflowOf } from '../groups/overflow.ts';
import type { NoReply } from '../groups/to-group.ts';
import { type Shown, shownInGroup, shownOf } from '../identity/shown.ts';
import { MediaExchange, type MediaPolicy, otherSide, type Past, type Side } from '../media-policy/exchange.ts';
import { emergencyPolicy, mediaPolicy, type PolicyEnd } from '../media-policy/policy.ts';
import type { CallAttempt, GroupDecision, Sought } from '../routing/attempt.ts';
import type { Tell } from '../routing/deciding.ts';
import { serviceOf } from '../routing/service-of.ts';
import type { Tables } from '../routing/tables.ts';
import type { Station } from '../stations/station.ts';
import type { Trunk } from '../trunks/trunk.ts';
import { type Aim, aimAtDevice } from './aim.ts';
import { type Again, noteRefused } from './barred.ts';
import type { Branch, BranchUser, Invitation } from './branch.ts';
import type { CallContext } from './context.ts';
import { GroupSeeking } from './group-seeking.ts';
import { Hunting } from './hunting.ts';
import type { Leg, LegUser } from './leg.ts';
import { presentedOf } from './presented.ts';
import { Ringing, type RingingPlan } from './ringing.ts';
import { refusedBy, type Seeking, type Unanswered } from './unanswered.ts';

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
  /** Can who waits take reliable provisional answers? */
  readonly takesReliable: boolean;
}

/** The call that it is for. */
export interface SearchCall {
  readonly id: string;
  readonly account: Pick<CallAccount, 'called' | 'decided'>;
  take(side: Side, trunk: Trunk, isEmergency: boolean, ended?: () => void): boolean;
}

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
    const by = sought.forwardedBy.at(-1);
    if (by !== undefined) this.#call.account.decided({ forwardedBy: by.number });
    const ready = this.#prepare(sought);
    if (!ready.ok) return ready;
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
    if (sought.kind === 'group') return this.#ringGroup(sought);
    const { station, answersItself = false } = sought;
    const isAsked = answersItself && !this.#context.groups.busyNow()(station);
    this.#call.account.called(station, shownOf(station));
    const aims = this.#aims(this.#waiting.leg.shown, station, isAsked);
    return this.#ring(station, aims, { user: this, ended: (why) => this.#user.unanswered(why) }, aims.length === 1);
  }

  #aims(shown: Shown, station: Station, answersItself = false): Aim[] {
    return this.#context
      .devices(station)
      .map((device) => aimAtDevice(shown, station, device, answersItself && this.#mayAnswerAt(device.desk)));
  }

  /** Of a person at a desk what both allow. */
  #mayAnswerAt(desk: Station | undefined): boolean {
    if (desk === undefined) return true;
    const { tables, clock } = this.#context;
    return serviceOf(desk, tables(this.#waiting.leg.party).plan, clock.nowMs()).autoAnswer;
  }

  #ring(station: Station, aims: readonly Aim[], how: RingingWays, isSingle: boolean): Result<Ringing> {
    return Ringing.prepare(this.#context, {
      invitation: this.#invitation(isSingle),
      ...{ number: station.number, callId: this.#call.id, remote: this.#waiting.leg.shown },
      ...{ aims, offer: this.#waiting.offer, ...how },
      exchangeWith: ({ flow, desk }) => this.#exchange(this.#policy({ party: station, desk, tls: flow.secure })),
    });
  }

  #ringGroup(sought: GroupDecision): Result<Seeking> {
    const { group, members } = sought;
    const { number, name } = group;
    const shown = shownInGroup(this.#waiting.leg.shown, group.shownAs);
    const { account } = this.#call;
    account.decided({ group: number });
    for (const member of members.slice(0, 1)) account.called(member, { number, name });
    const seeking = new GroupSeeking(this.#context, {
      ...{ group, members, user: this },
      ring: (member, how) => this.#ring(member, this.#aims(shown, member), how, false),
      ended: (reply, why) => this.#overflow(sought, reply, why),
    });
    return ok(seeking);
  }

  /** The group does not answer: the call goes to its overflow, or ends. */
  #overflow(sought: GroupDecision, reply: NoReply, why: Unanswered): void {
    const attempt = { ...sought.attempt, atMs: this.#context.clock.nowMs() };
    const decided = (tables: Tables, tell?: Tell) => overflowOf(attempt, tables, sought, reply, tell);
    const next = decided(this.#context.tables(attempt.caller));
    if (next === undefined) return this.#user.unanswered(why);
    if (!next.ok) this.#noteRefused(attempt, sought.group, next.refusal, decided);
    const begun = next.ok ? this.begin(next.value) : next;
    if (!begun.ok) this.#user.unanswered(refusedBy(begun.refusal));
  }

  #noteRefused(attempt: CallAttempt, { number }: HuntGroup, refusal: Refusal, again: Again): void {
    const { id, account } = this.#call;
    const call = { id, dialled: number, address: this.#waiting.leg.flow.remoteAddress };
    account.decided({ steps: noteRefused(this.#context, call, attempt, refusal, again) });
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
    const { party, desk, flow } = this.#waiting.leg;
    return mediaPolicy(this.#context.options(), { party, desk, tls: flow.secure }, found);
  }
}

/** A call may go out more than once, when it is transferred: each time is accounted for by itself. */
export const accountedAs = (callId: string, round: number): string => (round === 0 ? callId : `${callId}.${round}`);

/** The call that was accounted for under this name. */
export const callAccountedAs = (id: string): string => id.split('.', 1)[0] ?? id;
