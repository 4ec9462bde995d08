// Administration: the one way to read and to change configuration. Checked, written, recorded and told as one.

import { type Clock, Events, type Log, no, ok, type Refusal, type Result, type Secret } from '#base';
import {
  type Configuration,
  describe,
  type Fields,
  type Form,
  type FormDescription,
  type RecordWith,
  type Registry,
} from '#forms';
import type { AuditFact } from '#records';
import type { Actor, Sealer } from '#security';
import type { Storage, Tx } from '#storage';
import { Access, type May, type Operation } from './access.ts';
import { administrationCodes } from './administration.codes.ts';
import { eachInChunks } from './chunks.ts';
import { answerOf, commit, eventsOf, type Prepared, prepare, rowChanges } from './commit.ts';
import { firstChanges, firstMark } from './first.ts';
import { loadSnapshot } from './load.ts';
import { plan } from './plan.ts';
import { readPage, readRecord } from './reading.ts';
import type {
  Change,
  Changed,
  ChangeRefusal,
  FileFormat,
  FormSummary,
  ImportMode,
  ImportSummary,
  Page,
  Query,
  RecordChange,
  RecordView,
} from './requests.ts';
import { Snapshot } from './snapshot.ts';
import { exportFact, importFact, refusedFact, type Trail } from './trail.ts';
import { changesOf, summarise } from './transfer/changes.ts';
import { readRecords } from './transfer/read.ts';
import { writeRecords } from './transfer/write.ts';
import { Turns } from './turns.ts';

export interface AdministrationOptions {
  readonly registry: Registry;
  readonly storage: Pick<Storage, 'attempt' | 'forms' | 'system'>;
  readonly trail: Trail;
  readonly sealer: Pick<Sealer, 'seal' | 'open'>;
  readonly log: Log;
  readonly clock: Clock;
  readonly may: May;
}

/** How a change is made, beyond what it changes. */
interface Manner {
  readonly dryRun?: boolean;
  /** An audit entry to stand before those of the records, made of what will be written. */
  readonly first?: (prepared: readonly Prepared[]) => AuditFact;
  /** What is written in the same transaction. */
  readonly also?: (tx: Tx) => Promise<void>;
}

interface ImportManner {
  readonly format: FileFormat;
  readonly mode: ImportMode;
  readonly dryRun?: boolean;
}

export class Administration {
  /** Told of each changed record, after it is on disk and in `configuration`. */
  readonly changed: Events<RecordChange>;
  readonly #options: AdministrationOptions;
  readonly #access: Access;
  readonly #turns = new Turns();
  #now: Snapshot;

  constructor(options: AdministrationOptions) {
    const { registry, may, log, trail } = options;
    this.#options = options;
    this.changed = new Events('configuration', log);
    this.#access = new Access(registry, may, (...attempt) => trail.note(refusedFact(...attempt)));
    this.#now = Snapshot.empty(registry.forms);
  }

  /** The configuration as it is now. Keep it only as long as one decision takes. */
  get configuration(): Configuration {
    return this.#now;
  }

  /** Reads everything that is stored. Refuses records that their form refuses. */
  async load(): Promise<Result<Configuration, readonly Refusal[]>> {
    const { registry, storage } = this.#options;
    const loaded = await loadSnapshot(registry, storage.forms);
    if (loaded.ok) this.#now = loaded.value;
    return loaded;
  }

  /**
   * Adds the records that a new system starts with, for every form that has not had its own yet, with `wishes` for them and
   * for others in the same change. What was deleted since does not come back.
   */
  async addFirstRecords(
    actor: Actor,
    wishes: readonly Change[] = [],
  ): Promise<Result<Changed, readonly ChangeRefusal[]>> {
    const { registry, storage } = this.#options;
    const fresh: Form[] = [];
    for (const form of registry.forms)
      if (form.first.length > 0 && (await storage.system.get(firstMark(form))) === undefined) fresh.push(form);
    const changes = firstChanges(fresh, wishes);
    if (changes.length === 0) return ok({ dryRun: false, records: [] });
    const also = async (tx: Tx): Promise<void> => {
      for (const form of fresh) await storage.system.put(tx, firstMark(form), 'added');
    };
    return this.#turns.take(() => this.#change(actor, changes, { also }));
  }

  /** Tells `listener` of the changes of one form, with its own types; the returned function ends it. */
  onChange<F extends Fields>(form: Form<F>, listener: (change: RecordChange<RecordWith<F>>) => void): () => void {
    // Records of this form have the form's type: it has accepted them.
    return this.changed.on((change) => change.form === form.id && listener(change as RecordChange<RecordWith<F>>));
  }

