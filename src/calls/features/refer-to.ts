// Where a REFER sends the other party (RFC 3515 §2.1, RFC 3891 §3): to a number, or into a call that there is.

import { decodeText, Header, parseNameAddress, parseUri, type SipMessage, type SipUri } from '#sip';
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
  const uri = value === undefined ? '' : (parseNameAddress(value)?.uri ?? '');
  const { target, headers } = partsOf(uri);
  if (target === undefined) return 400;
  if (/;method=(?!INVITE(;|$))/i.test(target.parameters)) return 501;
  const replaces = replacesIn(headers);
  if (replaces === 'bad') return 400;
  const dialled = numberIn(target);
  return dialled === '' && replaces === undefined ? 404 : { dialled, replaces };
}

/** Some phones do not escape what stands in the headers of the target, so these are read by themselves (RFC 3261 §19.1.1 would have them escaped). */
function partsOf(uri: string): { readonly target: SipUri | undefined; readonly headers: string } {
  const question = uri.indexOf('?');
  if (question < 0) return { target: parseUri(uri), headers: '' };
  return { target: parseUri(uri.slice(0, question)), headers: uri.slice(question) };
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
