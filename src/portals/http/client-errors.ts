// What is answered to bytes that are no request: the same headers and the same kind of body as everything else, then the end.

import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { limits, type Refusal } from '#base';
import { portalsCodes } from '../portals.codes.ts';
import { refusalLines, statusOf } from '../refusals.ts';
import { securityHeaders } from './security-headers.ts';

/** Connections on which an answer is on its way. */
const answering = new WeakMap<Duplex, number>();
/** Connections that end with the answer which is on its way. */
const ending = new WeakSet<Duplex>();

/** Says that an answer is on its way on this connection; the returned function says that it has gone. */
export function beginAnswer(socket: Duplex): () => void {
  answering.set(socket, answersOn(socket) + 1);
  return () => answering.set(socket, answersOn(socket) - 1);
}

/** Answers that are on their way on this connection. */
export const answersOn = (socket: Duplex): number => answering.get(socket) ?? 0;

export const endAfterAnswer = (socket: Duplex): void => void ending.add(socket);

/** Answers a fault of Node's own parser, where there is still somebody who reads, and no other answer is in the way. */
export function answerClientError(fault: Error & { code?: string }, socket: Duplex): void {
  if (ending.has(socket)) return;
  if (!socket.writable || fault.code === 'ECONNRESET' || answersOn(socket) > 0) {
    socket.destroy();
    return;
  }
  endWith(socket, refusalOf(fault.code));
}

/** Answers on the bare connection, and ends it. */
export function endWith(socket: Duplex, refusal: Refusal): void {
  const refusals = refusalLines(refusal);
  const status = statusOf(refusals);
  const body = JSON.stringify({ refusals });
  const head = Object.entries({
    ...securityHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  });
  const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines}\r\n${body}`, () => socket.destroy());
}

function refusalOf(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW')
    return portalsCodes.refuse('portals.head-too-large', { most: `${limits.portals.headBytes} bytes` });
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return portalsCodes.refuse('portals.body-too-slow', { seconds: limits.portals.headMs / 1_000 });
  return portalsCodes.refuse('portals.malformed-request', { why: 'it is not HTTP' });
}
