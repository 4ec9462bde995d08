// From bytes to a message: never throws, takes time in proportion to the bytes, keeps what it does not understand.

import { limits } from '#base';
import { parseWhole } from './characters.ts';
import { checkMessage, type Fault } from './check.ts';
import { Head } from './head.ts';
import { Header } from './headers.ts';
import { SipMessage } from './message.ts';

export type Parsed =
  | { readonly kind: 'message'; readonly message: SipMessage }
  /** A request that can be answered, statelessly, with this status and reason. */
  | { readonly kind: 'bad'; readonly status: number; readonly reason: string; readonly message: SipMessage }
  /** Nothing that could be answered; `why` is for the log and the counters. */
  | { readonly kind: 'hopeless'; readonly why: string };

const hopeless = (why: string): Parsed => ({ kind: 'hopeless', why });

/**
 * Reads one whole message: a datagram, or what the framer of a stream has cut. Without Content-Length the body is what
 * follows the head, with it what is longer is cut off (RFC 3261 §18.3). Includes `checkMessage`.
 */
export function parseMessage(bytes: Buffer): Parsed {
  if (bytes.length > limits.sip.messageBytes) return hopeless('message too large');
  const start = skipLineBreaks(bytes);
  const own = start === 0 ? bytes : bytes.subarray(start);
  const text = own.toString('latin1');
  const head = new Head(own, text);
  head.read();
  if (head.line === undefined) return hopeless(head.why);
  const bodyBytes = bodyLength(text, head);
  const message = new SipMessage(text, head.line, head, head.end + Math.max(bodyBytes, 0));
  const fault = head.fault ?? checkLength(bodyBytes, text.length - head.end) ?? checkMessage(message);
  return fault === undefined ? { kind: 'message', message } : judge(message, fault);
}

/** Line breaks before the start line are ignored (RFC 3261 §7.5). */
function skipLineBreaks(bytes: Buffer): number {
  let at = 0;
  while (at + 1 < bytes.length && bytes[at] === 13 && bytes[at + 1] === 10) at += 2;
  return at;
}

/** What Content-Length says, or all that is there where it is absent; -1 when malformed. */
function bodyLength(text: string, head: Head): number {
  const { marks } = head;
  for (let index = 0; index < marks.length; index += 4) {
    if (marks[index] !== Header.ContentLength) continue;
    return parseWhole(text, marks[index + 2] ?? 0, marks[index + 3] ?? 0, Number.MAX_SAFE_INTEGER / 16);
  }
  return text.length - head.end;
}

function checkLength(bodyBytes: number, thereBytes: number): Fault | undefined {
  if (bodyBytes < 0) return { status: 400, reason: 'Malformed Content-Length' };
  if (bodyBytes > limits.sip.bodyBytes) return { status: 413, reason: 'Request Entity Too Large' };
  if (bodyBytes > thereBytes) return { status: 400, reason: 'Body Shorter Than Content-Length' };
  return undefined;
}

/** A faulty request can be answered if it says the way back and which request it is; ACK and responses never. */
function judge(message: SipMessage, fault: Fault): Parsed {
  if (!message.isRequest) return hopeless(`response: ${fault.reason}`);
  if (message.method === 'ACK') return hopeless(`ACK: ${fault.reason}`);
  if (!message.has(Header.Via) || !message.has(Header.CSeq)) return hopeless(`unanswerable: ${fault.reason}`);
  return { kind: 'bad', status: fault.status, reason: fault.reason, message };
}
