// Which entry of Call Screening holds for a call, and what a caller who is turned away hears. A pure look.

import type { Refusal } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { CallAttempt } from './attempt.ts';
import type { Deciding } from './deciding.ts';
import type { KnownCaller, Screen } from './screens.ts';

/** The entry of the extension that holds for whoever calls; undefined where none does. */
export function screenOf({ attempt, tables, tell }: Deciding, extension: string): Screen | undefined {
  const screens = tables.plan.screens.get(extension);
  const caller = screens === undefined ? undefined : knownOf(attempt);
  const screen = caller && screens?.find(({ fits }) => fits(caller));
  if (screen !== undefined)
    tell?.({
      ...{ form: 'call-screening', key: screen.entry },
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

const knownOf = ({ caller, shownNumber = '' }: CallAttempt): KnownCaller =>
  caller.kind === 'station' ? { isOutside: false, number: caller.number } : { isOutside: true, number: shownNumber };

/** What the caller is refused with: the same as by an extension that is so. */
export const refusedAs = (action: 'busy' | 'unreachable', number: string): Refusal =>
  action === 'busy' ? callCodes.refuse('calls.busy') : callCodes.refuse('calls.not-registered', { number });
