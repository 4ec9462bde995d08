// The walk of a change, from what is wanted to what is told: planned, written and recorded as one, one change at a time.

import { type Clock, Events, type Log, no, ok, type Result, type Secret } from '#base';
import type { Form, Registry } from '#forms';
import type { AuditFact } from '#records';
import type { Actor, Sealer } from '#security';
import type { Storage, Tx } from '#storage';
import type { Access, DutiesOf, Guard, Operation } from './access.ts';
import { administrationCodes } from './administration.codes.ts';
import { eachInChunks, LongWork } from './chunks.ts';
import { commit } from './commit.ts';
import type { Hashed } from './hashed.ts';
import { type Intake, takeIn } from './intake.ts';
import { plan } from './plan.ts';
import { eventOf, type Outcomes, type Prepared, prepare } from './prepare.ts';
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
  /** Opens what is uploaded with a change. */
  readonly intake?: Intake;
  /** The clear text of a sealed secret. */
  readonly reveal: (form: Form, key: string, field: string) => Result<Secret>;
}

/** How a change is made, beyond what it changes. */
export interface Manner {
  readonly dryRun?: boolean;
  /** An audit entry to stand before those of the records, made of what will be written. */
  readonly first?: (written: readonly Prepared[]) => AuditFact;
  /** What is written in the same transaction. */
  readonly also?: (tx: Tx) => Promise<void>;
  /** What it is part of, where somebody waits for it. Cancelled before it is on disk, the change is refused. */
  readonly work?: LongWork;
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
    const { dryRun = false, work = new LongWork() } = manner;
    const formFor = (id: string, operation: Operation) => access.form(actor, id, operation);
    const sees = (id: string) => access.sees(actor, id);
    const whole = { form: changes[0]?.form ?? '', key: '', change: 0 };
    const cancelled = () => no([{ ...administrationCodes.refuse('administration.cancelled'), ...whole }]);
    const { registry, intake, reveal } = this.#options;
    const taken = await takeIn(changes, { registry, access, actor, intake, reveal, now: this.#now });
    if (!taken.ok) return taken;
    const planned = await plan(taken.value, { ...this.#options, actor, now: this.#now, formFor, sees, work });
    if (work.isCancelled) return cancelled();
    if (!planned.ok) return planned;
    const outcomes = await prepare(actor, planned.value, dryRun, { ...this.#options, work });
    if (work.isCancelled) return cancelled();
    if (dryRun) return ok(outcomes.answer);
    const written = await this.#write(actor, outcomes, { ...manner, work });
    return written.ok ? ok({ ...outcomes.answer, head: written.value }) : no([{ ...written.refusal, ...whole }]);
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

  async #write(
    actor: Actor,
    { written, rows }: Outcomes,
    { first, also, work }: Manner & { readonly work: LongWork },
  ): Promise<Result<number>> {
    if (written.length === 0 && also === undefined) return ok(0);
    const next = await this.#now.with(rows);
    const beside = { first: first?.(written), also };
    const done = await this.safely(() => commit(actor, written, { ...this.#options, work }, beside));
    if (!done.ok) return done;
    this.#now = next;
    await eachInChunks(written, (one) => this.changed.emit(eventOf(one)));
    return done;
  }
}
