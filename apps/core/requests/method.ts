// What a request is: who may send it, what it takes, what is done. Parameters are checked before anything is done.

import { z } from 'zod';
import { no, type Refusal, type Result } from '#base';
import type { ActiveSession, Actor, From, Shown } from '#security';
import type { CoreDoor, WriteChunk } from '../core-door.ts';

export type Outcome = Result<unknown, readonly Refusal[]>;

/**
 * Who may send a request: the owner of the machine, by the local socket; a person, by the portal with a session; both; or
 * anyone whom the portal lets through, before a login.
 */
export type Callers = 'owner' | 'person' | 'both' | 'anyone';

/** A person with a session that holds, as the portal shows it. */
export interface Person {
  readonly session: ActiveSession;
  readonly shown: Shown;
  readonly from: From;
}

export interface Asked<P> {
  readonly core: CoreDoor;
  /** On whose behalf; of a stranger nobody's. */
  readonly actor: Actor;
  readonly params: P;
  readonly write: WriteChunk;
  readonly signal: AbortSignal;
}

export interface Given extends Asked<unknown> {
  readonly person: Person | undefined;
  readonly from: From;
}

export interface Method {
  readonly callers: Callers;
  /** Whether it changes something: then the portal must show the CSRF token. */
  readonly changes: boolean;
  readonly takes: z.ZodType;
  run(given: Given): Outcome | Promise<Outcome>;
}

type Done = Outcome | Promise<Outcome>;
type Run<S extends z.ZodType, More = unknown> = (asked: Asked<z.output<S>> & More) => Done;

// Below, the parameters have the type of their schema, which has let them pass.

/** A request of the machine's owner alone. */
export const forOwner = <S extends z.ZodType>(takes: S, run: Run<S>): Method => ({
  ...{ callers: 'owner', changes: false, takes },
  run: (given) => run(given as Asked<z.output<S>>),
});

/** A request of the owner and of a person. */
export const forBoth = <S extends z.ZodType>(manner: 'reads' | 'changes', takes: S, run: Run<S>): Method => ({
  ...{ callers: 'both', changes: manner === 'changes', takes },
  run: (given) => run(given as Asked<z.output<S>>),
});

/** A request of a person: the owner of the machine has no session. */
export const forPerson = <S extends z.ZodType>(
  manner: 'reads' | 'changes',
  takes: S,
  run: Run<S, { readonly person: Person }>,
): Method => ({
  ...{ callers: 'person', changes: manner === 'changes', takes },
  run: (given) => {
    if (given.person === undefined) throw new Error('a request of a person without one');
    return run(given as Asked<z.output<S>> & { person: Person });
  },
});

/** A request that needs no session, through the portal. */
export const forAnyone = <S extends z.ZodType>(takes: S, run: Run<S, { readonly from: From }>): Method => ({
  ...{ callers: 'anyone', changes: false, takes },
  run: (given) => run(given as Asked<z.output<S>> & { from: From }),
});

export const nothing = z.strictObject({}).prefault({});
export const name = z.string().max(200);
export const count = z.int().min(0);

/** A single refusal as a list of one. */
export const listed = <T>(result: Result<T>): Outcome => (result.ok ? result : no([result.refusal]));

type GivenOf<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The parameters that were given; one that was not is absent, as `exactOptionalPropertyTypes` asks. */
export const given = <T extends object>(params: T): GivenOf<T> =>
  // Every `undefined` has just been taken out.
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)) as GivenOf<T>;
