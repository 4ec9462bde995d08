// For tests: administration over a real database in a temporary directory, with three small forms, and steps that can be made to fail.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock, randomKey, silentLog } from '#base';
import { choice, defineForm, digits, makeRegistry, networks, reference, secret, text, whole, yesNo } from '#forms';
import type { AuditEntry } from '#records';
import { type Actor, MasterKey, Sealer } from '#security';
import { openStorage, type Storage } from '#storage';
import type { DutiesOf, May } from './access.ts';
import { Administration } from './administration.ts';
import type { Change, Changed, ChangeRefusal, RecordChange } from './requests.ts';
import type { Trail } from './trail.ts';

const help = { purpose: 'For tests.', conditions: 'None.', recommendation: 'None.' };
const words = (label: string) => ({ label, help: `The ${label}.` });

export const teams = defineForm({
  id: 'teams',
  title: 'Teams',
  group: 'System',
  help,
  key: 'name',
  first: [{ name: 'Sales' }, { name: 'Support', open: true }],
  fields: { name: text({ ...words('Name'), max: 20 }), open: yesNo({ ...words('Open'), initial: false }) },
});

export const settings = defineForm({
  id: 'settings',
  title: 'Settings',
  group: 'System',
  help,
  single: true,
  fields: {
    length: whole({ ...words('Length'), min: 2, max: 5, initial: 3, unit: 'digits' }),
    key: secret({ ...words('Key'), min: 4, max: 20 }),
  },
});

export const people = defineForm({
  id: 'people',
  title: 'People',
  group: 'Phones and people',
  help,
  key: 'number',
  fields: {
    number: digits({ ...words('Number'), min: 2, max: 5 }),
    name: text({ ...words('Name'), max: 30, initial: '' }),
    team: reference({ ...words('Team'), to: 'teams', initial: '' }),
    email: text({ ...words('Email'), max: 40, initial: '', unique: true }),
    grade: choice({ ...words('Grade'), of: { low: 'Low', high: 'High' }, initial: 'low' }),
    from: networks({ ...words('Networks'), max: 3 }),
    pin: secret({ ...words('PIN'), min: 4, max: 20, made: 8 }),
  },
  rules: (record, look) =>
    record.number.length === look.single(settings).length
      ? []
      : [{ code: 'test.length', words: 'The number has the wrong length.', field: 'number' }],
});

export const anne: Actor = { user: 'anne', sourceIp: '192.0.2.9', application: 'Test', context: '' };

/** Counts the steps of a change, and makes one of them fail. */
export class Steps {
  count = 0;
  /** 0: none. */
  failing = 0;

  take(): void {
    if (++this.count === this.failing) throw new Error('made to fail');
  }
}

/** The object with each method counted as a step before it runs. */
function stepped<T extends object>(target: T, names: readonly (keyof T & string)[], steps: Steps): T {
  return new Proxy(target, {
    get(object, name) {
      const value: unknown = Reflect.get(object, name, object);
      if (typeof value !== 'function') return value;
      return (...given: readonly unknown[]): unknown => {
        if (names.some((one) => one === name)) steps.take();
        return Reflect.apply(value, object, given);
      };
    },
  });
}

/** Storage in which every write, and the commit itself, is a step. */
function steppedStorage(
  storage: Storage,
  steps: Steps,
): Pick<Storage, 'attempt' | 'forms' | 'system' | 'recordChanges'> {
  return {
    attempt: (work) =>
      storage.attempt(async (tx) => {
        tx.beforeCommit(async () => steps.take());
        return work(tx);
      }),
    forms: stepped(storage.forms, ['put', 'addMany', 'delete'], steps),
    recordChanges: stepped(storage.recordChanges, ['append'], steps),
    system: stepped(storage.system, ['put'], steps),
  };
}

/** A trail that writes plain entries to the database. */
class PlainTrail implements Trail {
  readonly notes: string[] = [];
  readonly #storage: Storage;
  readonly #steps: Steps;

