// Administration: the one way to read and to change configuration. Checked, written, recorded and told as one.

import { type Events, limits, no, ok, type Refusal, type Result, type Secret } from '#base';
import {
  type Configuration,
  describe,
  type Fields,
  type Form,
  type FormDescription,
  type FormOrView,
  type RecordWith,
  type View,
} from '#forms';
import type { AuditFact } from '#records';
import type { Actor, Sealer } from '#security';
import type { Storage, Tx } from '#storage';
import { Access, type May } from './access.ts';
import { administrationCodes } from './administration.codes.ts';
import { Changing, type ChangingOptions, type Manner, type Outcome } from './changing.ts';
import { firstChanges, firstRecords, keyIn, markFirst } from './first.ts';
import { isHashed } from './hashed.ts';
import { loadSnapshot } from './load.ts';
import { Orders } from './orders.ts';
import { PastChanges } from './past-changes.ts';
import { readPage, readRecord } from './reading.ts';
import type {
  Change,
  ChangeNews,
  ChangeRefusal,
  FileFormat,
  FormSummary,
  Found,
  ImportManner,
  ImportSummary,
  Page,
  Query,
  RecordChange,
  RecordHistory,
  RecordView,
} from './requests.ts';
import { search } from './search.ts';
import type { Snapshot } from './snapshot.ts';
import { Sources, type ViewSource } from './sources.ts';
import { actFact, exportFact, refusedFact } from './trail.ts';
import { tooMany } from './transfer/decode.ts';
import { importRecords } from './transfer/import.ts';
import { writeRecords } from './transfer/write.ts';

export interface AdministrationOptions extends Omit<ChangingOptions, 'access' | 'reveal'> {
  readonly storage: Pick<Storage, 'attempt' | 'forms' | 'system' | 'recordChanges'>;
  readonly sealer: Pick<Sealer, 'seal' | 'open'>;
  readonly may: May;
}

export class Administration {
  readonly #options: AdministrationOptions;
  readonly #access: Access;
  readonly #changing: Changing;
  readonly #past: PastChanges;
  readonly #sources = new Sources();
  readonly #orders = new Orders();

  constructor(options: AdministrationOptions) {
    const { registry, may, duties, trail, hashed } = options;
    this.#options = options;
    const onRefused = (...attempt: Parameters<typeof refusedFact>) => trail.note(refusedFact(...attempt));
    this.#access = new Access({ registry, may, duties, onRefused });
    const reveal = (...place: Parameters<Administration['reveal']>) => this.reveal(...place);
    this.#changing = new Changing({ ...options, access: this.#access, reveal });
    this.#past = new PastChanges(options.storage.recordChanges, registry, this.#access, this.#changing);
    const unhashed = registry.forms.find((form) => Object.keys(form.fields).some((name) => isHashed(form, name)));
    if (hashed === undefined && unhashed !== undefined) throw new Error(`nothing hashes the secrets of ${unhashed.id}`);
  }

  /** The configuration as it is now. Keep it only as long as one decision takes. */
  get configuration(): Configuration {
    return this.#changing.now;
  }

  /** Told of each changed record, after it is on disk and in `configuration`. */
  get changed(): Events<RecordChange> {
    return this.#changing.changed;
  }

  /** Tells `listener` of the changes of one form, with its own types; the returned function ends it. */
  onChange<F extends Fields>(form: Form<F>, listener: (change: RecordChange<RecordWith<F>>) => void): () => void {
    // Records of this form have the form's type: it has accepted them.
    return this.changed.on((change) => change.form === form.id && listener(change as RecordChange<RecordWith<F>>));
  }

  /** Reads everything that is stored. Refuses records that their form refuses. */
  async load(): Promise<Result<Configuration, readonly Refusal[]>> {
    const { registry, storage } = this.#options;
    const loaded = await loadSnapshot(registry, storage.forms);
    if (loaded.ok) this.#changing.begin(loaded.value);
    return loaded;
  }

