// What a place hears of the node: an answer to a malformed message repeats its malformed headers, and is no message itself.

import { parseMessage, type SipMessage } from '#sip';

export interface Heard {
  /** 0 of a request. */
  readonly status: number;
  readonly text: string;
  /** Undefined where it could not be read. */
  readonly message: SipMessage | undefined;
}

export function readHeard(bytes: Buffer): Heard {
  const parsed = parseMessage(bytes);
  const text = bytes.toString('latin1');
  const status = Number(/^SIP\/2\.0 (\d{3}) /.exec(text)?.[1] ?? 0);
  return { status, text, message: parsed.kind === 'message' ? parsed.message : undefined };
}
