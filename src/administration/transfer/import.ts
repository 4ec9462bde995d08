// An import: a file of records becomes one change of a form, all or none of it, with each refusal at its row.

import { no, ok, type Result } from '#base';
import type { Form } from '#forms';
import type { Actor } from '#security';
import type { Changing } from '../changing.ts';
import { LongWork } from '../chunks.ts';
import type { Prepared } from '../prepare.ts';
import type { ChangeRefusal, ImportManner, ImportSummary } from '../requests.ts';
import { type Counts, importFact } from '../trail.ts';
import { changesOf, summarise } from './changes.ts';
import { readRecords } from './read.ts';

const shareOfReading = 0.15;

export async function importRecords(
  actor: Actor,
  form: Form,
  content: string | Uint8Array,
  { format, mode, dryRun = false, ...options }: ImportManner,
  changing: Changing,
): Promise<Result<ImportSummary, readonly ChangeRefusal[]>> {
  const work = new LongWork(options);
  const read = await readRecords(form, content, format);
  const whole = { form: form.id, key: '', change: 0 };
  if (!read.ok) return no(read.refusal.map((refusal) => ({ ...refusal, ...whole })));
  work.finish(shareOfReading);
  const first = (written: readonly Prepared[]) => importFact(actor, form, mode, countOf(written));
  const made = await changing.turn(async () => {
    const changes = await changesOf(form, read.value, mode, changing.now, work);
    return changing.make(actor, changes, { dryRun, work, first });
  });
  if (made.ok) return ok(summarise(made.value.records, dryRun));
  return no(made.refusal.map((refusal) => withRow(refusal, read.value[refusal.change]?.row)));
}

function countOf(written: readonly Prepared[]): Counts {
  const counts = { add: 0, change: 0, delete: 0, unchanged: 0 };
  for (const { planned } of written) counts[planned.kind]++;
  return { added: counts.add, changed: counts.change, deleted: counts.delete };
}

/** What is refused of the whole import has no row. */
const isOfAll = (code: string): boolean =>
  code === 'administration.cancelled' || code === 'administration.not-written' || code.startsWith('storage.');

const withRow = (refusal: ChangeRefusal, row: number | undefined): ChangeRefusal =>
  row === undefined || isOfAll(refusal.code) ? refusal : { ...refusal, row };
