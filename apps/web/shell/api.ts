// The client of REST: relative to this host alone, with the session's token against forgery, refusals as errors that can be shown.

import type { Problem, Refusal } from '../../portal/api.ts';
import { isSomebodyThere } from './activity.ts';
import { nowMs } from './time.ts';
import { words } from './words/words.ts';

export const apiBase = '/api/v1/';

/** A refusal of the system, or that it could not be reached: status 0. */
export class ProblemError extends Error {
  readonly status: number;
  readonly refusals: readonly Refusal[];

  constructor(status: number, refusals: readonly Refusal[]) {
    super(refusals.map(({ words: said }) => said).join(' '));
    this.name = 'ProblemError';
    this.status = status;
    this.refusals = refusals;
  }

  has(code: string): boolean {
    return this.refusals.some((refusal) => refusal.code === code);
  }
}

export interface SendOptions {
  readonly signal?: AbortSignal;
  /** A body that is not JSON: a file, with its type. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the client tells the session's keeper. */
interface Listener {
  /** The system does not know this session any more. */
  readonly ended: () => void;
  /** A request that prolongs the session was answered. */
  readonly prolonged: () => void;
}

let csrfToken = '';
let listener: Listener | undefined;
let aheadMs = 0;

/** The token that goes with everything that changes something; blank when nobody is logged in. */
export const keepCsrfToken = (token: string): void => {
  csrfToken = token;
};

export const listenToApi = (to: Listener): void => {
  listener = to;
};

/** The time of the system: this browser's clock may be wrong. Exact to a second. */
export const systemNowMs = (): number => nowMs() + aheadMs;

async function request(
  method: string,
  path: string,
  body: BodyInit | undefined,
  options: SendOptions,
): Promise<Response> {
  const byHand = isSomebodyThere();
  const response = await fetch(`${apiBase}${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': options.contentType ?? 'application/json' }),
      ...(method === 'GET' || csrfToken === '' ? {} : { 'x-csrf-token': csrfToken }),
      ...(byHand ? {} : { 'x-background': 'true' }),
      ...options.headers,
    },
    credentials: 'same-origin',
    cache: 'no-store',
  }).catch((fault: unknown) => {
    if (options.signal?.aborted === true) throw fault;
    throw new ProblemError(0, [unreachable()]);
  });
  keepTime(response);
  if (response.ok && byHand) listener?.prolonged();
  if (!response.ok) throw await problemOf(response, path);
  return response;
}

function keepTime(response: Response): void {
  const told = Date.parse(response.headers.get('date') ?? '');
  if (!Number.isNaN(told) && Math.abs(told - systemNowMs()) > 1500) aheadMs = told - nowMs();
}

async function problemOf(response: Response, path: string): Promise<ProblemError> {
  const refusals = await refusalsIn(response);
  if (response.status === 401 && path !== 'login') listener?.ended();
  return new ProblemError(response.status, refusals.length > 0 ? refusals : [unexplained(response.status)]);
}

async function refusalsIn(response: Response): Promise<readonly Refusal[]> {
  try {
    const problem = (await response.json()) as Partial<Problem>;
    return Array.isArray(problem.refusals) ? problem.refusals : [];
  } catch {
    return [];
  }
}

const unreachable = (): Refusal => ({ code: 'web.unreachable', exit: 1, ...words.shell.problem.unreachable });
const unexplained = (status: number): Refusal => ({
  code: 'web.unexplained',
  exit: 1,
  ...words.shell.problem.unexplained(status),
});

/** A path of REST from its parts, each made safe: `path('forms', id, 'records', key)`. */
export const path = (...parts: readonly string[]): string => parts.map(encodeURIComponent).join('/');

async function read<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T; // 204 has no body; who asks for it expects nothing.
  return (await response.json()) as T; // The system's own answer, of the type that api.ts publishes.
}

export const api = {
  async get<T>(to: string, options: SendOptions = {}): Promise<T> {
    return read<T>(await request('GET', to, undefined, options));
  },
  async send<T>(
    method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    to: string,
    body?: unknown,
    options: SendOptions = {},
  ): Promise<T> {
    const isRaw = typeof body === 'string' || body instanceof Blob;
    return read<T>(await request(method, to, body === undefined || isRaw ? body : JSON.stringify(body), options));
  },
  /** A file: its content as it is. The name that the system gave it is in `name`. */
  async file(to: string, options: SendOptions = {}): Promise<{ readonly name: string; readonly content: Blob }> {
    const response = await request('GET', to, undefined, { ...options, headers: { accept: '*/*' } });
    const [, name = ''] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
    return { name, content: await response.blob() };
  },
};

/** What can be shown of anything that was thrown: refusals, or one that names only an id. */
export function refusalsOf(fault: unknown): readonly Refusal[] {
  return fault instanceof ProblemError ? fault.refusals : [];
}
