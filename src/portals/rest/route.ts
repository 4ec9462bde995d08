// A route of REST: from this one value come the address, the refusals of what does not fit it, and its part of the OpenAPI document.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonObject } from '../http/json.ts';
import type { Answer, Caller, MethodName, ParamsOf, ResultOf } from '../line/core-line.ts';
import type { Address, ParameterName, Query } from './query.ts';

export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One request on its way to the core. */
export interface Call<N extends ParameterName = ParameterName> extends Address<N> {
  /** The parts of the address, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** Empty where no body is taken. */
  readonly body: JsonObject;
  readonly caller: Caller;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Asks the core on behalf of the caller, when it is the caller's turn. Throws `ClientGone` when nobody waits any more. */
  ask<M extends MethodName>(
    method: M,
    params: ParamsOf<M>,
    when?: 'even when the client has gone',
  ): Promise<Answer<ResultOf<M>>>;
  /** Asks for what comes in chunks. Cancelled when the client has gone. */
  stream<M extends MethodName>(
    method: M,
    params: ParamsOf<M>,
    onChunk: (chunk: string) => Promise<void> | void,
  ): Promise<Answer<ResultOf<M>>>;
}

/** `done`: the route has answered by itself. */
export type Outcome = Answer<unknown> | 'done';

export interface Route<N extends ParameterName = ParameterName> {
  readonly method: HttpMethod;
  /** Below /api/v1, as `forms/:form/records`. */
  readonly path: string;
  /** What it does, in one line, for the OpenAPI document. */
  readonly summary: string;
  /** Taken without a session. */
  readonly open?: true;
  /** Asked by the page by itself: it does not prolong the session. */
  readonly background?: true;
  readonly query?: readonly N[];
  readonly body?: RouteBody;
  /** The status of a success that has something to say; 200 where it is not given. */
  readonly status?: 202;
  /** The name of the schema of a success, in the OpenAPI document; `file` of what is no JSON. */
  readonly gives?: string;
  run(call: Call<N>): Promise<Outcome> | Outcome;
}

/** What a body is: JSON of some size, or a file that the route reads by itself. */
export type RouteBody =
  | { readonly kind: 'json'; readonly mostBytes: number; readonly schema: string }
  | { readonly kind: 'file'; readonly types: readonly string[] };

/** A route whose parameters have the types of their names. */
export const route = <const N extends ParameterName = never>(definition: Route<N>): Route => ({
  ...definition,
  // `readQuery` has read the parameters that this route names, and no others.
  run: (call) => definition.run(call as Call & { readonly query: Query<N> }),
});
