// For tests: a small site with its extensions, trunks and routing forms, and the tables that decisions look at.

import assert from 'node:assert/strict';
import { ok, type Result } from '#base';
import {
  type Configuration,
  type Fields,
  type Form,
  initialRecord,
  type Patch,
  type RecordWith,
  validate,
} from '#forms';
import type { EmergencyNumber } from '../emergency/look.ts';
import { type NumberingPlan, numbering } from '../numbering/numbering.form.ts';
import { RecentNumbers } from '../numbering/recent-numbers.ts';
import { Station } from '../stations/station.ts';
import { usersAndServices } from '../stations/users-and-services.form.ts';
import type { GuardLook } from '../tollguard/look.ts';
import { Trunk } from '../trunks/trunk.ts';
import { trunks } from '../trunks/trunks.form.ts';
import type { CallAttempt, Decision, Party } from './attempt.ts';
import { decide } from './decide.ts';
import type { Tell } from './deciding.ts';
import { redirect, type Untaken } from './extension.ts';
import { compileRouting, type RoutingPlan } from './plan.ts';
import type { AccountCode, Tables } from './tables.ts';

/** Records by the id of their form. */
export type SiteRecords = Readonly<Record<string, readonly Patch[]>>;

/** Reads records as their forms do, without asking their rules. */
class SiteConfiguration implements Configuration {
  readonly #records: SiteRecords;

  constructor(records: SiteRecords) {
    this.#records = records;
  }

  records<F extends Fields>(form: Form<F>): ReadonlyMap<string, RecordWith<F>> {
    const read = (this.#records[form.id] ?? []).map((patch) => this.#read(form, patch));
    return new Map(read.map((record) => [String(record[form.key ?? '']), record]));
  }

  single<F extends Fields>(form: Form<F>): RecordWith<F> {
    const [patch = {}] = this.#records[form.id] ?? [];
    return this.#read(form, patch, initialRecord(form));
  }

  #read<F extends Fields>(form: Form<F>, patch: Patch, base?: RecordWith<F>): RecordWith<F> {
    const read = validate(form, patch, base);
    assert.ok(read.ok, read.ok ? '' : read.refusal.map(({ words }) => words).join('; '));
    return read.value.record;
  }
}

/** A Monday morning in winter. */
export const mondayMs = Date.UTC(2027, 0, 11, 9, 0);

export class Site implements Tables {
  readonly stations = new Map<string, Station>();
  readonly lines = new Map<string, Trunk>();
  readonly numbering: NumberingPlan;
  readonly plan: RoutingPlan;
  readonly down = new Set<string>();
  /** Extensions that have a call. */
  readonly busy = new Set<string>();
  readonly recent = new RecentNumbers();
  readonly codes = new Map<string, AccountCode>();
  readonly emergencies: readonly EmergencyNumber[];
  guard: GuardLook = { judge: () => ok(undefined) };
  readonly emergency = {
    match: (dialled: string): EmergencyNumber | undefined =>
      this.emergencies.find(({ number }) => dialled === number || dialled === `0${number}`),
  };

  constructor(records: SiteRecords, emergencies: readonly EmergencyNumber[] = []) {
    const configuration = new SiteConfiguration(records);
    for (const record of configuration.records(usersAndServices).values())
      this.stations.set(record.number, new Station(record));
    for (const record of configuration.records(trunks).values()) this.lines.set(record.name, new Trunk(record));
    this.numbering = configuration.single(numbering);
    this.plan = compileRouting(configuration);
    this.emergencies = emergencies;
  }

  station(number: string): Station | undefined {
    return this.stations.get(number);
  }

  trunk(name: string): Trunk | undefined {
    return this.lines.get(name);
  }

  trunks(): Iterable<Trunk> {
    return this.lines.values();
  }

  /** Who transfers those who call. */
  transferredBy: string | undefined;

  isBusy = (number: string): boolean => this.busy.has(number);

  isUp({ name }: Trunk): boolean {
    return !this.down.has(name);
  }

  accountCodeNamed(code: string): AccountCode | undefined {
    return this.codes.get(code);
  }

  /** The extension or trunk of this name. */
  party(name: string): Party {
    const party = this.station(name) ?? this.trunk(name);
    assert.ok(party !== undefined, `nobody is called ${name}`);
    return party;
  }

  attempt(caller: string, dialled: string, atMs = mondayMs): CallAttempt {
    const by = this.transferredBy === undefined ? undefined : this.station(this.transferredBy);
    return { caller: this.party(caller), dialled, atMs, ...(by === undefined ? {} : { transferredBy: by }) };
  }

  decide(caller: string, dialled: string, atMs = mondayMs, tell?: Tell): Result<Decision> {
    return decide(this.attempt(caller, dialled, atMs), this, tell);
  }

  /** What becomes of a call that nobody takes where it rings, for these reasons one after the other. */
  decideUntaken(caller: string, dialled: string, whys: readonly Untaken[], atMs = mondayMs): Result<Decision> {
    const attempt = this.attempt(caller, dialled, atMs);
    let decision = decide(attempt, this);
    for (const why of whys) {
      if (!decision.ok || decision.value.kind !== 'station') return decision;
      decision = redirect(attempt, this, decision.value, why) ?? decision;
    }
    return decision;
  }

  /** What becomes of a call, shortly: `202`, `202 by 201`, `national>telco:0891 +4989…`, or the code of its refusal. */
  outcome(caller: string, dialled: string, atMs = mondayMs, untaken: readonly Untaken[] = []): string {
    const decision = this.decideUntaken(caller, dialled, untaken, atMs);
    return decision.ok ? shortly(decision.value) : decision.refusal.code;
  }
}

function shortly(decision: Decision): string {
  if (decision.kind === 'feature') return decision.feature.code + decision.feature.digits;
  const by =
    decision.forwardedBy.length === 0
      ? ''
      : ` by ${decision.forwardedBy.map(({ station }) => station.number).join(' ')}`;
  if (decision.kind === 'station') return `${decision.station.number}${by}`;
  if (decision.kind === 'group')
    return `${decision.group.number}: ${decision.members.map(({ number }) => number).join(' ')}${by}`;
  const { choices, e164, accountCode, isEmergency } = decision.outgoing;
  const ways = choices.map(({ route, trunk, digits }) => `${route}>${trunk.name}:${digits}`);
  const more = [e164, accountCode, isEmergency ? 'emergency' : ''].filter((part) => part !== '');
  return [...ways, ...more].join(' ') + by;
}

/** A trunk as its form has it. */
export const trunkNamed = (name: string, number: number, more: Patch = {}): Patch => ({
  ...{ name, number, proxies: 'sip.example.com' },
  ...more,
});
