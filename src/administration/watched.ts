// A look at the configuration that remembers which forms were looked at.

import type { Fields, Form, Look, RecordWith } from '#forms';

export class WatchedLook implements Look {
  readonly #look: Look;
  readonly #forms = new Set<string>();

  constructor(look: Look) {
    this.#look = look;
  }

  /** The ids of the forms whose records were asked for. */
  get formsLookedAt(): readonly string[] {
    return [...this.#forms];
  }

  records<F extends Fields>(form: Form<F>): ReadonlyMap<string, RecordWith<F>> {
    this.#forms.add(form.id);
    return this.#look.records(form);
  }

  single<F extends Fields>(form: Form<F>): RecordWith<F> {
    this.#forms.add(form.id);
    return this.#look.single(form);
  }

  keys(formId: string): Iterable<string> {
    this.#forms.add(formId);
    return this.#look.keys(formId);
  }

  keysWith(formId: string, field: string, value: unknown): readonly string[] {
    this.#forms.add(formId);
    return this.#look.keysWith(formId, field, value);
  }

  formIds(): readonly string[] {
    return this.#look.formIds();
  }
}
