// The public network, joined to calls: what decides on a call is made of the configuration, anew after each change of it.

import type { Condition } from '#alarms';
import type { Clock, Log } from '#base';
import {
  atRest,
  type CallEvent,
  type CallGuard,
  type CallServer,
  checkExpectations,
  compileRouting,
  dialExpectations,
  type Located,
  nationalDigits,
  numbering,
  type OutsideFacts,
  type RoutingPlan,
  routingForms,
  type Station,
  serviceMode,
  serviceNumberOf,
  showsCallerId,
  systemOptions,
  type Tables,
  TollGuard,
  type TrunkTable,
  tollCountries,
  tollGuard,
  tollLimits,
  tollTariffs,
  withLocation,
} from '#calls';
import type { Flow } from '#sip';
import { AccountCodeBook } from './account-code-book.ts';
import { EmergencyDesk } from './emergency-desk.ts';
import type { House } from './house.ts';
import { TollMemory } from './toll-memory.ts';

const tollForms: ReadonlySet<string> = new Set([tollGuard, tollCountries, tollTariffs, tollLimits].map(({ id }) => id));

export type OutsideTables = Omit<Tables, 'station'>;

interface OutsideOptions {
  readonly house: House;
  readonly clock: Clock;
  readonly log: Log;
  /** Asked for when the first call comes. */
  readonly trunks: () => TrunkTable;
}

export class Outside {
  readonly emergency: EmergencyDesk;
  readonly guard: TollGuard;
  /** The guard as calls tell it what they do. */
  readonly accounting: CallGuard;
  readonly facts: OutsideFacts;
  readonly #options: OutsideOptions;
  readonly #memory: TollMemory;
  readonly #codes: AccountCodeBook;
  #made: OutsideTables | undefined;
  /** The numbers by which extensions are reached from outside. */
  #numbers: ReadonlyMap<string, string> | undefined;

