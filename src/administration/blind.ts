// A look at the configuration as far as somebody may see it: forms that they may not see are empty, or as they initially are.

import { type Fields, type Form, initialRecord, type Look, type RecordWith } from '#forms';

export class BlindLook implements Look {
  readonly #look: Look;
  readonly #sees: (formId: string) => boolean;

  constructor(look: Look, sees: (formId: string) => boolean) {
    this.#look = look;
    this.#sees = sees;
  }

  records<F extends Fields>(form: Form<F>): ReadonlyMap<string, RecordWith<F>> {
    return this.#sees(form.id) ? this.#look.records(form) : new Map();
  }

  single<F extends Fields>(form: Form<F>): RecordWith<F> {
    return this.#sees(form.id) ? this.#look.single(form) : initialRecord(form);
  }

  keys(formId: string): Iterable<string> {
    return this.#sees(formId) ? this.#look.keys(formId) : [];
  }

  keysWith(formId: string, field: string, value: unknown): readonly string[] {
    return this.#sees(formId) ? this.#look.keysWith(formId, field, value) : [];
  }

  formIds(): readonly string[] {
    return this.#look.formIds();
  }
}
