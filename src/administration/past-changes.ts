// What was changed, for those who may see it; and taking it back.

import { limits, no, ok, type Result } from '#base';
import { type Form, formsCodes, type Registry } from '#forms';
import type { Actor } from '#security';
import type { RecordChangeRow, RecordChangeRows } from '#storage';
import type { Access } from './access.ts';
import { administrationCodes } from './administration.codes.ts';
import type { Changing, Outcome } from './changing.ts';
import { historyOf, newsOf, readPast } from './past.ts';
import type { ChangeNews, PastChange, RecordHistory } from './requests.ts';
import { singleKey } from './snapshot.ts';
import { undoFact } from './trail.ts';
import { undoing } from './undo.ts';

export class PastChanges {
  readonly #rows: Pick<RecordChangeRows, 'get' | 'ofRecord' | 'last'>;
  readonly #registry: Registry;
  readonly #access: Access;
  readonly #changing: Changing;

  constructor(
    rows: Pick<RecordChangeRows, 'get' | 'ofRecord' | 'last'>,
    registry: Registry,
    access: Access,
    changing: Changing,
  ) {
    this.#rows = rows;
    this.#registry = registry;
    this.#access = access;
    this.#changing = changing;
  }

  /** Also of a record that is gone. One that never was has no changes. */
  async history(actor: Actor, formId: string, key: string | undefined): Promise<Result<RecordHistory>> {
    const form = this.#access.form(actor, formId, 'read');
    if (!form.ok) return form;
    if (form.value.key !== undefined && key === undefined)
      return no(formsCodes.refuse('forms.key-missing', { form: form.value.title }));
    return ok(historyOf(await this.#ofRecord(form.value, key ?? singleKey)));
  }

  async last(actor: Actor, limit: number): Promise<readonly ChangeNews[]> {
    const forms = this.#access.visible(actor).map(({ id }) => id);
    const rows = await this.#rows.last(forms, Math.min(limit, limits.forms.historyShown));
    return rows.flatMap((row) => {
      const form = this.#registry.get(row.form);
      return form === undefined ? [] : [newsOf(form, readPast(form, row))];
    });
  }

  /** An entry of a form that the actor may not see does not exist for them. */
  async undo(actor: Actor, auditId: number, manner: { readonly dryRun?: boolean }): Promise<Outcome> {
    const row = Number.isSafeInteger(auditId) ? await this.#rows.get(auditId) : undefined;
    const form = row === undefined ? undefined : this.#registry.get(row.form);
    const known = form === undefined ? undefined : this.#access.form(actor, form.id, 'read');
    if (row === undefined || form === undefined || known?.ok !== true)
      return no([{ ...administrationCodes.refuse('administration.no-such-change', { entry: auditId }), ...nowhere }]);
    return this.#changing.turn(() => this.#undo(actor, form, row, manner));
  }

  async #undo(actor: Actor, form: Form, row: RecordChangeRow, manner: { readonly dryRun?: boolean }): Promise<Outcome> {
    const past = readPast(form, row);
    const later = (await this.#ofRecord(form, row.key)).filter(({ auditId }) => auditId > row.auditId);
    const change = undoing(form, past, later, this.#changing.now);
    if (!change.ok) return no([{ ...change.refusal, form: form.id, key: row.key, change: 0 }]);
    const first = () => undoFact(actor, form, row.key, row.auditId);
    return this.#changing.make(actor, [change.value], { ...manner, first });
  }

  async #ofRecord(form: Form, key: string): Promise<readonly PastChange[]> {
    const rows = await this.#rows.ofRecord(form.id, key, limits.forms.historyRead);
    return rows.map((row) => readPast(form, row));
  }
}

const nowhere = { form: '', key: '', change: 0 };
