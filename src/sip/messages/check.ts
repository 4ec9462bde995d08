// What RFC 3261 demands of a message before anything else is done with it (§8.1.1, §8.2, §16.3; RFC 4475).

import { limits } from '#base';
import { Header, headerName, singleHeaders } from './headers.ts';
import { splitList } from './lists.ts';
import type { SipMessage } from './message.ts';
import { uriScheme } from './uri.ts';

/** The status and reason with which a message is refused. */
export interface Fault {
  readonly status: number;
  readonly reason: string;
}

const bad = (reason: string): Fault => ({ status: 400, reason });

/** The first fault of a message, or undefined: it may be handed on. In a response the status is of no use to anybody. */
export function checkMessage(message: SipMessage): Fault | undefined {
  const repeated = message.repeated(singleHeaders);
  if (repeated !== 0) return bad(`Repeated ${headerName(31 - Math.clz32(repeated & -repeated))}`);
  return checkMandatory(message) ?? checkVias(message) ?? (message.isRequest ? checkRequest(message) : undefined);
}

function checkMandatory(message: SipMessage): Fault | undefined {
  if (message.via === undefined) return absentOrMalformed(message, Header.Via);
  if (message.from === undefined) return absentOrMalformed(message, Header.From);
  if (message.to === undefined) return absentOrMalformed(message, Header.To);
  if (message.cseq === undefined) return absentOrMalformed(message, Header.CSeq);
  if (!isCallId(message.callId)) return absentOrMalformed(message, Header.CallId);
  if (message.contact === undefined && message.has(Header.Contact) && message.get(Header.Contact) !== '')
    return bad('Malformed Contact');
  return undefined;
}

const absentOrMalformed = (message: SipMessage, id: number): Fault =>
  bad(`${message.has(id) ? 'Malformed' : 'Missing'} ${headerName(id)}`);

/** A Call-ID has no spaces; its finer grammar matters to nobody, as it is only compared (RFC 3261 §20.8). */
const isCallId = (text: string): boolean => text !== '' && !text.includes(' ') && !text.includes('\t');

/** A chain of Via values is as long as the hops were many. */
function checkVias(message: SipMessage): Fault | undefined {
  const lines = message.all(Header.Via);
  let count = lines.length;
  for (const line of lines) if (line.includes(',')) count += splitList(line).length - 1;
  return count > limits.sip.vias ? { status: 482, reason: 'Too Many Via' } : undefined;
}

function checkRequest(message: SipMessage): Fault | undefined {
  if (message.cseq?.method !== message.method) return bad('CSeq Method Mismatch');
  if (message.maxForwards === undefined && message.has(Header.MaxForwards)) return bad('Malformed Max-Forwards');
  return checkTarget(message);
}

function checkTarget(message: SipMessage): Fault | undefined {
  const { target, uri } = message;
  if (target !== undefined) return target.headers === '' ? undefined : bad('Request-URI With Headers');
  if (uri.length > limits.sip.uriBytes) return { status: 414, reason: 'Request-URI Too Long' };
  const scheme = uriScheme(uri);
  if (scheme === '' || scheme === 'sip' || scheme === 'sips' || scheme === 'tel') return bad('Malformed Request-URI');
  return { status: 416, reason: 'Unsupported URI Scheme' };
}
