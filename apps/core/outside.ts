// The public network, joined to calls: what decides on a call is made of the configuration, anew after each change of it.

import type { Condition } from '#alarms';
import { type Clock, type Log, ok, sameText } from '#base';
import {
  type AccountCode,
  accountCodes,
  type CallEvent,
  type CallServer,
  checkExpectations,
  compileRouting,
  dialExpectations,
  type GuardLook,
  type Located,
  nationalDigits,
  numbering,
  type OutsideFacts,
  type RoutingPlan,
  routingForms,
  type Station,
  showsCallerId,
  systemOptions,
  type Tables,
  type TrunkTable,
  withLocation,
} from '#calls';
import type { Flow } from '#sip';
import { EmergencyDesk } from './emergency-desk.ts';
import type { House } from './house.ts';

export type OutsideTables = Omit<Tables, 'station'>;

interface OutsideOptions {
  readonly house: House;
  readonly clock: Clock;
  readonly log: Log;
  /** Asked for when the first call comes. */
  readonly trunks: () => TrunkTable;
}

interface Code extends AccountCode {
  readonly digits: string;
}

export class Outside {
  readonly emergency: EmergencyDesk;
  readonly facts: OutsideFacts;
  readonly #options: OutsideOptions;
  #made: OutsideTables | undefined;
  #codes: readonly Code[] | undefined;
  /** The numbers by which extensions are reached from outside. */
  #numbers: ReadonlyMap<string, string> | undefined;

  constructor(options: OutsideOptions) {
    const { administration } = options.house;
    this.#options = options;
    this.emergency = new EmergencyDesk(options);
    this.facts = {
      numberOf: ({ number }) => this.#numbersNow().get(number) ?? '',
      nationalOf: (e164) => nationalDigits(e164, this.tables().plan.network),
      shows: (party, atMs) => showsCallerId(party, this.tables().plan, atMs),
      locate: (station, flow) => this.#locate(station, flow),
    };
    const followed = new Set([...routingForms, numbering.id]);
    administration.changed.on(({ form }) => {
      if (form === accountCodes.id) this.#codes = undefined;
      if (followed.has(form)) [this.#made, this.#numbers] = [undefined, undefined];
    });
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
  }

  /** What somebody should look at: trunks, and expectations of routing that are not met. */
  conditions(tables: Tables): ReadonlyMap<string, Condition> {
    const { house, clock, trunks } = this.#options;
    const expectations = house.administration.configuration.records(dialExpectations).values();
    const unmet = checkExpectations(expectations, tables, clock.nowMs());
    return new Map<string, Condition>([
      ...[...trunks().conditions()].map(([name, condition]): [string, Condition] => [`trunk.${name}`, condition]),
      ...unmet.map(({ name, words }): [string, Condition] => [`expectation.${name}`, unmetCondition(words)]),
    ]);
  }

  close(): void {
    this.emergency.close();
  }

  #begun({ callId, caller, dialled, address }: Extract<CallEvent, { kind: 'emergency' }>): void {
    const { plan, notices } = this.emergency;
    const { number, record } = caller;
    notices.begun({
      ...{ id: callId, number, name: record.name, dialled, address, atMs: this.#options.clock.nowMs() },
      ...{ service: plan.match(dialled)?.name ?? '', location: plan.locationOf(number, address) },
    });
  }

  #make(): OutsideTables {
    const { house, trunks } = this.#options;
    const { configuration } = house.administration;
    return {
      numbering: configuration.single(numbering),
      plan: compileRouting(configuration),
      emergency: { match: (dialled) => this.emergency.plan.match(dialled) },
      guard: this.#guard,
      trunk: (name) => trunks().get(name),
      trunks: () => trunks().all(),
      isUp: (trunk) => trunks().isUp(trunk),
      accountCodeNamed: (code) => this.#accountCode(code),
    };
  }

  /** Every code is compared, whichever it is. */
  #accountCode(given: string): AccountCode | undefined {
    this.#codes ??= this.#readCodes();
    let found: AccountCode | undefined;
    for (const code of this.#codes) if (sameText(code.digits, given)) found = code;
    return found;
  }

  #readCodes(): Code[] {
    const { administration } = this.#options.house;
    const enabled = [...administration.configuration.records(accountCodes).values()].filter((code) => code.enabled);
    return enabled.flatMap(({ name, serviceClass, restrictionClass }) => {
      const secret = administration.reveal(accountCodes, name, 'code');
      return secret.ok ? [{ name, serviceClass, restrictionClass, digits: secret.value.reveal() }] : [];
    });
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

  readonly #guard: GuardLook = { judge: () => ok(undefined) };
}

const unmetCondition = (words: string): Condition => ({
  ...{ severity: 'major', words: `A call would not go where it is expected to: ${words}`, form: dialExpectations.id },
  remedy:
    'Undo the change of routing that did it (its history tells), or change the expectation; `ringfence route` shows each step.',
});

/** Of several numbers of an extension the first. */
function numbersIn({ inbound }: RoutingPlan): ReadonlyMap<string, string> {
  const numbers = new Map<string, string>();
  for (const { number, day } of inbound.values()) if (!numbers.has(day)) numbers.set(day, number);
  return numbers;
}
