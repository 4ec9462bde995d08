// The header lines that calls write, and the refusals as SIP says them.

import type { Refusal } from '#base';
import { encodeText, type Flow, Header, quoteDisplay, reasonPhrase, type SipMessage, sentBy } from '#sip';
import { callCodes } from '../calls.codes.ts';
import type { Shown } from '../identity/shown.ts';
import { tollCodes } from '../tollguard/toll.codes.ts';

export const ALLOW = 'Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, INFO, REGISTER, REFER\r\n';
export const SDP = 'application/sdp';
export const ACCEPT = 'Accept: application/sdp\r\n';

/** The extensions that calls support, with 100rel only where it can be carried to the other side. */
export const supportedLine = (reliable: boolean): string =>
  `Supported: timer, replaces${reliable ? ', 100rel' : ''}\r\n`;

/** The options of a Require header that calls do not know (RFC 3261 §8.2.2.3), as an Unsupported value; '' when there are none. */
export function unsupportedOptions(request: SipMessage): string {
  if (!request.has(Header.Require)) return '';
  return request
    .list(Header.Require)
    .filter((option) => !supportedOptions.has(option.toLowerCase()))
    .join(', ');
}

const supportedOptions = new Set(['100rel', 'timer', 'replaces', 'norefersub']);

export const mediaType = (message: SipMessage): string =>
  (message.get(Header.ContentType) ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Does the body say that it is a session description, as it stands? */
export const isSdp = (message: SipMessage): boolean =>
  (message.get(Header.ContentType) === SDP || mediaType(message) === SDP) &&
  (message.get(Header.ContentEncoding) ?? 'identity').toLowerCase() === 'identity';

function hostOf(flow: Flow): string {
  const place = sentBy(flow);
  return place.slice(0, place.lastIndexOf(':'));
}

/** Who withholds the number (RFC 3261 §8.1.1.3, RFC 3323 §4.1.1.3). */
export const ANONYMOUS = '"Anonymous" <sip:anonymous@anonymous.invalid>';

/** A party as a From, To or P-Asserted-Identity value: set by the system, never taken from a phone. */
export function identity({ number, name }: Shown, flow: Flow): string {
  if (number === '') return ANONYMOUS;
  const address = `<sip:${number}@${hostOf(flow)}>`;
  return name === '' ? address : `${quoteDisplay(encodeText(name))} ${address}`;
}

export interface SipRefusal {
  readonly status: number;
  readonly reason: string;
  readonly headers: string;
}

const longestPhrase = 200;
const phrase = (text: string): string => encodeText(text.slice(0, longestPhrase)).replace(/["\\\p{Cc}]/gu, ' ');

/** A Reason line (RFC 3326) that says why in words. */
export const reasonLine = (status: number, words: string): string =>
  `Reason: SIP;cause=${status};text="${phrase(words)}"\r\n`;

/** A Reason header of a phone's request, to be passed on as a line; '' where there was none. */
export function passedReason(message: SipMessage): string {
  const reason = message.get(Header.Reason);
  return reason === undefined ? '' : `Reason: ${reason}\r\n`;
}

const statuses: Readonly<Record<string, { readonly sip?: number }>> = { ...callCodes.codes, ...tollCodes.codes };

/** A refusal as an answer: the status of its code, with Reason and, for media, Warning (RFC 3261 §20.43) saying why. */
export function asSip(refusal: Refusal): SipRefusal {
  const status = statuses[refusal.code]?.sip ?? 500;
  const warning = status === 488 ? `Warning: 399 ringfence "${phrase(refusal.words)}"\r\n` : '';
  return { status, reason: reasonPhrase(status), headers: warning + reasonLine(status, refusal.words) };
}
