// The desk: what accounts need of administration, which stands a floor above and is given by whoever joins the rooms.

import type { Refusal, Result, Secret } from '#base';
import type { Configuration, Fields, Form, Patch, RecordWith } from '#forms';
import type { Tx } from '#storage';
import type { Actor } from '../actor.ts';

export interface DeskChange {
  readonly kind: 'change';
  readonly form: string;
  readonly key: string;
  readonly patch: Patch;
}

export interface DeskEvent<R> {
  readonly key: string;
  readonly before: R | undefined;
  readonly after: R | undefined;
}

export interface DeskAnswer {
  readonly records: readonly { readonly made: Readonly<Record<string, Secret>> }[];
}

export interface Desk {
  readonly configuration: Configuration;
  /** What is kept of a hashed secret. */
  kept(form: Form, key: string, field: string): string | undefined;
  /** All changes or none, with `also` in the same transaction. */
  change(
    actor: Actor,
    changes: readonly DeskChange[],
    manner?: { readonly also?: (tx: Tx) => Promise<void> },
  ): Promise<Result<DeskAnswer, readonly Refusal[]>>;
  onChange<F extends Fields>(form: Form<F>, listener: (event: DeskEvent<RecordWith<F>>) => void): () => void;
}
