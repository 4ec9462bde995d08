// The search for who answers, on behalf of one who waits: the devices of an extension, or trunk after trunk.

import { no, ok, type Refusal, type Result, randomHex } from '#base';
import type { Flow, SipMessage } from '#sip';
import type { CallAccount } from '../call-account.ts';
import { shownOf } from '../identity/shown.ts';
import { MediaExchange, type MediaPolicy, otherSide, type Past, type Side } from '../media-policy/exchange.ts';
import { emergencyPolicy, mediaPolicy, type PolicyEnd } from '../media-policy/policy.ts';
import type { CallAttempt, Decision } from '../routing/attempt.ts';
import type { Tell } from '../routing/deciding.ts';
import { noAnswerMs, type Reached, redirect, type Untaken } from '../routing/extension.ts';
import type { Tables } from '../routing/tables.ts';
import type { Trunk } from '../trunks/trunk.ts';
import { aimAtDevice } from './aim.ts';
import { noteRefused } from './barred.ts';
import type { Branch, BranchUser, Invitation } from './branch.ts';
import type { CallContext } from './context.ts';
import { Hunting } from './hunting.ts';
import type { Leg, LegUser } from './leg.ts';
import { presentedOf } from './presented.ts';
import { Ringing } from './ringing.ts';
import { type Seeking, type Unanswered, untakenBy } from './unanswered.ts';

/** Whom a search can find: what a decision comes to, unless it is a feature code. */
export type Sought = Exclude<Decision, { kind: 'feature' }>;

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
  /** What was decided upon: an extension that does not take the call may forward it. Undefined: none does. */
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

export class Search implements BranchUser {
  readonly #context: CallContext;
  readonly #call: SearchCall;
  readonly #waiting: Waiting;
  readonly #user: SearchUser;
  #seeking: Seeking | undefined;
  /** The extension that is searched, and who passed the call on to it. */
  #reached: Reached | undefined;
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
    this.#reached = sought.kind === 'station' ? sought : undefined;
    const ready = sought.kind === 'station' ? this.#ring(sought) : this.#goOut(sought);
    if (!ready.ok)
      return (ready.refusal.code === 'calls.not-registered' ? this.#onward('unreachable') : undefined) ?? ready;
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

  /** A search has ended: the extension may forward the call, unless the caller has heard of a device what cannot be taken back. */
  #ended(why: Unanswered): void {
    const { single } = this;
    const isShown = single !== undefined && (single.exchange.begun || single.exchange.preview !== '');
    const untaken = isShown ? undefined : untakenBy(why);
    const onward = untaken && this.#onward(untaken);
    if (onward === undefined) this.#user.unanswered(why);
    else if (!onward.ok) this.#user.unanswered({ ...why, outcome: 'refused', refusal: onward.refusal });
  }

  /** Searches on where the extension forwards to; undefined where it does not. */
  #onward(why: Untaken): Result<void> | undefined {
    const attempt = this.#attempt();
    const reached = this.#reached;
    if (attempt === undefined || reached === undefined) return undefined;
    const again = (tables: Tables, tell?: Tell) => redirect(attempt, tables, reached, why, tell);
    const decided = again(this.#context.tables(attempt.caller));
    if (decided === undefined) return undefined;
    if (!decided.ok) return this.#barred(attempt, decided.refusal, again);
    return decided.value.kind === 'feature' ? undefined : this.begin(decided.value);
  }

  #barred(attempt: CallAttempt, refusal: Refusal, again: Parameters<typeof noteRefused>[4]): Result<never> {
    const { id, account } = this.#call;
    const address = this.#waiting.leg.flow.remoteAddress;
    const steps = noteRefused(this.#context, { id, dialled: account.dialled, address }, attempt, refusal, again);
    account.decided({ steps });
    return no(refusal);
  }

  /** Whose call it is, as decisions see it now; undefined where nothing is forwarded. */
  #attempt(): CallAttempt | undefined {
    const { attempt } = this.#waiting;
    return attempt && { ...attempt, atMs: this.#context.clock.nowMs() };
  }

  #ring(reached: Reached): Result<Seeking> {
    const { station, forwardedBy } = reached;
    const { party, shown } = this.#waiting.leg;
    const attempt = this.#attempt();
    this.#call.account.called(station, shownOf(station));
    this.#context.recent.called(station.number, { number: shown.number, isOutside: party.kind === 'trunk' });
    const aims = this.#context.devices(station).map((device) => aimAtDevice(shown, station, device, forwardedBy));
    return Ringing.prepare(this.#context, {
      invitation: this.#invitation(aims.length === 1),
      ...{ number: station.number, aims, offer: this.#waiting.offer, user: this },
      patienceMs: attempt && noAnswerMs(attempt, this.#context.tables(attempt.caller), reached),
      exchangeWith: ({ flow, desk }) => this.#exchange(this.#policy({ party: station, desk, tls: flow.secure })),
      ended: (why) => this.#ended(why),
    });
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
