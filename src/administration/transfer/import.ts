// An import: a file of records becomes one change of a form, all or none of it, with each refusal at its row.

import { no, ok, type Result } from '#base';
import type { Form } from '#forms';
import type { Actor } from '#security';
import type { Changing } from '../changing.ts';
import type { Prepared } from '../commit.ts';
import type { ChangeRefusal, ImportManner, ImportSummary } from '../requests.ts';
import { importFact } from '../trail.ts';
import { changesOf, summarise } from './changes.ts';
import { readRecords } from './read.ts';

export async function importRecords(
  actor: Actor,
  form: Form,
  content: string | Uint8Array,
  { format, mode, ...manner }: ImportManner,
  changing: Changing,
): Promise<Result<ImportSummary, readonly ChangeRefusal[]>> {
  const read = await readRecords(form, content, format);
  const whole = { form: form.id, key: '', change: 0 };
  if (!read.ok) return no(read.refusal.map((refusal) => ({ ...refusal, ...whole })));
  const first = (prepared: readonly Prepared[]) => importFact(actor, form, mode, countOf(prepared));
  const made = await changing.turn(async () => {
    const changes = await changesOf(form, read.value, mode, changing.now);
    return changing.make(actor, changes, { ...manner, first });
  });
  if (made.ok) return ok(summarise(made.value.records, made.value.dryRun));
  return no(made.refusal.map((refusal) => withRow(refusal, read.value[refusal.change]?.row)));
}

function countOf(prepared: readonly Prepared[]): { added: number; changed: number; deleted: number } {
  const count = (kind: string): number => prepared.filter(({ planned }) => planned.kind === kind).length;
  return { added: count('add'), changed: count('change'), deleted: count('delete') };
}

const withRow = (refusal: ChangeRefusal, row: number | undefined): ChangeRefusal =>
  row === undefined ? refusal : { ...refusal, row };
