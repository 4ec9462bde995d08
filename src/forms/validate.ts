// Checks one record by its form alone: unknown, missing, misread and out-of-range fields, all of them at once.

import { no, ok, printable, type Refusal, type Result, Secret } from '#base';
import { type AnyRecord, type Fields, type FormShape, fieldOf, type Patch, type RecordWith } from './define.ts';
import type { Field } from './fields/field.ts';
import { type FormsCode, formsCodes } from './forms.codes.ts';

/** A record that its form accepts, and the secrets that came with it. */
export interface Proposal<F extends Fields = Fields> {
  readonly record: RecordWith<F>;
  /** The clear text of each secret that was given or made; undefined of one that was taken away. */
  readonly secrets: ReadonlyMap<string, Secret | undefined>;
  /** Which of them were made here: they are told once. */
  readonly made: readonly string[];
}

/** Collects what is found out about one record. */
interface Findings {
  readonly values: Record<string, unknown>;
  readonly secrets: Map<string, Secret | undefined>;
  readonly made: string[];
  readonly refusals: Refusal[];
}

/** Reads `patch` over `base`, or as a new record. Texts are read by the kind of their field. Gives the whole record, or every refusal. */
export function validate<F extends Fields>(
  form: FormShape<F>,
  patch: Patch,
  base?: RecordWith<F>,
): Result<Proposal<F>, readonly Refusal[]> {
  const found: Findings = { values: { ...(base ?? {}) }, secrets: new Map(), made: [], refusals: [] };
  found.refusals.push(...unknownFields(form, patch));
  for (const [name, field] of Object.entries(form.fields)) {
    const given = Object.hasOwn(patch, name) ? patch[name] : undefined;
    if (field.kind === 'secret') takeSecret(name, field, given, base === undefined, found);
    else if (given !== undefined) takeValue(name, field, given, found);
    else if (base === undefined) takeInitial(name, field, found);
  }
  if (base !== undefined) keepKey(form, base, found);
  if (found.refusals.length > 0) return no(found.refusals);
  // Every field of the form was checked by its own schema above.
  const record = Object.freeze(found.values) as RecordWith<F>;
  return ok({ record, secrets: found.secrets, made: found.made });
}

/** Of one record, so many names are told: more is no record of this form at all. */
const unknownTold = 20;

function unknownFields(form: FormShape, patch: Patch): Refusal[] {
  const names = Object.keys(patch).filter((name) => fieldOf(form, name) === undefined);
  return names.slice(0, unknownTold).map((name) => {
    const shown = shorten(printable(name));
    return formsCodes.refuse('forms.unknown-field', { form: form.title, name: shown }, shown);
  });
}

function takeValue(name: string, field: Field, given: unknown, found: Findings): void {
  const parsed = field.schema.safeParse(typeof given === 'string' ? field.read(given) : given);
  if (parsed.success) found.values[name] = freezeValue(parsed.data);
  else found.refusals.push(refuseValue(name, field, given, parsed.error.issues[0]?.code));
}

/** Lists and maps in a record do not change either. */
export const freezeValue = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? Object.freeze(value) : value;

function takeInitial(name: string, field: Field, found: Findings): void {
  if (field.initial === undefined)
    found.refusals.push(formsCodes.refuse('forms.required', { label: field.label, expects: field.expects }, name));
  else found.values[name] = freezeValue(field.initial);
}

/** A blank secret asks for a new one where one is made, and otherwise takes the old one away. */
function takeSecret(name: string, field: Field, given: unknown, adding: boolean, found: Findings): void {
  if (given === undefined && !adding) return;
  if (field.kept === 'never') return takeNothing(name, field, given, found);
  const blank = given === undefined || given === '';
  const text = blank ? field.make?.() : given;
  if (blank && text !== undefined) found.made.push(name);
  if (text === undefined) {
    if (!adding) found.secrets.set(name, undefined);
  } else if (typeof text === 'string' && field.schema.safeParse(text).success) {
    found.secrets.set(name, new Secret(text));
  } else found.refusals.push(refuseValue(name, field, undefined, undefined));
  found.values[name] = text !== undefined;
}

/** What is never kept was made something else of before; what comes as far as this has its shape looked at, and is left. */
function takeNothing(name: string, field: Field, given: unknown, found: Findings): void {
  found.values[name] = false;
  if (given === undefined || given === '' || (typeof given === 'string' && field.schema.safeParse(given).success))
    return;
  found.refusals.push(refuseValue(name, field, undefined, undefined));
}

/** The words tell what was given, except of a secret. */
function refuseValue(name: string, field: Field, given: unknown, issue: string | undefined): Refusal {
  const range = field.kind !== 'secret' && (issue === 'too_small' || issue === 'too_big');
  const code: FormsCode = range ? 'forms.out-of-range' : field.code;
  return formsCodes.refuse(code, { label: field.label, expects: field.expects, given: quoted(given) }, name);
}

function quoted(given: unknown): string {
  const text = printable(typeof given === 'string' ? given.slice(0, 200) : inJson(given));
  return text === '' ? 'blank' : `"${shorten(text)}"`;
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** What is nested too deep to be printed is named by what it is. */
function inJson(given: unknown): string {
  try {
    return JSON.stringify(given) ?? String(given);
  } catch {
    return Array.isArray(given) ? 'a list' : 'an object';
  }
}

function keepKey(form: FormShape, base: AnyRecord, { values, refusals }: Findings): void {
  const { key } = form;
  if (key === undefined || values[key] === base[key]) return;
  refusals.push(formsCodes.refuse('forms.key-fixed', { label: form.fields[key]?.label ?? key }, key));
}
