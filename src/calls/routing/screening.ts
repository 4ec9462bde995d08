// Call Screening as decisions read it: of each extension its entries in order, and which of them fits a caller. A pure look.

import type { Refusal } from '#base';
import type { Configuration, RecordOf } from '#forms';
import { callCodes } from '../calls.codes.ts';
import { placeOf } from '../stations/entries.ts';
import type { CallAttempt } from './attempt.ts';
import { type CallScreening, callScreening } from './call-screening.form.ts';
import type { Deciding } from './deciding.ts';
import { toE164, withoutOutsidePrefix } from './e164.ts';
import type { PublicNetwork } from './public-network.form.ts';

/** An entry, with its caller as callers are known. */
interface Screen extends Pick<RecordOf<typeof callScreening>, 'entry' | 'action' | 'forwardTo'> {
  fits(caller: Known): boolean;
}

/** Who calls, as far as screening knows callers. */
interface Known {
  readonly isOutside: boolean;
  /** '' where it is withheld. */
  readonly number: string;
}

export type Screens = ReadonlyMap<string, readonly Screen[]>;

/** The entries of each extension that has any, the lowest number first. */
export function compileScreens(configuration: Configuration, network: PublicNetwork): Screens {
  const screens = new Map<string, CallScreening[]>();
  for (const record of configuration.records(callScreening).values())
    screens.set(record.extension, [...(screens.get(record.extension) ?? []), record]);
  return new Map(
    [...screens].map(([extension, records]) => [
      extension,
      records
        .sort((a, b) => Number(placeOf(a)) - Number(placeOf(b)))
        .map(({ entry, action, forwardTo, caller }) => ({ entry, action, forwardTo, fits: fitting(caller, network) })),
    ]),
  );
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

/** The entry of the extension that holds for whoever calls; undefined where none does. */
export function screenOf({ attempt, tables, tell }: Deciding, extension: string): Screen | undefined {
  const screens = tables.plan.screens.get(extension);
  const caller = screens === undefined ? undefined : knownOf(attempt);
  const screen = caller && screens?.find(({ fits }) => fits(caller));
  if (screen !== undefined)
    tell?.({
      form: 'call-screening',
      key: screen.entry,
      words: `Call screening ${screen.entry} holds: ${words[screen.action]}.`,
    });
  return screen;
}

const words: Readonly<Record<Screen['action'], string>> = {
  busy: 'the caller hears busy',
  unreachable: 'the caller hears that the extension is not there',
  forward: 'the call is forwarded',
  through: 'the call is let through',
};

const knownOf = ({ caller, shownNumber = '' }: CallAttempt): Known =>
  caller.kind === 'station' ? { isOutside: false, number: caller.number } : { isOutside: true, number: shownNumber };

/** What the caller is refused with: the same as by an extension that is so. */
export const refusedAs = (action: 'busy' | 'unreachable', number: string): Refusal =>
  action === 'busy' ? callCodes.refuse('calls.busy') : callCodes.refuse('calls.not-registered', { number });
