// An office with desks: 300 and 301 accept logins, 210 does not; 201 and 202 may log in, 203 may not.

import type { SiteRecords } from '../../src/calls/routing/testing.ts';
import type { Phone } from './phone.ts';
import type { PhoneCall } from './phone-call.ts';
import { answerSdp, sdp } from './sdp.ts';
import { World } from './world.ts';

const pins: Readonly<Record<string, string>> = { 201: '4938', 202: '71502', 203: '8264' };

const person = { hotDeskUser: true } as const;
const desk = { dayService: 3, night1Service: 4, night2Service: 4, dayRestriction: 5 } as const;

const records: SiteRecords = {
  'class-of-service': [
    { number: 3, hotDeskLogin: 'yes' },
    { number: 5, hotDeskRemoteLogout: 'yes' },
  ],
};

export interface Office {
  readonly world: World;
  /** The phones of the desk 300 and of the extension 210. */
  readonly desk: Phone;
  readonly bob: Phone;
}

export function officeWithDesks(more: SiteRecords = {}): Office {
  const world = new World(
    {
      ...{ 201: person, 202: { ...person, name: 'Bea' }, 203: {}, 210: { dayService: 5 } },
      ...{ 300: { ...desk, name: 'Window' }, 301: desk },
    },
    { ...records, ...more },
  );
  world.options = { ...world.options, hotDesking: true };
  for (const [number, pin] of Object.entries(pins)) {
    world.pins.set(number, pin);
    world.set(number, {});
  }
  return { world, desk: world.phone('300'), bob: world.phone('210') };
}

/** Dials a code and gives the final answer, once what it leads to has happened. */
export async function dial(phone: Phone, code: string): Promise<number> {
  const call = phone.call(code, sdp());
  for (let turn = 0; turn < 5; turn++) await phone.world.settle();
  const status = call.inbox.names.map((name) => Number.parseInt(name, 10)).find((code) => code >= 200) ?? 0;
  if (status === 200) call.ack();
  return status;
}

/** A call that came is answered, acknowledged and hung up. */
export function connect(out: PhoneCall, back: PhoneCall): void {
  back.answer(200, answerSdp());
  out.take(200);
  out.ack();
  back.take('ACK');
}
