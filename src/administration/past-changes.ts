// What was changed, for those who may see it; and taking it back.

import { limits, no, ok, type Result } from '#base';
import { type Form, formsCodes, type Registry } from '#forms';
import type { AuditFact } from '#records';
import type { Actor } from '#security';
import type { RecordChangeRow, RecordChangeRows } from '#storage';
import type { Access } from './access.ts';
import { administrationCodes } from './administration.codes.ts';
import type { Changing, Outcome } from './changing.ts';
import { historyOf, newsOf, readPast } from './past.ts';
import type { Change, ChangeNews, ChangeRefusal, PastChange, RecordHistory } from './requests.ts';
import { singleKey } from './snapshot.ts';
import { undoAllFact, undoFact } from './trail.ts';
import { notUndoableBecause, undoing } from './undo.ts';

export class PastChanges {
  readonly #rows: Pick<RecordChangeRows, 'get' | 'partsOf' | 'ofRecord' | 'last'>;
  readonly #registry: Registry;
  readonly #access: Access;
  readonly #changing: Changing;

  constructor(
    rows: Pick<RecordChangeRows, 'get' | 'partsOf' | 'ofRecord' | 'last'>,
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

  /** An entry of a form that the actor may not see does not exist for them. An entry that heads others stands for all of them. */
  async undo(actor: Actor, auditId: number, manner: { readonly dryRun?: boolean }): Promise<Outcome> {
    const row = Number.isSafeInteger(auditId) ? await this.#rows.get(auditId) : undefined;
    const rows = row === undefined ? await this.#partsOf(auditId) : [row];
    const known = rows.flatMap((one) => {
      const form = this.#access.form(actor, one.form, 'read');
      return form.ok ? [{ form: form.value, row: one }] : [];
    });
    if (rows.length === 0 || known.length < rows.length)
      return no([{ ...administrationCodes.refuse('administration.no-such-change', { entry: auditId }), ...nowhere }]);
    const most = limits.forms.undoneRecords;
    if (rows.length > most)
      return no([{ ...notUndoableBecause(auditId, `it changed more than ${most} records`), ...nowhere }]);
    return this.#changing.turn(() => this.#undo(actor, auditId, known, manner));
  }

  /** All of them or none: where one cannot be taken back, that is told and nothing is. */
  async #undo(
    actor: Actor,
    auditId: number,
    rows: readonly Known[],
    manner: { readonly dryRun?: boolean },
  ): Promise<Outcome> {
    const changes: Change[] = [];
    const refusals: ChangeRefusal[] = [];
    for (const [index, { form, row }] of rows.entries()) {
      const past = readPast(form, row);
      // Of many, what has nothing to give back (a secret alone) is left; of one, that is the answer.
      if (rows.length > 1 && past.notUndoable !== '') continue;
      const later = (await this.#ofRecord(form, row.key)).filter((one) => one.auditId > row.auditId);
      const change = undoing(form, past, later, this.#changing.now);
      if (change.ok) changes.push(change.value);
      else refusals.push({ ...change.refusal, form: form.id, key: row.key, change: index });
    }
    if (refusals.length > 0) return no(refusals);
    return this.#changing.make(actor, changes, { ...manner, first: () => factOfUndo(actor, auditId, rows) });
  }

  #partsOf(auditId: number): Promise<readonly RecordChangeRow[]> | readonly RecordChangeRow[] {
    return Number.isSafeInteger(auditId) && auditId > 0
      ? this.#rows.partsOf(auditId, limits.forms.undoneRecords + 1)
      : [];
  }

  async #ofRecord(form: Form, key: string): Promise<readonly PastChange[]> {
    const rows = await this.#rows.ofRecord(form.id, key, limits.forms.historyRead);
    return rows.map((row) => readPast(form, row));
  }
}

interface Known {
  readonly form: Form;
  readonly row: RecordChangeRow;
}

function factOfUndo(actor: Actor, auditId: number, rows: readonly Known[]): AuditFact {
  const [one] = rows;
  return one !== undefined && rows.length === 1
    ? undoFact(actor, one.form, one.row.key, auditId)
    : undoAllFact(actor, rows.length, auditId);
}

const nowhere = { form: '', key: '', change: 0 };
