// An office of automatic phones of every kind, two providers, and everything that their users can do.

import assert from 'node:assert/strict';
import type { UserAndServices } from '#calls';
import type { SiteRecords } from '../../src/calls/routing/testing.ts';
import type { AutomaticLine } from './automatic-line.ts';
import { AutomaticPhone, type Manners } from './automatic-phone.ts';
import type { PhoneChoice } from './phone.ts';
import { Secrecy } from './secrecy.ts';
import { World } from './world.ts';

const trunk = (name: string, number: number, more = {}) => ({ name, number, proxies: 'sip.example.com', ...more });

const everything = {
  number: 1,
  ...{ externalForward: 'yes', publicToPublic: 'yes', directedPickup: 'yes', paging: 'yes', autoAnswer: 'yes' },
  ...{ busyLamps: 'yes', hotDeskLogin: 'yes', hotDeskRemoteLogout: 'yes' },
};

const records: SiteRecords = {
  'class-of-service': [everything],
  'hunt-groups': [
    { number: '290', members: '202 203 204', kind: 'ringAll', overflowGroup: '291' },
    { number: '291', members: '203 201 202', kind: 'circular', memberSeconds: 5, overflowExtension: '205' },
  ],
  'pickup-groups': [{ number: '1', name: 'All', members: ['201', '202', '203', '204', '205', '206'] }],
  'call-screening': [
    { entry: '202-1', extension: '202', caller: '206', action: 'forward', forwardTo: '201' },
    { entry: '203-1', extension: '203', caller: 'withheld', action: 'busy' },
  ],
  trunks: [
    trunk('telco', 1, { mediaSecurity: 'preferred', channels: 3 }),
    trunk('cheap', 2, { mediaSecurity: 'none', channels: 2 }),
  ],
  routes: [
    { name: 'out', trunk: 'telco' },
    { name: 'cheaply', trunk: 'cheap' },
  ],
  'digits-dialled': [
    { digits: '0', fewest: 3, most: 20, route: 'out' },
    { digits: '9', fewest: 3, most: 20, route: 'cheaply' },
  ],
  'public-network': [{ countryCode: '49', nationalPrefix: '0', internationalPrefix: '00' }],
  'inbound-numbers': [
    { number: '+4989123201', day: '201' },
    { number: '+4989123290', day: '290' },
  ],
};

const stations: Readonly<Record<string, Partial<UserAndServices>>> = {
  201: { mediaSecurity: 'required', hotDeskUser: true },
  202: { mediaSecurity: 'preferred', hotDeskUser: true },
  203: { mediaSecurity: 'preferred' },
  204: { mediaSecurity: 'preferred' },
  205: { mediaSecurity: 'none' },
  206: { mediaSecurity: 'required' },
  300: { mediaSecurity: 'preferred' },
};

const fresh: Manners = { wants: 'either', keepsKeys: false, takesUpdate: true, showsIcon: true };
const keeping: Manners = { ...fresh, keepsKeys: true };
const plain: Manners = { ...fresh, wants: 'plain', showsIcon: false };
const strict: Manners = { ...fresh, wants: 'srtp' };

const kinds: readonly (readonly [number: string, manners: Manners, choice: PhoneChoice])[] = [
  ['201', strict, {}],
  ['202', fresh, {}],
  ['203', keeping, {}],
  ['204', plain, { transport: 'UDP', repeats: true }],
  ['205', { ...plain, takesUpdate: false }, {}],
  ['206', { ...strict, keepsKeys: true, takesUpdate: false }, {}],
  ['202', { ...fresh, takesUpdate: false }, {}],
  ['203', { ...fresh, wants: 'either' }, { transport: 'UDP', repeats: true }],
  ['300', fresh, {}],
];

/** Whom one can dial. */
export const numbers: readonly string[] = [
  ...['201', '202', '203', '204', '205', '206', '201', '202', '203', '206', '300'],
  ...['290', '291', '290', '0891234', '9891234', '299'],
];

