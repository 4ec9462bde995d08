// The configuration of a bench: records by form and key, without a database.

import {
  type Configuration,
  type Fields,
  type Form,
  initialRecord,
  type Patch,
  type RecordWith,
  validate,
} from '#forms';

/** Records by form and key, read as their forms read them when they are first asked for. */
export class Site implements Configuration {
  readonly #given: Readonly<Record<string, readonly Patch[]>>;
  readonly #read = new Map<string, unknown>();

  constructor(given: Readonly<Record<string, readonly Patch[]>>) {
    this.#given = given;
  }

  records<F extends Fields>(form: Form<F>): ReadonlyMap<string, RecordWith<F>> {
    const known = this.#read.get(form.id);
    // What is kept under the id of a form was read by it, below.
    if (known !== undefined) return known as ReadonlyMap<string, RecordWith<F>>;
    const read = (this.#given[form.id] ?? []).map((patch) => recordOf(form, patch));
    const table = new Map(read.map((record) => [String(record[form.key ?? '']), record]));
    this.#read.set(form.id, table);
    return table;
  }

  single<F extends Fields>(form: Form<F>): RecordWith<F> {
    const [patch = {}] = this.#given[form.id] ?? [];
    return recordOf(form, patch, initialRecord(form));
  }
}

function recordOf<F extends Fields>(form: Form<F>, patch: Patch, base?: RecordWith<F>): RecordWith<F> {
  const read = validate(form, patch, base);
  if (!read.ok) throw new Error(read.refusal.map(({ words }) => words).join('; '));
  return read.value.record;
}
