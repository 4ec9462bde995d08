// Access as administration asks for it: made of the configuration of the moment.

import type { Clock, Refusal } from '#base';
import type { Configuration, Duty, FormOrView, Operation } from '#forms';
import type { Actor } from '../actor.ts';
import { accessByWayIn, accessOf, dutiesOf, type PhoneSwitches, type Verdict } from './access.ts';
import { guardWish, type Wish } from './guard.ts';

export interface AccessParts {
  readonly configuration: () => Configuration;
  readonly clock: Clock;
  readonly phone: readonly PhoneSwitches[];
}

export interface AccessFunctions {
  may(actor: Actor, form: FormOrView, operation: Operation): Verdict;
  duties(actor: Actor): readonly Duty[];
  guard(wish: Wish): readonly Refusal[];
}

/** The three functions that administration asks. */
export const makeAccess = ({ configuration, clock, phone }: AccessParts): AccessFunctions => ({
  may: (actor, form, operation) =>
    actor.rights === undefined
      ? accessByWayIn(actor, form, operation, phone)
      : accessOf(actor.rights, form, operation, configuration()),
  duties: dutiesOf,
  guard: (wish) => guardWish(wish, phone, clock.nowMs()),
});