  private constructor(options: OutsideOptions, memory: TollMemory) {
    const { house, clock, log } = options;
    const { administration } = house;
    const { configuration } = administration;
    this.#options = options;
    this.#memory = memory;
    this.#codes = new AccountCodeBook(administration);
    const { timeZone } = configuration.single(serviceMode);
    this.guard = new TollGuard({ clock, log, keeper: memory, configuration, timeZone });
    this.accounting = accountingOf(this.guard, () => this.tables().plan, clock);
    this.emergency = new EmergencyDesk(options);
    this.facts = {
      numberOf: ({ number }) => this.#numbersNow().get(number) ?? '',
      nationalOf: (e164) => nationalDigits(e164, this.tables().plan.network),
      shows: (party, atMs) => showsCallerId(party, this.tables().plan, atMs),
      locate: (station, flow) => this.#locate(station, flow),
    };
    const followed = new Set([...routingForms, numbering.id]);
    administration.changed.on(({ form }) => {
      if (tollForms.has(form)) this.guard.configure(administration.configuration);
      if (followed.has(form)) [this.#made, this.#numbers] = [undefined, undefined];
    });
  }

  static async open(options: OutsideOptions): Promise<Outside> {
    return new Outside(options, await TollMemory.open(options.house.directory, options.log));
  }

  /** The same object until something of it changes. */
  tables(): OutsideTables {
    this.#made ??= this.#make();
    return this.#made;
  }

  /** What happens in calls, for those who are told of emergencies. */
  follow(calls: CallServer): void {
    const { notices } = this.emergency;
    calls.events.on((event) => {
      if (event.kind === 'emergency') this.#begun(event);
      else if (event.kind === 'answered') notices.answered(event.callId);
      else if (event.kind === 'ended') notices.ended(event.callId);
    });
    this.guard.clear.on(({ id, why }) => void calls.endCall(id, why));
  }

  /** What somebody should look at: trunks, and expectations of routing that are not met. */
  conditions(tables: Tables): ReadonlyMap<string, Condition> {
    const { house, clock, trunks } = this.#options;
    const expectations = house.administration.configuration.records(dialExpectations).values();
    const unmet = checkExpectations(expectations, atRest(tables), clock.nowMs());
    return new Map<string, Condition>([
      ...[...trunks().conditions()].map(([name, condition]): [string, Condition] => [`trunk.${name}`, condition]),
      ...[...this.guard.conditions()].map(([name, condition]): [string, Condition] => [`toll.${name}`, condition]),
      ...unmet.map(({ name, words }): [string, Condition] => [`expectation.${name}`, unmetCondition(words)]),
    ]);
  }

  /** By what SMDR accounts for the place of an extension, or of the desk where its person is; undefined where nothing is known. */
  accountOf(station: Station | undefined): string | undefined {
    const address = station?.bindings[0]?.flow.remoteAddress ?? '';
    const account = station && this.emergency.plan.locationOf(station.number, address)?.accountingId;
    return account === '' ? undefined : account;
  }

  /** What the toll guard remembers is kept when this returns. */
  async close(): Promise<void> {
    this.emergency.close();
    this.guard.close();
    await this.#memory.settled();
  }

  #begun({ callId, caller, desk = caller, dialled, address }: Extract<CallEvent, { kind: 'emergency' }>): void {
    const { plan, notices } = this.emergency;
    const { number, record } = caller;
    notices.begun({
      ...{ id: callId, number, name: record.name, dialled, address, atMs: this.#options.clock.nowMs() },
      desk: desk === caller ? '' : desk.number,
      ...{ service: plan.match(dialled)?.name ?? '', location: plan.locationOf(desk.number, address) },
    });
  }

  #make(): OutsideTables {
    const { house, trunks } = this.#options;
    const { configuration } = house.administration;
    return {
      numbering: configuration.single(numbering),
      plan: compileRouting(configuration),
      emergency: { match: (dialled) => this.emergency.plan.match(dialled) },
      guard: this.guard,
      trunk: (name) => trunks().get(name),
      trunks: () => trunks().all(),
      isUp: (trunk) => trunks().isUp(trunk),
      accountCodeNamed: (code) => this.#codes.named(code),
    };
  }

  #numbersNow(): ReadonlyMap<string, string> {
    this.#numbers ??= numbersIn(this.tables().plan);
    return this.#numbers;
  }

  #locate({ number }: Station, { remoteAddress }: Flow): Located | undefined {
    const location = this.emergency.plan.locationOf(number, remoteAddress);
    if (location === undefined) return undefined;
    const { realm } = this.#options.house.administration.configuration.single(systemOptions);
    const entity = `sip:${location.callback === '' ? number : location.callback}@${realm}`;
    return { number: location.callback, dress: (offer) => withLocation(offer, location, entity) };
  }
}

const unmetCondition = (words: string): Condition => ({
  ...{ severity: 'major', words: `A call would not go where it is expected to: ${words}`, form: dialExpectations.id },
  remedy:
    'Undo the change of routing that did it (its history tells), or change the expectation; `ringfence route` shows each step.',
});

/** What a call is for the guard. Emergency calls are nothing to it. */
const accountingOf = (guard: TollGuard, plan: () => RoutingPlan, clock: Clock): CallGuard => ({
  refused: (question) => guard.refused(question),
  begin: ({ id, outgoing, trunk }) => {
    const { behind, e164, isEmergency } = outgoing;
    if (isEmergency) return;
    guard.begin({ ...{ id, behind, trunk, e164 }, serviceClass: serviceNumberOf(behind, plan(), clock.nowMs()) });
  },
  answered: (id) => guard.answered(id),
  ended: (id) => guard.ended(id),
});

/** Of several numbers of an extension the first. */
function numbersIn({ inbound }: RoutingPlan): ReadonlyMap<string, string> {
  const numbers = new Map<string, string>();
  for (const { number, day } of inbound.values()) if (day !== '' && !numbers.has(day)) numbers.set(day, number);
  return numbers;
}