  list(actor: Actor): readonly FormSummary[] {
    return this.#access.visible(actor).map((form) => {
      const { id, title, group, key } = form;
      return { id, title, group, single: key === undefined, records: this.#now.rows(id).size };
    });
  }

  show(actor: Actor, formId: string): Result<FormDescription> {
    const form = this.#access.form(actor, formId, 'read');
    return form.ok ? ok(describe(form.value)) : form;
  }

  get(actor: Actor, formId: string, key?: string): Result<RecordView> {
    const form = this.#access.form(actor, formId, 'read');
    return form.ok ? readRecord(form.value, key, this.#now) : form;
  }

  query(actor: Actor, formId: string, query: Query = {}): Result<Page> {
    const form = this.#access.form(actor, formId, 'read');
    return form.ok ? readPage(form.value, query, this.#now) : form;
  }

  /** Makes all changes or none. A dry run tells what would change and writes nothing. */
  change(
    actor: Actor,
    changes: readonly Change[],
    manner: { readonly dryRun?: boolean } = {},
  ): Promise<Result<Changed, readonly ChangeRefusal[]>> {
    return this.#turns.take(() => this.#change(actor, changes, manner));
  }

  /**
   * Reads records from a file and makes them the form's: `add` new ones only, `upsert` also changes those that are there,
   * `replace` also deletes those that the file does not name. All or none.
   */
  async importRecords(
    actor: Actor,
    formId: string,
    content: string | Uint8Array,
    { format, mode, dryRun = false }: ImportManner,
  ): Promise<Result<ImportSummary, readonly ChangeRefusal[]>> {
    const form = this.#access.form(actor, formId, 'import');
    const whole = { form: formId, key: '', change: 0 };
    if (!form.ok) return no([{ ...form.refusal, ...whole }]);
    const read = await readRecords(form.value, content, format);
    if (!read.ok) return no(read.refusal.map((refusal) => ({ ...refusal, ...whole })));
    const first = (prepared: readonly Prepared[]) => importFact(actor, form.value, mode, countOf(prepared));
    const made = await this.#turns.take(async () => {
      const changes = await changesOf(form.value, read.value, mode, this.#now);
      return this.#change(actor, changes, { dryRun, first });
    });
    if (made.ok) return ok(summarise(made.value.records, dryRun));
    return no(made.refusal.map((refusal) => withRow(refusal, read.value[refusal.change]?.row)));
  }

  /** All records of a form as a file, without secrets. On record before it is given. */
  async exportRecords(actor: Actor, formId: string, format: FileFormat): Promise<Result<string>> {
    const form = this.#access.form(actor, formId, 'export');
    if (!form.ok) return form;
    const now = this.#now;
    const fact = exportFact(actor, form.value, now.rows(formId).size);
    const recorded = await this.#safely(() =>
      this.#options.storage.attempt(async (tx) => ok(await this.#options.trail.append(tx, fact))),
    );
    return recorded.ok ? ok(await writeRecords(form.value, now, format)) : recorded;
  }

  /** The clear text of a secret, for the room that must prove or check it; never for a surface. */
  reveal(form: Form, key: string, field: string): Result<Secret> {
    const sealed = this.#now.rows(form.id).get(key)?.sealed[field];
    if (sealed !== undefined) return this.#options.sealer.open({ form: form.id, key, field }, sealed);
    return no(administrationCodes.refuse('administration.no-such-secret', { form: form.title, key, field }));
  }

  async #change(
    actor: Actor,
    changes: readonly Change[],
    manner: Manner,
  ): Promise<Result<Changed, readonly ChangeRefusal[]>> {
    const { registry } = this.#options;
    const formFor = (id: string, operation: Operation) => this.#access.form(actor, id, operation);
    const planned = await plan(changes, { registry, now: this.#now, formFor });
    if (!planned.ok) return planned;
    const prepared = await prepare(actor, planned.value, this.#options);
    const { dryRun = false } = manner;
    const answer: Changed = { dryRun, records: prepared.map((one) => answerOf(one, dryRun)) };
    if (dryRun) return ok(answer);
    const written = await this.#write(actor, prepared, manner);
    return written.ok ? ok(answer) : no([{ ...written.refusal, form: changes[0]?.form ?? '', key: '', change: 0 }]);
  }

  async #write(actor: Actor, prepared: readonly Prepared[], { first, also }: Manner): Promise<Result<unknown>> {
    const changes = rowChanges(prepared);
    if (changes.size === 0 && also === undefined) return ok(undefined);
    const written = await this.#safely(() => commit(actor, prepared, this.#options, first?.(prepared), also));
    if (!written.ok) return written;
    this.#now = this.#now.with(changes);
    await eachInChunks(eventsOf(prepared), (event) => this.changed.emit(event));
    return written;
  }

  /** A fault in the database or the trail becomes a refusal that shows only the fault's id. */
  async #safely<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await work();
    } catch (fault) {
      const id = this.#options.log.fault('a change could not be written', fault);
      return no(administrationCodes.refuse('administration.not-written', { id }));
    }
  }
}

function countOf(prepared: readonly Prepared[]): { added: number; changed: number; deleted: number } {
  const count = (kind: string): number => prepared.filter(({ planned }) => planned.kind === kind).length;
  return { added: count('add'), changed: count('change'), deleted: count('delete') };
}

const withRow = (refusal: ChangeRefusal, row: number | undefined): ChangeRefusal =>
  row === undefined ? refusal : { ...refusal, row };
