// Where calls to an extension go when it does not take them: the fields of Users and Services, and what they may say. Its law: calls
// come to an end somewhere, and not at the emergency services.

import type { Refusal } from '#base';
import { type Look, text, whole, yesNo } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';
import { emergencyDialled } from '../emergency/collisions.ts';
import { dialledNumber, NUMBER_AS_DIALLED } from '../numbering/dialled-number.ts';

const section = 'Forwarding';
const target = (label: string, help: string) =>
  text({
    label,
    help: `${help} Another extension, a group, or a number of the public network as it would be dialled, where the class of service has Call Forwarding (External Destination).`,
    section,
    initial: '',
    max: 24,
    pattern: dialledNumber,
    expects: NUMBER_AS_DIALLED,
  });

export const forwardingFields = {
  callWaiting: yesNo({
    label: 'Call waiting',
    help: 'No: while the extension has a call, or is being called, further callers get busy. Yes: its devices are called, and say themselves whether they are busy.',
    section,
    initial: true,
  }),
  forwardAlways: target('Forward always', 'Where calls to the extension go at once. Blank: they ring here.'),
  forwardBusy: target(
    'Forward when busy',
    'Where calls go while the extension is busy, or wants not to be disturbed. Blank: callers get busy.',
  ),
  forwardNoAnswer: target(
    'Forward when nobody answers',
    'Where calls go that nobody has answered within the time below. Blank: they end when nobody has answered for the time of System Options.',
  ),
  noAnswerSeconds: whole({
    label: 'Forwarded after',
    help: 'How long it rings before a call is forwarded that nobody answers.',
    section,
    unit: 'seconds',
    min: 5,
    max: 120,
    initial: 20,
  }),
  forwardUnreachable: target(
    'Forward when unreachable',
    'Where calls go while no device of the extension is registered, or none responds. Blank: callers hear that it is not there.',
  ),
} as const;

export type ForwardField = 'forwardAlways' | 'forwardBusy' | 'forwardNoAnswer' | 'forwardUnreachable';

export type Forwarding = { readonly [K in ForwardField]: string };

const fields: readonly ForwardField[] = ['forwardAlways', 'forwardBusy', 'forwardNoAnswer', 'forwardUnreachable'];

interface Forwarder extends Forwarding {
  readonly number: string;
}

/** Refuses forwards to an emergency number, and those of which it is certain that the call comes back. `alwaysOf` tells who forwards where at once. */
export function forwardsFit(
  record: Forwarder,
  alwaysOf: (number: string) => string | undefined,
  look: Look,
): readonly Refusal[] {
  if (fields.every((field) => record[field] === '')) return [];
  const emergencies = emergencyDialled(look);
  return fields.flatMap((field) => {
    const [number, to] = [record.number, record[field]];
    if (to === '') return [];
    if (emergencies.has(to))
      return [callsFormCodes.refuse('calls.forwards-to-emergency', { number, target: to }, field)];
    const chain = circleOf(number, to, alwaysOf);
    return chain === undefined
      ? []
      : [callsFormCodes.refuse('calls.forward-circle', { chain: chain.join(', ') }, field)];
  });
}

/** The circle that a forward closes: everybody on the way forwards at once. */
function circleOf(
  number: string,
  to: string,
  alwaysOf: (number: string) => string | undefined,
): readonly string[] | undefined {
  const seen = new Set([number]);
  for (let next = to; next !== ''; next = alwaysOf(next) ?? '') {
    if (seen.has(next)) return [...seen, next];
    seen.add(next);
  }
  return undefined;
}