  constructor(storage: Storage, steps: Steps) {
    this.#storage = storage;
    this.#steps = steps;
  }

  readonly append: Trail['append'] = async (tx, { level, actor, action, data }) => {
    this.#steps.take();
    const last = await this.#storage.audit.last(tx);
    const entry: AuditEntry = { id: (last?.id ?? 0) + 1, atMs: 0, level, ...actor, action, data, hash: '' };
    await this.#storage.audit.append(tx, [entry]);
    return entry;
  };

  readonly appendMany: Trail['appendMany'] = async (tx, facts) => {
    const entries: AuditEntry[] = [];
    for (const fact of facts) entries.push(await this.append(tx, fact));
    return entries;
  };

  readonly note: Trail['note'] = ({ actor, action, data }) => {
    this.notes.push(`${actor.user} ${action}: ${data}`);
  };
}

export interface TestBed {
  readonly storage: Storage;
  readonly administration: Administration;
  readonly steps: Steps;
  readonly events: RecordChange[];
  readonly notes: readonly string[];
  readonly clock: FakeClock;
  /** Another administration over the same database, as after a restart. */
  restarted(): Promise<Administration>;
  /** The audit trail, oldest first, as "action data". */
  trail(): Promise<readonly string[]>;
  /** All that is stored, for comparing. */
  stored(): Promise<string>;
}

const registry = makeRegistry([teams, settings, people]);
const duties: DutiesOf = () => ['configuration', 'security'];

/** Opens a bed, gives it to `work` and removes every trace of it. */
export async function withBed(work: (bed: TestBed) => Promise<void>, may: May = () => 'allowed'): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'ringfence-test-'));
  const opened = await openStorage({ dialect: 'sqlite', directory }, silentLog);
  if (!opened.ok) throw new Error(opened.refusal.words);
  try {
    await work(await makeBed(opened.value, may));
  } finally {
    await opened.value.close();
    rmSync(directory, { recursive: true });
  }
}

async function makeBed(storage: Storage, may: May): Promise<TestBed> {
  const [steps, clock] = [new Steps(), new FakeClock()];
  const trail = new PlainTrail(storage, steps);
  const sealer = new Sealer(new MasterKey(randomKey(32)));
  const open = async (): Promise<Administration> => {
    const parts = {
      registry,
      storage: steppedStorage(storage, steps),
      trail,
      sealer,
      log: silentLog,
      clock,
      may,
      duties,
    };
    const administration = new Administration(parts);
    const loaded = await administration.load();
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.refusal));
    return administration;
  };
  const administration = await open();
  const events: RecordChange[] = [];
  administration.changed.on((event) => events.push(event));
  const entries = async () => (await storage.audit.list({ limit: 100_000 })).toReversed();
  return {
    ...{ storage, administration, steps, events, clock, notes: trail.notes, restarted: open },
    trail: async () => (await entries()).map(({ action, data }) => `${action} ${data}`),
    stored: async () => {
      const rows = await Promise.all(registry.forms.map((form) => storage.forms.all(form.id)));
      return JSON.stringify([rows, await entries()]);
    },
  };
}

export const add = (form: string, patch: Record<string, unknown>): Change => ({ kind: 'add', form, patch });
export const remove = (form: string, key: string): Change => ({ kind: 'delete', form, key });
export const person = (number: string, more: Record<string, unknown> = {}): Change =>
  add('people', { number, ...more });

export async function done(administration: Administration, ...changes: readonly Change[]): Promise<Changed> {
  const result = await administration.change(anne, changes);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

export async function refused(
  administration: Administration,
  ...changes: readonly Change[]
): Promise<readonly ChangeRefusal[]> {
  const before = administration.configuration;
  const result = await administration.change(anne, changes);
  assert.ok(!result.ok, 'should have been refused');
  assert.equal(administration.configuration, before);
  return result.refusal;
}

export const codesOf = (refusals: readonly ChangeRefusal[]): string[] =>
  refusals.map(({ change, form, key, field, code }) => `${change} ${form}/${key} ${field ?? '-'} ${code}`);
