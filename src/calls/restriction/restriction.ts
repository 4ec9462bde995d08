// Restriction as calls look at it: the class that holds at a time, who is barred, and who may call whom.

import type { Mode } from '../times/mode.ts';
import type { RestrictionGroup } from './class-of-restriction-groups.form.ts';
import { parseNumbers } from './numbers.ts';
import { CLASSES_OF_RESTRICTION, INTERCONNECT_NUMBERS, type Permissions } from './permissions.ts';

export const serviceClassOf = (permissions: Permissions, mode: Mode): number =>
  mode === 'day' ? permissions.dayService : mode === 'night1' ? permissions.night1Service : permissions.night2Service;

export const restrictionClassOf = (permissions: Permissions, mode: Mode): number =>
  mode === 'day'
    ? permissions.dayRestriction
    : mode === 'night1'
      ? permissions.night1Restriction
      : permissions.night2Restriction;

/** The classes that a group bars. A list that cannot be read bars everybody. */
export const barredBy = ({ members }: RestrictionGroup): ReadonlySet<number> =>
  parseNumbers(members, CLASSES_OF_RESTRICTION) ?? everyNumber(CLASSES_OF_RESTRICTION);

const everyNumber = (most: number): ReadonlySet<number> =>
  new Set(Array.from({ length: most }, (_, index) => index + 1));

interface Row {
  readonly caller: number;
  readonly denied: string;
}

const width = INTERCONNECT_NUMBERS + 1;

/** The matrix of Interconnect Restriction. */
export class Interconnect {
  readonly #denied = new Uint8Array(width * width);

  constructor(rows: Iterable<Row>) {
    for (const { caller, denied } of rows)
      for (const called of parseNumbers(denied, INTERCONNECT_NUMBERS) ?? everyNumber(INTERCONNECT_NUMBERS))
        this.#denied[caller * width + called] = 1;
  }

  isDenied(caller: number, called: number): boolean {
    return this.#denied[caller * width + called] === 1;
  }
}
