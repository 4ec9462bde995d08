// Where a REFER sends the other party (RFC 3515 §2.1, RFC 3891 §3): to a number, or into a call that there is.

import { decodeText, Header, parseNameAddress, parseUri, type SipMessage } from '#sip';
import { numberIn } from '../outside.ts';
import { parseReplaces, type Replaced } from './replaces.ts';

export interface ReferTo {
  /** What is called, as it would be dialled. */
  readonly dialled: string;
  readonly replaces: Replaced | undefined;
}

/** The target of a REFER; otherwise the status that refuses it. */
export function readReferTo(request: SipMessage): ReferTo | number {
  const value = request.get(Header.ReferTo);
  // Exactly one (RFC 3515 §2.4.2); the reader of messages has seen to it that there are not two headers.
  const target = value === undefined ? undefined : parseUri(parseNameAddress(value)?.uri ?? '');
  if (target === undefined) return 400;
  if (/;method=(?!INVITE(;|$))/i.test(target.parameters)) return 501;
  const replaces = replacesIn(target.headers);
  if (replaces === 'bad') return 400;
  const dialled = numberIn(target);
  return dialled === '' && replaces === undefined ? 404 : { dialled, replaces };
}

/** Of the headers that the target would have only this one means something here. */
function replacesIn(headers: string): Replaced | undefined | 'bad' {
  const found = /[?&]Replaces=([^&]*)/i.exec(headers);
  if (found === null) return undefined;
  try {
    return parseReplaces(decodeText(decodeURIComponent(found[1] ?? ''))) ?? 'bad';
  } catch {
    return 'bad';
  }
}
