// Call Screening compiled: of each extension its entries in order, with their callers as callers are known.

import type { Configuration } from '#forms';
import { placeOf } from '../stations/entries.ts';
import { type CallScreening, callScreening } from './call-screening.form.ts';
import { toE164, withoutOutsidePrefix } from './e164.ts';
import type { PublicNetwork } from './public-network.form.ts';

export interface Screen extends Pick<CallScreening, 'entry' | 'action' | 'forwardTo'> {
  fits(caller: KnownCaller): boolean;
}

/** Who calls, as far as screening knows callers. */
export interface KnownCaller {
  readonly isOutside: boolean;
  /** '' where it is withheld. */
  readonly number: string;
}

export type Screens = ReadonlyMap<string, readonly Screen[]>;

/** The entries of each extension that has any, the lowest number first. */
export function compileScreens(configuration: Configuration, network: PublicNetwork): Screens {
  const records = [...configuration.records(callScreening).values()];
  const inOrder = records.sort((a, b) => Number(placeOf(a)) - Number(placeOf(b)));
  const screens = inOrder.map(({ entry, extension, action, forwardTo, caller }) => ({
    ...{ entry, extension, action, forwardTo },
    fits: fitting(caller, network),
  }));
  return Map.groupBy(screens, ({ extension }) => extension);
}

function fitting(caller: string, network: PublicNetwork): Screen['fits'] {
  if (caller === 'outside') return ({ isOutside }) => isOutside;
  if (caller === 'withheld') return ({ isOutside, number }) => isOutside && number === '';
  if (caller.endsWith('*')) {
    const beginning = caller.slice(0, -1);
    return ({ number }) => number.startsWith(beginning);
  }
  const known = toE164(withoutOutsidePrefix(caller, network), network);
  return ({ number }) => number !== '' && (number === caller || number === known);
}
