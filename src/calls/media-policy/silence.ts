// The answers of a party that has no media: for good, or for the moment.

import { no, ok, type Result } from '#base';
import { answerOfNobody, printSdp, readSdp, withoutKeys } from '#media';
import { callCodes } from '../calls.codes.ts';

/** Every offered stream refused (RFC 3264 §6). */
export function withoutMedia(offer: string): string {
  const read = readSdp(offer);
  const refused = read.ok
    ? read.value.media.map(({ kind, protocol, formats }) => `m=${kind} 0 ${protocol} ${formats.join(' ')}\r\n`)
    : [];
  return `v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n${refused.join('')}`;
}

/**
 * The answer to a phone that will be connected with somebody later; `next` is what it will be offered then, where that is known. No key, were
 * it one that protects nothing, goes where there is no TLS.
 */
export function withNobodyYet(offer: string, tls: boolean, next = ''): Result<string> {
  const read = readSdp(offer);
  const allowed = read.ok && !tls ? withoutKeys(read.value) : read;
  if (!allowed.ok) return no(callCodes.refuse('calls.bad-description', { why: allowed.refusal.words }));
  const later = readSdp(next);
  return ok(printSdp(answerOfNobody(allowed.value, later.ok ? later.value : undefined)));
}
