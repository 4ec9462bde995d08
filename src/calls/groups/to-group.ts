// A call to a hunt group: who of it may be rung, and where the call goes where there is nobody. Pure: who is busy and whose turn it is,
// is found out when it rings.

import { limits, no, ok, type Refusal, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { Forward, GroupDecision, Passed, Sought } from '../routing/attempt.ts';
import { type Deciding, mayAllConnect, refused } from '../routing/deciding.ts';
import type { Station } from '../stations/station.ts';
import type { HuntGroup } from './hunt-groups.form.ts';

/** Why a group does not answer: members rang in vain, all who are there are busy, or nobody is there. */
export type NoReply = 'noAnswer' | 'busy' | 'nobody';

/** Decides on the call as one to this number inside. */
export type Onward = (deciding: Deciding, number: string, passed: Passed) => Result<Sought>;

/** Whom a call to the group may ring, or what becomes of it at its overflow. A group that it has been to does not take it again, nor one after too many others. */
export function toGroup(deciding: Deciding, group: HuntGroup, passed: Passed, onward: Onward): Result<Sought> {
  const { number } = group;
  if (passed.groups.includes(group) || passed.groups.length > limits.calls.forwards)
    return refused(deciding, callCodes.refuse('calls.group-loop', { number }), 'hunt-groups', number);
  const { members, refusal } = membersOf(deciding, group, passed.forwardedBy);
  const decision: GroupDecision = { kind: 'group', group, members, ...passed };
  if (members.length > 0) {
    const numbers = members.map((member) => member.number).join(', ');
    deciding.tell?.({ form: 'hunt-groups', key: number, words: `Group ${number} is called: ${numbers}.` });
    return ok(decision);
  }
  deciding.tell?.({ form: 'hunt-groups', key: number, words: `Nobody of group ${number} can be rung.` });
  const further = overflow(deciding, decision, 'nobody', onward);
  if (further !== undefined) return further;
  if (refusal !== undefined) return no(refusal);
  return refused(deciding, callCodes.refuse('calls.group-nobody', { number }), 'hunt-groups', number);
}

/** What becomes of a call that the group does not answer; undefined where it goes nowhere else. */
export function overflow(
  deciding: Deciding,
  { group, forwardedBy, groups }: GroupDecision,
  why: NoReply,
  onward: Onward,
): Result<Sought> | undefined {
  const target = group.overflowExtension || group.overflowGroup;
  const isWanted = { noAnswer: group.overflowNoAnswer, busy: group.overflowBusy, nobody: group.overflowNobody }[why];
  if (target === '' || !isWanted) return undefined;
  const { number } = group;
  deciding.tell?.({ form: 'hunt-groups', key: number, words: `Group ${number} overflows to ${target}.` });
  return onward(deciding, target, { forwardedBy, groups: [...groups, group] });
}

interface Members {
  readonly members: readonly Station[];
  /** Why the caller may not be connected to the first of those who are there. */
  readonly refusal: Refusal | undefined;
}

/** Those who may be rung, in their order, but for those who passed the call on. That members forward their own calls does not count. */
function membersOf(deciding: Deciding, { members: numbers }: HuntGroup, forwardedBy: readonly Forward[]): Members {
  const { caller } = deciding.attempt;
  const members: Station[] = [];
  let refusal: Refusal | undefined;
  for (const number of numbers) {
    const station = deciding.tables.station(number);
    if (station === undefined || station === caller || !isThere(station)) continue;
    if (forwardedBy.some((before) => before.station === station)) continue;
    const met = mayAllConnect(deciding, forwardedBy, station);
    if (met.ok) members.push(station);
    else refusal ??= met.refusal;
  }
  return { members, refusal };
}

const isThere = ({ record }: Station): boolean => record.enabled && !record.doNotDisturb && !record.awayFromGroups;
