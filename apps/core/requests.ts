// The requests of the local socket: what each takes, what it gives. Parameters are checked before anything else.

import { z } from 'zod';
import type { Change, Changed, ImportSummary } from '#administration';
import { limits, no, ok, type Refusal, type Result, type Secret } from '#base';
import { type Actor, localActor } from '#security';
import { coreCodes } from './core.codes.ts';
import type { CoreDoor, WriteChunk } from './core-door.ts';
import type { ChangedLine, ImportedLine, StoppingLine } from './protocol.ts';
import type { Answer } from './socket.ts';

type Outcome = Result<unknown, readonly Refusal[]>;

interface Request<P> {
  readonly core: CoreDoor;
  readonly actor: Actor;
  readonly params: P;
  readonly write: WriteChunk;
}

interface Method {
  readonly takes: z.ZodType;
  run(request: Request<unknown>): Outcome | Promise<Outcome>;
}

/** A method whose parameters have the type of their schema. */
const method = <S extends z.ZodType>(
  takes: S,
  run: (request: Request<z.output<S>>) => Outcome | Promise<Outcome>,
): Method => ({
  takes,
  // The parameters are what `takes` has let pass.
  run: (request) => run(request as Request<z.output<S>>),
});

const nothing = z.strictObject({}).prefault({});
const name = z.string().max(200);
const count = z.int().min(0);
const patch = z.record(z.string(), z.unknown());
const format = z.enum(['csv', 'json']);

const query = z.strictObject({
  form: name,
  search: z.string().optional(),
  where: z.record(z.string(), z.string()).optional(),
  sort: name.optional(),
  descending: z.boolean().optional(),
  offset: count.optional(),
  limit: count.optional(),
});

const change: z.ZodType<Change> = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('add'), form: name, patch, copyOf: name.optional() }),
    z.strictObject({ kind: z.literal('change'), form: name, key: name.optional(), patch, version: count.optional() }),
    z.strictObject({ kind: z.literal('delete'), form: name, key: name, version: count.optional() }),
  ])
  // JSON has no `undefined`: a parameter that is not given is not there.
  .transform((given) => given as Change);

const changes = z.strictObject({
  changes: z.array(change).min(1).max(limits.forms.importRows),
  dryRun: z.boolean().default(false),
});

const importing = z.strictObject({
  form: name,
  format,
  mode: z.enum(['add', 'replace', 'upsert']),
  dryRun: z.boolean(),
  text: z.string(),
});

const auditFilter = z
  .strictObject({
    user: name.optional(),
    action: name.optional(),
    fromMs: count.optional(),
    toMs: count.optional(),
    text: z.string().max(200).optional(),
    before: count.optional(),
    limit: z.int().min(1).max(1_000).default(50),
  })
  .prefault({});

const historyPage = z
  .strictObject({
    number: name.optional(),
    before: z.strictObject({ startedAtMs: count, id: name }).optional(),
    /** Default: as many as the form System Options says. */
    limit: z.int().min(1).max(1_000).optional(),
  })
  .prefault({});

const methods = new Map<string, Method>([
  ['status', method(nothing, async ({ core }) => ok(await core.status()))],
  ['stop', method(nothing, ({ core, actor }) => stop(core, actor))],
  ['form.list', method(nothing, ({ core, actor }) => ok(core.administration.list(actor)))],
  [
    'form.describe',
    method(z.strictObject({ form: name }), ({ core, actor, params }) =>
      listed(core.administration.show(actor, params.form)),
    ),
  ],
  [
    'form.get',
    method(z.strictObject({ form: name, key: name.optional() }), async ({ core, actor, params }) =>
      listed(await core.administration.get(actor, params.form, params.key)),
    ),
  ],
  [
    'form.query',
    method(query, async ({ core, actor, params: { form, ...rest } }) =>
      listed(await core.administration.query(actor, form, given(rest))),
    ),
  ],
  ['form.change', method(changes, (request) => makeChanges(request))],
  ['form.import', method(importing, (request) => importForm(request))],
  [
    'form.export',
    method(z.strictObject({ form: name, format }), async ({ core, actor, params, write }) =>
      listed(await core.exportForm(actor, params, write)),
    ),
  ],
  ['audit.list', method(auditFilter, async ({ core, params }) => ok(await core.auditList(given(params))))],
  ['audit.verify', method(nothing, async ({ core, actor }) => ok(await core.auditVerify(actor)))],
  ['audit.export', method(nothing, async ({ core, actor, write }) => listed(await core.auditExport(actor, write)))],
  ['history.list', method(historyPage, async ({ core, params }) => ok(await core.historyList(given(params))))],
  ['registrations.list', method(nothing, ({ core }) => ok(core.registrations()))],
  ['calls.list', method(nothing, ({ core }) => ok(core.calls()))],
  ['certificate.authority', method(nothing, ({ core }) => ok(core.authority()))],
]);

/** The names of all requests. */
export const methodNames: readonly string[] = [...methods.keys()];

/** Answers requests of this machine's owner on behalf of `core`. */
export const makeAnswer =
  (core: CoreDoor): Answer =>
  async (name, params, write) => {
    const found = methods.get(name);
    if (found === undefined) return no([coreCodes.refuse('core.unknown-method', { method: name.slice(0, 50) })]);
    const checked = found.takes.safeParse(params);
    if (!checked.success) {
      const why = checked.error.issues.map((issue) => `${issue.path.join('.') || 'it'}: ${issue.message}`).join('; ');
      return no([coreCodes.refuse('core.wrong-parameters', { method: name, why })]);
    }
    return found.run({ core, actor: localActor(name), params: checked.data, write });
  };

function stop(core: CoreDoor, actor: Actor): Outcome {
  const stopping: StoppingLine = { pid: process.pid };
  core.stop(actor);
  return ok(stopping);
}

async function makeChanges({ core, actor, params }: Request<z.output<typeof changes>>): Promise<Outcome> {
  const changed = await core.administration.change(actor, params.changes, { dryRun: params.dryRun });
  return changed.ok ? ok(printChanged(changed.value)) : changed;
}

async function importForm({ core, actor, params }: Request<z.output<typeof importing>>): Promise<Outcome> {
  const imported = await core.importForm(actor, params);
  return imported.ok ? ok(printImported(imported.value)) : imported;
}

/** Secrets that were made go to the owner of the machine, this once. */
const printChanged = ({ dryRun, records }: Changed): ChangedLine => ({
  dryRun,
  records: records.map((record) => ({ ...record, made: revealed(record.made) })),
});

const printImported = (summary: ImportSummary): ImportedLine => ({
  ...summary,
  made: Object.fromEntries([...summary.made].map(([key, made]) => [key, revealed(made)])),
});

const revealed = (made: Readonly<Record<string, Secret>>): Record<string, string> =>
  Object.fromEntries(Object.entries(made).map(([field, secret]) => [field, secret.reveal()]));

const listed = <T>(result: Result<T>): Outcome => (result.ok ? result : no([result.refusal]));

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The parameters that were given; one that was not is absent, as `exactOptionalPropertyTypes` asks. */
const given = <T extends object>(params: T): Given<T> =>
  // Every `undefined` has just been taken out.
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)) as Given<T>;
