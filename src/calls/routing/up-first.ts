// Trunks of which a way is known to be open come first; the others are tried all the same, for what is known may be old.

import type { TrunkChoice } from './attempt.ts';
import type { Tables } from './tables.ts';

export function upFirst(choices: readonly TrunkChoice[], tables: Tables): readonly TrunkChoice[] {
  if (choices.length < 2 || choices.every(({ trunk }) => tables.isUp(trunk))) return choices;
  const isUp = ({ trunk }: TrunkChoice): boolean => tables.isUp(trunk);
  return [...choices.filter(isUp), ...choices.filter((choice) => !isUp(choice))];
}
