// One bounded HTTP request to another host (RFC 9110, 9112): to the address that was judged, no redirect followed, no
// cookie kept, one connection for each. Its law: neither size nor time of an answer is the other side's to choose.

import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { type Clock, limits, no, ok, type Refusal, type Result, systemClock } from '#base';
import { connectTo, type OutboundTls } from './connect.ts';
import { outboundCodes } from './outbound.codes.ts';
import { type Resolve, systemResolve, whyOf } from './place.ts';

export interface HttpRequest {
  /** `https:` or `http:`, without user information. */
  readonly url: string;
  /** Default GET. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** For everything together, from the name to the last byte. */
  readonly timeoutMs?: number;
  /** Bytes of the answer's body; a larger one is refused. */
  readonly mostBytes?: number;
  readonly tls?: OutboundTls;
  /** A setting of an administrator holds this address: then this machine itself may be meant. Default no. */
  readonly mayBeLocal?: boolean;
}

export interface HttpAnswer {
  /** Any, also 3xx: where a redirect leads is for the caller to refuse. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Asks another host; refused as a value when it cannot be reached, trusted or read. */
export type HttpFetch = (wish: HttpRequest) => Promise<Result<HttpAnswer>>;

export interface HttpOptions {
  readonly clock?: Clock;
  readonly resolve?: Resolve;
}

/** A fetch with limits of its own on how many run at once. */
export function makeHttpFetch({ clock = systemClock, resolve = systemResolve }: HttpOptions = {}): HttpFetch {
  let running = 0;
  return async (wish) => {
    const url = readUrl(wish);
    if (!url.ok) return url;
    if (running >= limits.outbound.atOnce) return no(outboundCodes.refuse('outbound.busy'));
    running++;
    try {
      return await exchange(url.value, wish, clock, resolve);
    } finally {
      running--;
    }
  };
}

/** The fetch of this process. */
export const httpFetch: HttpFetch = makeHttpFetch();

function readUrl({ url: text, body = '' }: HttpRequest): Result<URL> {
  const refuse = (why: string) => no(outboundCodes.refuse('outbound.url-malformed', { url: text.slice(0, 200), why }));
  if (text.length > limits.outbound.urlLength) return refuse('it is too long');
  const url = URL.parse(text);
  if (url === null || !/^https?:\/\//i.test(text)) return refuse('it does not begin with https:// or http://');
  if (url.username !== '' || url.password !== '') return refuse('it holds a name or a password');
  if (Buffer.byteLength(body) > limits.outbound.requestBytes) return refuse('what shall be sent there is too large');
  return ok(url);
}

async function exchange(url: URL, wish: HttpRequest, clock: Clock, resolve: Resolve): Promise<Result<HttpAnswer>> {
  const timeoutMs = wish.timeoutMs ?? limits.outbound.timeoutMs;
  const begun = clock.steadyMs();
  const secure = url.protocol === 'https:';
  const host = hostOf(url);
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const tls = secure ? (wish.tls ?? {}) : undefined;
  const target = { host, port, tls, timeoutMs, mayBeLocal: wish.mayBeLocal === true };
  const socket = await connectTo(target, { clock, resolve });
  if (!socket.ok) return socket;
  try {
    const leftMs = Math.max(0, timeoutMs - (clock.steadyMs() - begun));
    return await ask(socket.value, url, wish, { host, timeoutMs, leftMs, clock });
  } finally {
    socket.value.destroy();
  }
}

/** Without the brackets of an IPv6 literal. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

interface Asking {
  readonly host: string;
  readonly timeoutMs: number;
  readonly leftMs: number;
  readonly clock: Clock;
}

function ask(socket: Socket, url: URL, wish: HttpRequest, asking: Asking): Promise<Result<HttpAnswer>> {
  const { host, timeoutMs, leftMs, clock } = asking;
  return new Promise((resolve) => {
    const end = (result: Result<HttpAnswer>): void => {
      stop();
      resolve(result);
      sent.destroy();
    };
    const broken = (fault: unknown): void => end(no(brokenAnswer(host, fault)));
    const seconds = Math.ceil(timeoutMs / 1000);
    const stop = clock.after(leftMs, () => end(no(outboundCodes.refuse('outbound.too-slow', { host, seconds }))));
    const sent = requestOver(socket, url, wish);
    sent.on('error', broken);
    sent.on('response', (answer) => {
      readAnswer(answer, host, wish.mostBytes ?? limits.outbound.answerBytes).then(end, broken);
    });
    sent.end(wish.body);
  });
}

function requestOver(socket: Socket, url: URL, wish: HttpRequest): ClientRequest {
  const length = wish.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(wish.body)) };
  return request({
    createConnection: () => socket,
    method: wish.method ?? 'GET',
    path: `${url.pathname}${url.search}`,
    setHost: false,
    headers: { ...lowered(wish.headers ?? {}), ...length, host: url.host, connection: 'close' },
    maxHeaderSize: limits.outbound.headBytes,
  });
}

const lowered = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

async function readAnswer(answer: IncomingMessage, host: string, most: number): Promise<Result<HttpAnswer>> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of answer) {
    sizeBytes += chunk.length;
    if (sizeBytes > most) return no(outboundCodes.refuse('outbound.answer-too-large', { host, most }));
    chunks.push(chunk);
  }
  if (!answer.complete) return no(brokenAnswer(host, new Error('it ended too early')));
  return ok({ status: answer.statusCode ?? 0, headers: flat(answer.headers), body: Buffer.concat(chunks) });
}

const flat = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );

const brokenAnswer = (host: string, fault: unknown): Refusal =>
  outboundCodes.refuse('outbound.answer-broken', { host, why: whyOf(fault) });
