// For tests: administration over a real database in a temporary directory, with small forms, and steps that can be made to fail.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock, no, ok, randomKey, silentLog } from '#base';
import { makeRegistry, type RecordWith } from '#forms';
import type { AuditEntry } from '#records';
import { type Actor, MasterKey, Sealer } from '#security';
import { openStorage, type Storage } from '#storage';
import type { DutiesOf, Guard, May } from './access.ts';
import { Administration } from './administration.ts';
import { lamps, logins, people, settings, teams } from './examples/testing.ts';
import type { Hashed } from './hashed.ts';
import type { Change, Changed, ChangeRefusal, RecordChange } from './requests.ts';
import { rowsSource } from './sources.ts';
import type { Trail } from './trail.ts';

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

const whoOf = ({ user, sourceIp, application, context }: Actor) => ({ user, sourceIp, application, context });

/** A trail that writes plain entries to the database. */
class PlainTrail implements Trail {
  readonly notes: string[] = [];
  readonly #storage: Storage;
  readonly #steps: Steps;

  constructor(storage: Storage, steps: Steps) {
    this.#storage = storage;
    this.#steps = steps;
  }

  readonly append: Trail['append'] = async (tx, fact) => {
    const [entry] = await this.appendMany(tx, [fact]);
    assert.ok(entry);
    return entry;
  };

  /** One step, however many. */
  readonly appendMany: Trail['appendMany'] = async (tx, facts) => {
    this.#steps.take();
    const last = await this.#storage.audit.last(tx);
    const entries = facts.map(({ level, actor, action, data }, index): AuditEntry => {
      const id = (last?.id ?? 0) + 1 + index;
      return { id, atMs: 0, level, ...whoOf(actor), action, data, hash: '' };
    });
    await this.#storage.audit.append(tx, entries);
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
  /** What was done to lamps. */
  readonly off: readonly string[];
  /** Another administration over the same database, as after a restart. */
  restarted(): Promise<Administration>;
  /** The audit trail, oldest first, as "action data". */
  trail(): Promise<readonly string[]>;
  /** All that is stored, for comparing. */
  stored(): Promise<string>;
}

const registry = makeRegistry([teams, settings, people, logins], [lamps]);

/** Keeps "hash of …", and refuses what is kept already. */
const hashed: Hashed = {
  next: async ({ field }, before, clear) => {
    const text = `hash of ${clear.reveal()}`;
    if (text !== before) return ok(text);
    return no([{ code: 'test.used-before', words: 'The password was used before.', field }]);
  },
};

export interface Wishes {
  readonly may?: May;
  readonly duties?: DutiesOf;
  readonly guard?: Guard;
}

/** Opens a bed, gives it to `work` and removes every trace of it. */
export async function withBed(work: (bed: TestBed) => Promise<void>, wishes: Wishes = {}): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'ringfence-test-'));
  const opened = await openStorage({ dialect: 'sqlite', directory }, silentLog);
  if (!opened.ok) throw new Error(opened.refusal.words);
  try {
    await work(await makeBed(opened.value, wishes));
  } finally {
    await opened.value.close();
    rmSync(directory, { recursive: true });
  }
}

async function makeBed(storage: Storage, wishes: Wishes): Promise<TestBed> {
  const [steps, clock] = [new Steps(), new FakeClock()];
  const trail = new PlainTrail(storage, steps);
  const sealer = new Sealer(new MasterKey(randomKey(32)));
  const lit: RecordWith<typeof lamps.fields>[] = [
    { place: 'Yard', watts: 40, lit: true },
    { place: 'attic 10', watts: 9, lit: true },
    { place: 'Attic 9', watts: 100, lit: false },
  ];
  const off: string[] = [];
  const open = async (): Promise<Administration> => {
    const parts = { registry, storage: steppedStorage(storage, steps), trail, sealer, hashed, log: silentLog, clock };
    const administration = new Administration({ ...parts, ...allowing, ...wishes });
    const loaded = await administration.load();
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.refusal));
    administration.source(
      lamps,
      rowsSource(
        lamps,
        () => lit,
        async (_, action, key) => {
          off.push(`${action} ${key}`);
          return ok(undefined);
        },
      ),
    );
    return administration;
  };
  const administration = await open();
  const events: RecordChange[] = [];
  administration.changed.on((event) => events.push(event));
  const entries = async () => (await storage.audit.list({ limit: 100_000 })).toReversed();
  return {
    ...{ storage, administration, steps, events, clock, notes: trail.notes, restarted: open, off },
    trail: async () => (await entries()).map(({ action, data }) => `${action} ${data}`),
    stored: async () => {
      const rows = await Promise.all(registry.forms.map((form) => storage.forms.all(form.id)));
      const changes = await storage.recordChanges.last(
        registry.forms.map(({ id }) => id),
        100_000,
      );
      return JSON.stringify([rows, await entries(), changes]);
    },
  };
}

const allowing: Required<Pick<Wishes, 'may' | 'duties'>> = {
  may: () => 'allowed',
  duties: () => ['configuration', 'security'],
};

export const add = (form: string, patch: Record<string, unknown>): Change => ({ kind: 'add', form, patch });
export const copy = (form: string, copyOf: string, patch: Record<string, unknown>): Change => ({
  kind: 'add',
  ...{ form, copyOf, patch },
});
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
