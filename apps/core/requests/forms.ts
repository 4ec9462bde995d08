// Requests about forms and views: read, change, import, export, undo, act.

import { z } from 'zod';
import type { Change, Changed, ImportSummary } from '#administration';
import { limits, ok, type Secret } from '#base';
import type { ChangedLine, ImportedLine } from '../protocol.ts';
import {
  type Asked,
  count,
  forBoth,
  forOwner,
  given,
  listed,
  type Method,
  name,
  nothing,
  type Outcome,
} from './method.ts';

const format = z.enum(['csv', 'json']);
export const importWish = z.strictObject({
  form: name,
  format,
  mode: z.enum(['add', 'replace', 'upsert']),
  dryRun: z.boolean(),
});

const query = z.strictObject({
  form: name,
  search: z.string().max(1_000).optional(),
  where: z.record(z.string(), z.string()).optional(),
  sort: name.optional(),
  descending: z.boolean().optional(),
  offset: count.optional(),
  limit: count.optional(),
});

const patch = z.record(z.string(), z.unknown());
const change: z.ZodType<Change> = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('add'), form: name, patch, copyOf: name.optional() }),
    z.strictObject({ kind: z.literal('change'), form: name, key: name.optional(), patch, version: count.optional() }),
    z.strictObject({ kind: z.literal('delete'), form: name, key: name, version: count.optional() }),
  ])
  // JSON has no `undefined`: a parameter that is not given is not there.
  .transform((value) => value as Change);

const changes = z.strictObject({
  changes: z.array(change).min(1).max(limits.forms.importRows),
  dryRun: z.boolean().default(false),
});

const oneRecord = z.strictObject({ form: name, key: name.optional() });
const importing = importWish.extend({ text: z.string() });
const undoing = z.strictObject({ auditId: z.int().min(1), dryRun: z.boolean().default(false) });
const acting = z.strictObject({ view: name, action: name, key: name });

export const formMethods: Readonly<Record<string, Method>> = {
  'form.list': forBoth('reads', nothing, ({ core, actor }) => ok(core.administration.list(actor))),
  'form.describe': forBoth('reads', z.strictObject({ form: name }), ({ core, actor, params }) =>
    listed(core.administration.show(actor, params.form)),
  ),
  'form.get': forBoth('reads', oneRecord, async ({ core, actor, params }) =>
    listed(await core.administration.get(actor, params.form, params.key)),
  ),
  'form.query': forBoth('reads', query, async ({ core, actor, params: { form, ...rest } }) =>
    listed(await core.administration.query(actor, form, given(rest))),
  ),
  'form.change': forBoth('changes', changes, makeChanges),
  'form.import': forOwner(importing, importForm),
  'form.export': forBoth('reads', z.strictObject({ form: name, format }), async ({ core, actor, params, write }) =>
    listed(await core.exportForm(actor, params, write)),
  ),
  'form.history': forBoth('reads', oneRecord, async ({ core, actor, params }) =>
    listed(await core.administration.history(actor, params.form, params.key)),
  ),
  'form.undo': forBoth('changes', undoing, async ({ core, actor, params: { auditId, dryRun } }) => {
    const undone = await core.administration.undo(actor, auditId, { dryRun });
    return undone.ok ? ok(printChanged(undone.value)) : undone;
  }),
  'form.act': forBoth('changes', acting, async ({ core, actor, params: { view, action, key } }) => {
    const done = await core.administration.act(actor, view, action, key);
    return done.ok ? ok(null) : listed(done);
  }),
  search: forBoth('reads', z.strictObject({ text: z.string().max(200) }), async ({ core, actor, params }) =>
    ok(await core.administration.search(actor, params.text)),
  ),
};

async function makeChanges({ core, actor, params }: Asked<z.output<typeof changes>>): Promise<Outcome> {
  const changed = await core.administration.change(actor, params.changes, { dryRun: params.dryRun });
  return changed.ok ? ok(printChanged(changed.value)) : changed;
}

async function importForm({ core, actor, params, signal }: Asked<z.output<typeof importing>>): Promise<Outcome> {
  const { form, text, ...manner } = params;
  const imported = await core.administration.importRecords(actor, form, text, { ...manner, signal });
  return imported.ok ? ok(printImported(imported.value)) : imported;
}

/** Secrets that were made go to whoever asked, this once. */
export const printChanged = ({ dryRun, records }: Changed): ChangedLine => ({
  dryRun,
  records: records.map((record) => ({ ...record, made: revealed(record.made) })),
});

export const printImported = (summary: ImportSummary): ImportedLine => ({
  ...summary,
  made: Object.fromEntries([...summary.made].map(([key, made]) => [key, revealed(made)])),
});

const revealed = (made: Readonly<Record<string, Secret>>): Record<string, string> =>
  Object.fromEntries(Object.entries(made).map(([field, secret]) => [field, secret.reveal()]));
