// What somebody should look at: people and desks of which no PIN is taken, because too many wrong ones were given.

import { limits } from '#base';

/** As the room of alarms has it. */
export interface DeskCondition {
  readonly severity: 'major' | 'minor';
  readonly words: string;
  readonly remedy: string;
  readonly form: string;
  readonly extent?: number;
}

/** Each by a name that stays the same as long as it is the same thing. */
export function conditionsOf(people: readonly string[], desks: readonly string[]): ReadonlyMap<string, DeskCondition> {
  const all = [...desks.map(lockedDesk), ...people.map(lockedPerson)];
  const told = all.slice(0, limits.desks.alarms);
  const left = all.length - told.length;
  return new Map(left === 0 ? told : [...told, ['more', more(left)]]);
}

const lockedPerson = (number: string): readonly [string, DeskCondition] => [
  `person.${number}`,
  {
    severity: 'minor',
    words: `Too many wrong PINs were given for extension ${number}: none is taken for a time.`,
    remedy: 'Ask the person. If it was not they, find out in the audit trail at which desk. A new PIN ends the lock.',
    form: 'users-and-services',
  },
];

const lockedDesk = (number: string): readonly [string, DeskCondition] => [
  `desk.${number}`,
  {
    severity: 'major',
    words: `Too many wrong PINs were given at desk ${number}: none is taken there for a time.`,
    remedy: 'See who is there: somebody may be trying PINs. The audit trail tells whose.',
    form: 'users-and-services',
  },
];

const more = (extent: number): DeskCondition => ({
  severity: 'major',
  words: 'Wrong PINs are given for many people, or at many desks, at once.',
  remedy: 'Find out in the audit trail from which desks; switch Hot Desking off in System Options meanwhile.',
  form: 'system-options',
  extent,
});
