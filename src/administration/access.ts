// Access: who may do what with which form. The policy itself is given from outside; this is where it is asked.

import { no, ok, type Refusal, type Result } from '#base';
import {
  type Duty,
  type Form,
  type FormOrView,
  formsCodes,
  type Operation,
  operationsOf,
  type Reader,
  type Registry,
} from '#forms';
import type { Actor, Verdict, Wish } from '#security';
import { administrationCodes } from './administration.codes.ts';

export type { Operation } from '#forms';

export type May = (actor: Actor, form: FormOrView, operation: Operation) => Verdict;

/** Whose fields the actor may change, in forms that they may change at all (ADM-7). */
export type DutiesOf = (actor: Actor) => readonly Duty[];

/** What else is asked before a record is changed, by whoever knows more about rights than which form it is. */
export type Guard = (wish: Wish) => readonly Refusal[];

export interface AccessOptions {
  readonly registry: Registry;
  readonly may: May;
  readonly duties: DutiesOf;
  /** Puts an attempt on access on record. */
  readonly onRefused: (actor: Actor, form: FormOrView, operation: Operation) => void;
}

export class Access {
  readonly #options: AccessOptions;

  constructor(options: AccessOptions) {
    this.#options = options;
  }

  /** The forms and views that the actor may see. */
  visible(actor: Actor): FormOrView[] {
    return this.#options.registry.all.filter((form) => this.#may(actor, form, 'read') === 'allowed');
  }

  sees(actor: Actor, id: string): boolean {
    const form = this.#options.registry.find(id);
    return form !== undefined && this.#may(actor, form, 'read') === 'allowed';
  }

  /** What the actor may do with it. */
  operations(actor: Actor, form: FormOrView): Operation[] {
    return operationsOf(form).filter((operation) => this.#may(actor, form, operation) === 'allowed');
  }

  /** The actor as a reader of this form's description. */
  reader(actor: Actor, form: FormOrView): Reader {
    const duties = this.#options.duties(actor);
    return {
      operations: this.operations(actor, form),
      sees: (id) => this.sees(actor, id),
      has: (duty) => duties.includes(duty),
    };
  }

  /** The form or view, where the actor may do that with it. */
  find(actor: Actor, id: string, operation: Operation): Result<FormOrView> {
    const form = this.#options.registry.find(id);
    if (form === undefined) return no(unknownForm(id));
    const verdict = this.#may(actor, form, operation);
    if (verdict === 'allowed') return ok(form);
    this.#options.onRefused(actor, form, operation);
    if (verdict === 'invisible') return no(unknownForm(id));
    return no(administrationCodes.refuse('administration.not-permitted', { operation, form: form.title }));
  }

  /** The form, where the actor may do that with it; a view has no records to change. */
  form(actor: Actor, id: string, operation: Operation): Result<Form> {
    const asked = this.#options.registry.view(id) === undefined ? operation : 'read';
    const found = this.find(actor, id, asked);
    if (!found.ok) return found;
    const form = this.#options.registry.get(id);
    if (form !== undefined) return ok(form);
    return no(administrationCodes.refuse('administration.only-a-view', { form: found.value.title }));
  }

  #may(actor: Actor, form: FormOrView, operation: Operation): Verdict {
    return this.#options.may(actor, form, operation);
  }
}

const unknownForm = (form: string): Refusal => formsCodes.refuse('forms.unknown-form', { form });
