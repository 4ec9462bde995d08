// The walk of a change, from what is wanted to what is told: planned, written and recorded as one, one change at a time.

import { type Clock, Events, type Log, no, ok, type Result } from '#base';
import type { Registry } from '#forms';
import type { AuditFact } from '#records';
import type { Actor, Sealer } from '#security';
import type { Storage, Tx } from '#storage';
import type { Access, DutiesOf, Guard, Operation } from './access.ts';
import { administrationCodes } from './administration.codes.ts';
import { eachInChunks } from './chunks.ts';
import { answerOf, commit, eventsOf, type Prepared, prepare, rowChanges } from './commit.ts';
import type { Hashed } from './hashed.ts';
import { plan } from './plan.ts';
import type { Change, Changed, ChangeRefusal, RecordChange } from './requests.ts';
import { Snapshot } from './snapshot.ts';
import type { Trail } from './trail.ts';
import { Turns } from './turns.ts';

export interface ChangingOptions {
  readonly registry: Registry;
  readonly storage: Pick<Storage, 'attempt' | 'forms' | 'recordChanges'>;
  readonly trail: Trail;
  readonly sealer: Pick<Sealer, 'seal'>;
  readonly log: Log;
  readonly clock: Clock;
  readonly access: Access;
  readonly duties: DutiesOf;
  readonly guard?: Guard;
  /** Needed where a form has a hashed secret. */
  readonly hashed?: Hashed;
}

/** How a change is made, beyond what it changes. */
export interface Manner {
  readonly dryRun?: boolean;
  /** An audit entry to stand before those of the records, made of what will be written. */
  readonly first?: (prepared: readonly Prepared[]) => AuditFact;
  /** What is written in the same transaction. */
  readonly also?: (tx: Tx) => Promise<void>;
  /** Told now and then how much is done, from 0 to 1. */
  readonly onProgress?: (part: number) => void;
  /** Aborted before the records are written, the change is refused. */
  readonly signal?: AbortSignal;
}

export type Outcome = Result<Changed, readonly ChangeRefusal[]>;

export class Changing {
  /** Told of each changed record, after it is on disk and in `now`. */
  readonly changed: Events<RecordChange>;
  readonly #options: ChangingOptions;
  readonly #turns = new Turns();
  #now: Snapshot;

  constructor(options: ChangingOptions) {
    this.#options = options;
    this.changed = new Events('configuration', options.log);
    this.#now = Snapshot.empty(options.registry.forms);
  }

  get now(): Snapshot {
    return this.#now;
  }

  /** Begins from what was loaded. */
  begin(loaded: Snapshot): void {
    this.#now = loaded;
  }

  /** Runs `work` after every change that was wanted before it; inside it, `make` changes. */
  turn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.take(work);
  }

  /** Makes all changes or none; only within a turn. */
  async make(actor: Actor, changes: readonly Change[], manner: Manner): Promise<Outcome> {
    const { access } = this.#options;
    const formFor = (id: string, operation: Operation) => access.form(actor, id, operation);
    const sees = (id: string) => access.sees(actor, id);
    const planned = await plan(changes, { ...this.#options, actor, now: this.#now, formFor, sees });
    if (!planned.ok) return planned;
    const prepared = await prepare(actor, planned.value, this.#options);
    const { dryRun = false, signal } = manner;
    const answer: Changed = { dryRun, records: prepared.map((one) => answerOf(one, dryRun)) };
    if (dryRun) return ok(answer);
    const whole = { form: changes[0]?.form ?? '', key: '', change: 0 };
    if (signal?.aborted === true) return no([{ ...administrationCodes.refuse('administration.cancelled'), ...whole }]);
    const written = await this.#write(actor, prepared, manner);
    return written.ok ? ok(answer) : no([{ ...written.refusal, ...whole }]);
  }

  /** A fault in the database or the trail becomes a refusal that shows only the fault's id. */
  async safely<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await work();
    } catch (fault) {
      const id = this.#options.log.fault('a change could not be written', fault);
      return no(administrationCodes.refuse('administration.not-written', { id }));
    }
  }

  async #write(actor: Actor, prepared: readonly Prepared[], { first, also }: Manner): Promise<Result<unknown>> {
    const changes = rowChanges(prepared);
    if (changes.size === 0 && also === undefined) return ok(undefined);
    const written = await this.safely(() => commit(actor, prepared, this.#options, first?.(prepared), also));
    if (!written.ok) return written;
    this.#now = this.#now.with(changes);
    await eachInChunks(eventsOf(prepared), (event) => this.changed.emit(event));
    return written;
  }
}
