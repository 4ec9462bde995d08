// One request and its answer: headers, refusals, the access log, and what is left of a body that nobody wanted.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, type Log, limits, randomHex } from '#base';
import type { RefusalLine } from '../../../apps/core/protocol.ts';
import { statusOf } from '../refusals.ts';
import { beginAnswer } from './client-errors.ts';
import { securityHeaders } from './security-headers.ts';

const retrySeconds = '3';
const json = 'application/json; charset=utf-8';

/** Makes an answer what every answer is; returns the request's id. */
export function begin(request: IncomingMessage, response: ServerResponse, clock: Clock, log: AccessLog): string {
  const id = randomHex(8);
  const startedAtMs = clock.steadyMs();
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  response.setHeader('x-request-id', id);
  const endAnswer = beginAnswer(request.socket);
  response.once('close', endAnswer);
  response.once('close', () => log.write(id, request, response, clock.steadyMs() - startedAtMs));
  response.once('finish', () => readRest(request, clock));
  return id;
}

/** What the client still sends is read and thrown away for a while, so that it lives to read its answer. */
function readRest(request: IncomingMessage, clock: Clock): void {
  if (request.complete) return;
  const late = clock.after(limits.portals.restMs, () => request.socket.destroy());
  request.once('end', late).once('close', late).resume();
}

export const addressOf = ({ socket }: IncomingMessage): string =>
  (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');

/** Tells a success: JSON, or 204 where there is nothing to tell. */
export function tell(response: ServerResponse, value: unknown, status = 200): void {
  if (value === null || value === undefined) {
    response.writeHead(204).end();
    return;
  }
  sendJson(response, status, value);
}

export function refuse(response: ServerResponse, refusals: readonly RefusalLine[]): void {
  const status = statusOf(refusals);
  if (status === 503 || status === 429) response.setHeader('retry-after', retrySeconds);
  sendJson(response, status, { refusals });
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'content-type': json, 'content-length': Buffer.byteLength(body) }).end(body);
}

/** The access log: who asked for what and how it went. Never what was asked for by name, nor what was sent. */
export class AccessLog {
  readonly #log: Log;
  readonly #clock: Clock;
  #second = 0;
  #lines = 0;

  constructor(log: Log, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  write(id: string, request: IncomingMessage, response: ServerResponse, ms: number): void {
    const second = Math.floor(this.#clock.steadyMs() / 1_000);
    this.#lines = second === this.#second ? this.#lines + 1 : 1;
    this.#second = second;
    const { logLinesPerSecond } = limits.portals;
    if (this.#lines === logLinesPerSecond + 1) this.#log.warn('more requests in this second than the access log tells');
    if (this.#lines > logLinesPerSecond) return;
    const path = (request.url ?? '').split('?')[0] ?? '';
    const facts = { method: request.method ?? '', path, status: response.statusCode, address: addressOf(request) };
    const end = response.writableFinished ? undefined : 'broken off';
    this.#log.info('request', { id, ...facts, ms: Math.round(ms), end });
  }
}