export class Crowd {
  readonly world: World;
  readonly phones: readonly AutomaticPhone[];
  readonly secrecy: Secrecy;
  readonly #seen = new Set<string>();

  constructor(seed: number) {
    this.world = new World(stations, records);
    const { world } = this;
    world.options = {
      ...world.options,
      ...{ hotDesking: true, hotDeskHours: 0, ringSeconds: 20, parkRecallSeconds: 10, callBackMinutes: 2 },
    };
    for (const [number, pin] of [
      ['201', '4938'],
      ['202', '71502'],
    ] as const) {
      world.pins.set(number, pin);
      world.set(number, {});
    }
    const phones = kinds.map(
      ([number, manners, choice], at) => new AutomaticPhone(world.phone(number, choice), manners, seed + at),
    );
    const providers = [
      new AutomaticPhone(world.provider('telco'), { ...fresh, showsIcon: false }, seed + 20),
      new AutomaticPhone(world.provider('cheap', { transport: 'UDP', repeats: true }), plain, seed + 21),
    ];
    for (const provider of providers) provider.isProvider = true;
    this.phones = [...phones, ...providers];
    for (const { phone } of this.phones) phone.inbox.clear();
    this.secrecy = new Secrecy(world, this.phones);
  }

  /** Lets everything arrive, and everybody do what they do at once. */
  quieten(): void {
    for (let turns = 0, isBusy = true; isBusy; turns++) {
      assert.ok(turns < 1_000, 'the phones and the server do not come to rest');
      this.world.run();
      isBusy = false;
      for (const phone of this.phones) isBusy = phone.turn() || isBusy;
    }
    for (const id of this.world.server.calls.keys()) this.#seen.add(id);
  }

  /** Lets a moment pass, so that what is done next is done later. */
  async settle(): Promise<void> {
    this.quieten();
    this.world.clock.advance(1);
    await this.world.settle();
    this.quieten();
  }

  pass(ms: number, stepMs: number): void {
    for (let left = ms; left > 0; left -= stepMs) {
      this.world.clock.advance(Math.min(stepMs, left));
      this.quieten();
    }
  }

  /** Every line there is at a phone that is alive, in that state. */
  linesIn(...states: readonly AutomaticLine['state'][]): AutomaticLine[] {
    return this.phones.flatMap((phone) =>
      phone.isDead ? [] : phone.lines.filter(({ state }) => states.includes(state)),
    );
  }

  /** The network is itself again. */
  calm(phone: AutomaticPhone): void {
    phone.isSlow = false;
    if (phone.isDead) return;
    const longestMs = phone.phone.transport === 'UDP' ? 5_000 : Number.POSITIVE_INFINITY;
    for (const lane of [phone.phone.up, phone.phone.down]) lane.release(undefined, longestMs);
  }

  /** Everybody hangs up, and time passes until the last timer has run out: nothing is left, and every call has one record. */
  async end(): Promise<void> {
    for (const phone of this.phones) {
      phone.takesCalls = false;
      this.calm(phone);
    }
    await this.settle();
    for (const phone of this.phones) {
      if (phone.isDead) continue;
      for (const line of phone.lines) line.hangUp();
      for (const watching of phone.watching) phone.unwatch(watching);
    }
    await this.settle();
    this.pass(40 * 60_000, 2_000);
    await this.settle();
    this.world.end(this.world.events.filter(({ kind }) => kind === 'ended').length);
    this.#checkNothingLeft();
  }

  #checkNothingLeft(): void {
    const { server, records: kept, providers } = this.world;
    const ids = new Set(kept.map(({ id }) => id));
    for (const id of this.#seen) assert.ok(ids.has(id), 'a call has no record');
    for (const number of Object.keys(stations))
      assert.deepEqual(server.watching.activity.of(number), [], `${number} seems to do something`);
    for (const name of ['telco', 'cheap']) assert.equal(providers.trunk(name).calls.size, 0, `a channel of ${name}`);
    const told = (what: string): number => providers.told.filter((one) => one.startsWith(what)).length;
    assert.equal(told('begin'), told('ended'), 'a call is accounted for without end');
  }
}
