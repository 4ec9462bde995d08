// Where a call goes that a group did not answer: a decision of its own, made at the moment when that is known.

import type { Result } from '#base';
import type { CallAttempt, GroupDecision, Sought } from '../routing/attempt.ts';
import { decidingOf, type Tell } from '../routing/deciding.ts';
import { toInside } from '../routing/extension.ts';
import type { Tables } from '../routing/tables.ts';
import { type NoReply, overflow } from './to-group.ts';

/** What becomes of it at the group's overflow; undefined where it has none for that. */
export function overflowOf(
  attempt: CallAttempt,
  tables: Tables,
  decision: GroupDecision,
  why: NoReply,
  tell?: Tell,
): Result<Sought> | undefined {
  return overflow(decidingOf(attempt, tables, tell), decision, why, toInside);
}
