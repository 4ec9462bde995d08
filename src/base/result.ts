// A value or a refusal: how an expected "no" travels. Faults are thrown, refusals are returned.

export type Ok<T> = { readonly ok: true; readonly value: T };
export type No<R> = { readonly ok: false; readonly refusal: R };
export type Result<T, R = Refusal> = Ok<T> | No<R>;

/** A refusal: a code of a room's `*.codes.ts`, the words for the user, and the field or place it is about. */
export interface Refusal {
  readonly code: string;
  readonly words: string;
  readonly field?: string;
}

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const no = <R>(refusal: R): No<R> => ({ ok: false, refusal });
