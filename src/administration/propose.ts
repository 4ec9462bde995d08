// The first half of the walk: each change by itself. Is it allowed, does its record exist, is the version current, does the form accept it?

import { no, ok, type Refusal, type Result } from '#base';
import {
  type AnyRecord,
  type Difference,
  difference,
  type Form,
  fieldOf,
  formsCodes,
  type Patch,
  type Proposal,
  secretsOf,
  validate,
} from '#forms';
import { administrationCodes } from './administration.codes.ts';
import type { Change } from './requests.ts';
import { type Row, type Snapshot, singleKey } from './snapshot.ts';

/** A change that its form accepts. */
export interface Planned {
  readonly kind: 'add' | 'change' | 'delete' | 'unchanged';
  readonly form: Form;
  readonly key: string;
  readonly before: Row | undefined;
  /** Undefined of a delete. */
  readonly proposal: Proposal | undefined;
  readonly differences: readonly Difference[];
  /** The key of the record that it is a copy of. */
  readonly copyOf?: string;
}

type Proposed = Result<Planned, readonly Refusal[]>;

/** What `change` makes of the configuration as it is, by itself. */
export function propose(form: Form, change: Change, now: Snapshot): Proposed {
  switch (change.kind) {
    case 'add':
      return proposeAdd(form, change.patch, change.copyOf, now);
    case 'change':
      return proposeChange(form, change, now);
    case 'delete':
      return proposeDelete(form, change, now);
  }
}

/** The key that a change is about, as far as it can be told from what was asked. */
export function keyOf(form: Form | undefined, change: Change): string {
  if (change.kind !== 'add') return change.key ?? singleKey;
  const key = form?.key === undefined ? undefined : change.patch[form.key];
  return typeof key === 'string' ? key.trim() : '';
}

function proposeAdd(form: Form, patch: Patch, copyOf: string | undefined, now: Snapshot): Proposed {
  if (form.key === undefined) return refuse('forms.single', { form: form.title });
  const original = copyOf === undefined ? undefined : now.rows(form.id).get(copyOf);
  if (copyOf !== undefined && original === undefined)
    return refuse('forms.no-such-record', { form: form.title, key: copyOf });
  const copied = original === undefined ? {} : whatACopyTakes(form, original.record);
  const validated = settled(form, validate(form, { ...copied, ...patch }), undefined);
  if (!validated.ok) return validated;
  const key = String(validated.value.record[form.key]);
  if (now.rows(form.id).has(key)) {
    const { label } = form.fields[form.key] ?? { label: form.key };
    return no([formsCodes.refuse('forms.duplicate-key', { form: form.title, key, label }, form.key)]);
  }
  const added = plannedOf('add', form, key, undefined, validated.value);
  return ok(copyOf === undefined ? added : { ...added, copyOf });
}

/** What a copy takes over: everything but the key, the secrets and what no other record may have. */
function whatACopyTakes(form: Form, record: AnyRecord): Patch {
  const left = new Set([form.key, ...secretsOf(form)]);
  return Object.fromEntries(
    Object.entries(record).filter(([name]) => !left.has(name) && fieldOf(form, name)?.unique !== true),
  );
}

function proposeChange(form: Form, change: Change & { kind: 'change' }, now: Snapshot): Proposed {
  if (form.key !== undefined && change.key === undefined) return refuse('forms.key-missing', { form: form.title });
  const key = change.key ?? singleKey;
  const found = current(form, key, change.version, now);
  if (!found.ok) return found;
  const before = found.value;
  const validated = settled(form, validate(form, change.patch, before.record), before.record);
  if (!validated.ok) return validated;
  const planned = plannedOf('change', form, key, before, validated.value);
  return ok(planned.differences.length === 0 ? { ...planned, kind: 'unchanged' } : planned);
}

/** The proposal with what follows from it; its key stays. */
function settled(
  form: Form,
  validated: Result<Proposal, readonly Refusal[]>,
  before: AnyRecord | undefined,
): Result<Proposal, readonly Refusal[]> {
  if (!validated.ok) return validated;
  const { record, secrets, made } = validated.value;
  const after = form.settle(record, { before, secrets: [...secrets.keys()], made });
  if (form.key !== undefined && after[form.key] !== record[form.key]) throw new Error(`${form.id} settles its own key`);
  return ok({ record: after, secrets, made });
}

function proposeDelete(form: Form, change: Change & { kind: 'delete' }, now: Snapshot): Proposed {
  if (form.key === undefined) return refuse('forms.single', { form: form.title });
  const found = current(form, change.key, change.version, now);
  if (!found.ok) return found;
  return ok(plannedOf('delete', form, change.key, found.value, undefined));
}

function plannedOf(
  kind: Planned['kind'],
  form: Form,
  key: string,
  before: Row | undefined,
  proposal: Proposal | undefined,
): Planned {
  const differences = difference(form, before?.record, proposal?.record, proposal?.secrets.keys());
  return { kind, form, key, before, proposal, differences };
}

/** The row as it is, when it is the version that the change was made for. */
function current(form: Form, key: string, version: number | undefined, now: Snapshot): Result<Row, readonly Refusal[]> {
  const row = now.rows(form.id).get(key);
  if (row === undefined) return refuse('forms.no-such-record', { form: form.title, key });
  if (version === undefined || version === row.version) return ok(row);
  const values = { key: key === singleKey ? form.title : key, by: row.changedBy, now: row.version, given: version };
  return refuse('forms.stale-version', values);
}

const refuse = (code: Parameters<typeof formsCodes.refuse>[0], values: Record<string, string | number>) =>
  no([formsCodes.refuse(code, values)]);

/** The refusal of a second change to the same record. */
export const refuseTwice = (form: Form, key: string): Refusal =>
  administrationCodes.refuse('administration.twice', { form: form.title, key: key === singleKey ? 'The record' : key });
