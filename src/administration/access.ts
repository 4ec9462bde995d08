// Access: who may do what with which form. The policy itself is given from outside; this is where it is asked.

import { no, ok, type Refusal, type Result } from '#base';
import { type Form, formsCodes, type Registry } from '#forms';
import type { Actor } from '#security';
import { administrationCodes } from './administration.codes.ts';

export type Operation = 'read' | 'add' | 'change' | 'delete' | 'import' | 'export';

/** To whom a form is invisible, it does not exist. */
export type Verdict = 'allowed' | 'refused' | 'invisible';

export type May = (actor: Actor, form: Form, operation: Operation) => Verdict;

export class Access {
  readonly #registry: Registry;
  readonly #may: May;
  readonly #onRefused: (actor: Actor, form: Form, operation: Operation) => void;

  /** `onRefused` puts an attempt on access on record. */
  constructor(registry: Registry, may: May, onRefused: (actor: Actor, form: Form, operation: Operation) => void) {
    this.#registry = registry;
    this.#may = may;
    this.#onRefused = onRefused;
  }

  /** The forms that the actor may see. */
  visible(actor: Actor): Form[] {
    return this.#registry.forms.filter((form) => this.#may(actor, form, 'read') === 'allowed');
  }

  /** The form, where the actor may do that with it. */
  form(actor: Actor, id: string, operation: Operation): Result<Form> {
    const form = this.#registry.get(id);
    if (form === undefined) return no(unknownForm(id));
    const verdict = this.#may(actor, form, operation);
    if (verdict === 'allowed') return ok(form);
    this.#onRefused(actor, form, operation);
    if (verdict === 'invisible') return no(unknownForm(id));
    return no(administrationCodes.refuse('administration.not-permitted', { operation, form: form.title }));
  }
}

const unknownForm = (form: string): Refusal => formsCodes.refuse('forms.unknown-form', { form });
