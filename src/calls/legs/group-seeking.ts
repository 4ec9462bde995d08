// The members of a group while they ring: one after the other or all at once, until one answers. Each is rung as an extension is, so a
// refusal of one says nothing of the others; what any of them describes early is not shown to the caller, as another may answer.

import type { Cancel, Refusal, Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { HuntGroup } from '../groups/hunt-groups.form.ts';
import type { NoReply } from '../groups/to-group.ts';
import type { Station } from '../stations/station.ts';
import type { Branch, BranchUser } from './branch.ts';
import type { CallContext } from './context.ts';
import type { Ringing } from './ringing.ts';
import { explain, NOBODY_ANSWERED, refusedBy, type Seeking, type Unanswered } from './unanswered.ts';

/** How one member is rung. */
export interface MemberRinging {
  readonly seconds: number;
  readonly user: BranchUser;
  readonly ended: (why: Unanswered) => void;
}

export interface GroupPlan {
  readonly group: HuntGroup;
  /** Those who may be rung. */
  readonly members: readonly Station[];
  readonly user: BranchUser;
  /** Makes ready to ring a member; refuses where nothing of it can be rung. */
  readonly ring: (member: Station, how: MemberRinging) => Result<Ringing>;
  readonly ended: (reply: NoReply, why: Unanswered) => void;
}

interface Rung {
  readonly ringing: Ringing;
  /** The member is not busy with this call any more. */
  readonly free: () => void;
}

export class GroupSeeking implements Seeking {
  readonly #context: CallContext;
  readonly #plan: GroupPlan;
  readonly #left: Station[];
  readonly #rung = new Set<Rung>();
  #patience: Cancel | undefined;
  #anyRang = false;
  #anyBusy = false;
  #isOver = false;
  /** Why the first of those who could not be rung could not. */
  #refusal: Refusal | undefined;

  constructor(context: CallContext, plan: GroupPlan) {
    this.#context = context;
    this.#plan = plan;
    this.#left = [...context.groups.order(plan.group, plan.members)];
  }

  /** Nobody's: the caller sees only that it rings. */
  get single(): undefined {
    return undefined;
  }

  begin(): void {
    const { groupSeconds, kind } = this.#plan.group;
    this.#patience = this.#context.clock.afterAbout(groupSeconds * 1_000, () => this.#giveUp());
    if (kind === 'ringAll') this.#ringAll();
    else this.#next();
  }

  stop(lines: string, winner?: Branch): void {
    this.#isOver = true;
    this.#patience?.();
    for (const { ringing, free } of this.#rung) {
      ringing.stop(lines, winner);
      free();
    }
    this.#rung.clear();
  }

  /** Each member hears what becomes of its own devices. */
  refused(): void {}

  flowClosed(): void {}

  #ringAll(): void {
    const isBusy = (member: Station): boolean => this.#context.groups.isBusy(member);
    // Who has call waiting takes a second call as from anybody.
    const members = this.#left.splice(0);
    const free = members.filter((member) => member.record.callWaiting || !isBusy(member));
    this.#anyBusy = free.length < members.length;
    const rung = free.flatMap((member) => this.#prepare(member) ?? []);
    if (rung.length === 0) return this.#end();
    // One of them may refuse at once, and the last of them ends it.
    for (const { ringing } of rung) if (!this.#isOver) ringing.begin();
  }

  #next(): void {
    const isBusy = (member: Station): boolean => this.#context.groups.isBusy(member);
    for (let member = this.#left.shift(); member !== undefined; member = this.#left.shift()) {
      if (isBusy(member)) {
        this.#anyBusy = true;
        continue;
      }
      const rung = this.#prepare(member);
      if (rung !== undefined) return rung.ringing.begin();
    }
    this.#end();
  }

  #prepare(member: Station): Rung | undefined {
    const { group, user, ring } = this.#plan;
    const seconds = group.kind === 'ringAll' ? group.groupSeconds : group.memberSeconds;
    let rung: Rung | undefined;
    const own: BranchUser = {
      legUser: user.legUser,
      onProgress: (branch, response) => user.onProgress(branch, response),
      onSuccess: (branch, leg, response) => user.onSuccess(branch, leg, response),
      onRefused: (status, reason) => rung?.ringing.refused(status, reason),
    };
    const ready = ring(member, { seconds, user: own, ended: (why) => rung !== undefined && this.#ended(rung, why) });
    if (!ready.ok) {
      this.#refusal ??= ready.refusal;
      return undefined;
    }
    rung = { ringing: ready.value, free: this.#context.groups.rings(group, member) };
    this.#rung.add(rung);
    return rung;
  }

  /** A member does not answer. */
  #ended(rung: Rung, { outcome }: Unanswered): void {
    if (!this.#rung.delete(rung)) return;
    rung.free();
    if (outcome === 'busy') this.#anyBusy = true;
    else if (outcome !== 'failed') this.#anyRang = true;
    if (this.#rung.size > 0) return;
    if (this.#left.length > 0) this.#next();
    else this.#end();
  }

  #giveUp(): void {
    this.#anyRang = true;
    this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.stop('');
    const { group, ended } = this.#plan;
    if (this.#anyRang) ended('noAnswer', NOBODY_ANSWERED);
    else if (this.#anyBusy) ended('busy', explain(486, '', 'the group'));
    else ended('nobody', refusedBy(this.#refusal ?? callCodes.refuse('calls.group-nobody', { number: group.number })));
  }
}
