// What a person's extension has for hot desking: whether they may log in at desks, their PIN, and the desk where they are. Changing
// the desk is logging in and out, so it is kept over a restart, in the audit trail, and can be undone.

import { type Refusal, type Secret, whyWeakPin } from '#base';
import { reference, secret, yesNo } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';

const section = 'Hot desking';
const pinShape = { fewest: 4, most: 8 } as const;

export const hotDeskFields = {
  hotDeskUser: yesNo({
    label: 'Hot desking',
    help: 'Whether the person may log in at desks with their PIN, where Hot Desking is on in System Options. Needs a PIN.',
    section,
    initial: false,
  }),
  pin: secret({
    label: 'PIN',
    help: `${pinShape.fewest} to ${pinShape.most} digits that the person proves themselves with at a phone. No repeated or running digits, and not the extension. A blank PIN is never accepted.`,
    section,
    min: pinShape.fewest,
    max: pinShape.most,
  }),
  desk: reference({
    label: 'Desk',
    help: 'The extension at whose phones the person is logged in now. Its phones call and ring as the person, until the person logs out or this is set to blank. Only one person is at a desk.',
    section,
    to: 'users-and-services',
    initial: '',
    unique: true,
  }),
} as const;

interface Person {
  readonly number: string;
  readonly enabled: boolean;
  readonly hotDeskUser: boolean;
  /** Whether there is one. */
  readonly pin: boolean;
  readonly desk: string;
}

/** May the person log in at all? */
export const mayLogIn = ({ enabled, hotDeskUser, pin }: Omit<Person, 'number' | 'desk'>): boolean =>
  enabled && hotDeskUser && pin;

/** Who may not log in any more is logged out; a desk that is given in the same change is left, to be refused. */
export const hotDeskSettled = (record: Person, before: Person | undefined): Partial<Person> =>
  record.desk !== '' && record.desk === before?.desk && !mayLogIn(record) ? { desk: '' } : {};

export function hotDeskFits(record: Person): Refusal[] {
  const { number, desk, hotDeskUser, pin } = record;
  if (hotDeskUser && !pin) return [callsFormCodes.refuse('calls.hot-desk-pin-missing', { number }, 'pin')];
  if (desk === '') return [];
  if (desk === number) return [callsFormCodes.refuse('calls.hot-desk-own', { number }, 'desk')];
  return mayLogIn(record) ? [] : [callsFormCodes.refuse('calls.hot-desk-not-allowed', { number }, 'desk')];
}

const weak = { repeats: 'the same digits over and over', run: 'a run of digits', number: 'the extension' } as const;

/** What a PIN must be beyond its length; no refusal repeats it. */
export function pinFits(clear: Secret, number: string): Refusal[] {
  const why = whyWeakPin(clear.reveal(), pinShape, [number]);
  if (why === undefined) return [];
  return why === 'shape'
    ? [callsFormCodes.refuse('calls.pin-shape', pinShape, 'pin')]
    : [callsFormCodes.refuse('calls.pin-weak', { what: weak[why] }, 'pin')];
}