  /**
   * Adds the records that a new system starts with and that this one has not had yet, with `wishes` for them and for others
   * in the same change. What was deleted since does not come back. What a later version brought and what does not fit is
   * left out until the next start.
   */
  async addFirstRecords(actor: Actor, wishes: readonly Change[] = []): Promise<Outcome> {
    const { registry, storage, log } = this.#options;
    const due = await firstRecords(registry.forms, storage.system);
    const all = await this.#addFirst(actor, due, wishes);
    const early = due.filter(({ isLate }) => !isLate);
    if (all.ok || early.length === due.length) return all;
    log.warn('new first records do not fit and are left out', { why: all.refusal[0]?.words ?? '' });
    return this.#addFirst(actor, early, wishes);
  }

  #addFirst(actor: Actor, due: Awaited<ReturnType<typeof firstRecords>>, wishes: readonly Change[]): Promise<Outcome> {
    const { system } = this.#options.storage;
    return this.#changing.turn(async () => {
      const { now } = this.#changing;
      const missing = due.filter(({ form, patch }) => !now.rows(form.id).has(String(keyIn(form, patch))));
      const changes = firstChanges(missing, wishes);
      if (changes.length === 0 && due.length === 0) return ok({ dryRun: false, records: [] });
      return this.#changing.make(actor, changes, { also: (tx: Tx) => markFirst(tx, due, system) });
    });
  }

  /** Gives a view its rows. */
  source(view: View, source: ViewSource): void {
    this.#sources.put(view.id, source);
  }

  /** The forms and views that the actor may see. */
  list(actor: Actor): readonly FormSummary[] {
    return this.#access.visible(actor).map((form) => {
      const { id, title, kind, group, duty } = form;
      const records = kind === 'view' ? this.#sources.count(id) : this.#changing.now.rows(id).size;
      const operations = this.#access.operations(actor, form);
      return { id, title, kind, group, single: kind === 'single', duty, records, operations };
    });
  }

  show(actor: Actor, formId: string): Result<FormDescription> {
    const form = this.#access.find(actor, formId, 'read');
    return form.ok ? ok(describe(form.value, this.#access.reader(actor, form.value))) : form;
  }

  async get(actor: Actor, formId: string, key?: string): Promise<Result<RecordView>> {
    const found = this.#access.find(actor, formId, 'read');
    if (!found.ok) return found;
    const form = this.#options.registry.get(formId);
    if (form !== undefined) return readRecord(form, key, this.#changing.now);
    return this.#sources.record(found.value, key, actor);
  }

  async query(actor: Actor, formId: string, query: Query = {}): Promise<Result<Page>> {
    const found = this.#access.find(actor, formId, 'read');
    return found.ok ? this.#page(actor, found.value, query, this.#changing.now) : found;
  }

  async #page(actor: Actor, found: FormOrView, query: Query, now: Snapshot): Promise<Result<Page>> {
    const form = this.#options.registry.get(found.id);
    return form === undefined ? this.#sources.page(found, query, actor) : readPage(form, query, now, this.#orders);
  }

  /** Finds forms, fields, help, actions and records, best first, at most 50; only what the actor may see, and no secrets. */
  search(actor: Actor, text: string): Promise<readonly Found[]> {
    return search(this.#access.visible(actor), text, this.#changing.now);
  }

  /**
   * Makes all changes or none, `also` in the same transaction. A dry run tells what would change and writes nothing. `first` is
   * the audit entry before those of the records: undoing it undoes all of them.
   */
  change(
    actor: Actor,
    changes: readonly Change[],
    manner: Pick<Manner, 'dryRun' | 'also' | 'first'> = {},
  ): Promise<Outcome> {
    return this.#changing.turn(() => this.#changing.make(actor, changes, manner));
  }

  /** Whether the actor may import into the form: what can be known before the file is there. An attempt is on record. */
  mayImport(actor: Actor, formId: string): Result<void> {
    const form = this.#access.form(actor, formId, 'import');
    return form.ok ? ok(undefined) : form;
  }

  /**
   * Reads records from a file and makes them the form's: `add` new ones only, `upsert` also changes those that are there,
   * `replace` also deletes those that the file does not name. All or none.
   */
  async importRecords(
    actor: Actor,
    formId: string,
    content: string | Uint8Array,
    manner: ImportManner,
  ): Promise<Result<ImportSummary, readonly ChangeRefusal[]>> {
    const form = this.#access.form(actor, formId, 'import');
    if (!form.ok) return no([{ ...form.refusal, form: formId, key: '', change: 0 }]);
    return importRecords(actor, form.value, content, manner, this.#changing);
  }

  /** All records of a form or view as a file, without secrets. On record before it is given. */
  async exportRecords(actor: Actor, formId: string, format: FileFormat): Promise<Result<string>> {
    const form = this.#access.find(actor, formId, 'export');
    if (!form.ok) return form;
    const { now } = this.#changing;
    const pageOf = (query: Query) => this.#page(actor, form.value, query, now);
    const first = await pageOf({ limit: 1 });
    if (!first.ok) return first;
    if (first.value.total > limits.forms.exportRows) return no(tooMany(limits.forms.exportRows, 'records'));
    const recorded = await this.#record(exportFact(actor, form.value, first.value.total));
    return recorded.ok ? writeRecords(form.value, pageOf, format) : recorded;
  }

  /** Does to a record of a view what one of the view's actions says. On record before it is done. */
  async act(actor: Actor, viewId: string, action: string, key: string): Promise<Result<void>> {
    const found = this.#access.find(actor, viewId, 'act');
    if (!found.ok) return found;
    const view = this.#options.registry.view(viewId);
    if (view === undefined || !Object.hasOwn(view.actions, action))
      return no(
        administrationCodes.refuse('administration.no-such-action', {
          form: found.value.title,
          action: action.slice(0, 60),
        }),
      );
    const record = await this.#sources.record(view, key, actor);
    if (!record.ok) return record;
    const recorded = await this.#record(actFact(actor, view, action, key));
    return recorded.ok ? this.#sources.act(view, actor, action, key) : recorded;
  }

  /** What was done with one record, newest first, and who changed each field last. */
  history(actor: Actor, formId: string, key?: string): Promise<Result<RecordHistory>> {
    return this.#past.history(actor, formId, key);
  }

  /** The last changes of all forms that the actor may see, newest first. */
  lastChanges(actor: Actor, limit: number): Promise<readonly ChangeNews[]> {
    return this.#past.last(actor, limit);
  }

  /** Takes back the change of one audit entry, or of all records that were changed under it, as a change of its own. */
  undo(actor: Actor, auditId: number, manner: { readonly dryRun?: boolean } = {}): Promise<Outcome> {
    return this.#past.undo(actor, auditId, manner);
  }

  /** The clear text of a sealed secret, for the room that must prove or check it; never for a surface. */
  reveal(form: Form, key: string, field: string): Result<Secret> {
    const sealed = isHashed(form, field) ? undefined : this.#changing.now.rows(form.id).get(key)?.sealed[field];
    if (sealed !== undefined) return this.#options.sealer.open({ form: form.id, key, field }, sealed);
    return no(administrationCodes.refuse('administration.no-such-secret', { form: form.title, key, field }));
  }

  /** What is kept of a hashed secret, for security alone, which checks passwords against it. */
  kept(form: Form, key: string, field: string): string | undefined {
    return isHashed(form, field) ? this.#changing.now.rows(form.id).get(key)?.sealed[field] : undefined;
  }

  #record(fact: AuditFact): Promise<Result<unknown>> {
    const { storage, trail } = this.#options;
    return this.#changing.safely(() => storage.attempt(async (tx) => ok(await trail.append(tx, fact))));
  }
}
