// Between a record and its stored body: JSON in which each secret is sealed to its place, or hashed.

import { no, ok, type Refusal, type Result, type Secret } from '#base';
import { type Form, validateStored } from '#forms';
import type { Sealer } from '#security';
import type { FormRow } from '#storage';
import { administrationCodes } from './administration.codes.ts';
import { isHashed } from './hashed.ts';
import type { Row } from './snapshot.ts';

/** The text that is stored of a row. */
export function printBody(form: Form, { record, sealed }: Row): string {
  const stored = Object.entries(form.fields).map(([name, { kind }]) => [
    name,
    kind === 'secret' ? (sealed[name] ?? '') : record[name],
  ]);
  return JSON.stringify(Object.fromEntries(stored));
}

/** What is kept of the secrets of a record after a change: sealed, or as it was hashed. */
export function keepSecrets(
  sealer: Pick<Sealer, 'seal'>,
  { form, key }: { readonly form: Form; readonly key: string },
  before: Readonly<Record<string, string>>,
  secrets: ReadonlyMap<string, Secret | undefined>,
  hashes: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  if (secrets.size === 0) return before;
  const sealed = { ...before };
  for (const [field, secret] of secrets) {
    if (secret === undefined) delete sealed[field];
    else if (!isHashed(form, field)) sealed[field] = sealer.seal({ form: form.id, key, field }, secret);
    else sealed[field] = hashes[field] ?? throwUnhashed(form, field);
  }
  return Object.freeze(sealed);
}

/** What is to be hashed is never sealed instead. */
function throwUnhashed(form: Form, field: string): never {
  throw new Error(`${form.id}.${field} was not hashed`);
}

/** Reads a stored row. A field that came with a newer program has its initial value; one that the form refuses is refused. */
export function readRow(form: Form, stored: FormRow): Result<Row, readonly Refusal[]> {
  const body = parseBody(stored.body);
  const read = body === undefined ? no(['its body is no JSON object']) : validateStored(form, body);
  if (!read.ok) {
    const values = { form: form.title, key: stored.key };
    return no(
      read.refusal.map((why) => administrationCodes.refuse('administration.stored-record', { ...values, why })),
    );
  }
  const { version, changedAtMs, changedBy } = stored;
  return ok({ ...read.value, version, changedAtMs, changedBy });
}

function parseBody(text: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : undefined;
  } catch {
    return undefined;
  }
}
