// The header lines that calls write, and the refusals as SIP says them.

import type { Refusal } from '#base';
import { encodeText, type Flow, quoteDisplay, reasonPhrase, sentBy } from '#sip';
import { callCodes } from '../calls.codes.ts';
import type { Station } from '../stations/station.ts';

export const ALLOW = 'Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, INFO, REGISTER\r\n';
export const SDP = 'application/sdp';

/** The extensions that calls support, with 100rel only where it can be carried to the other side. */
export const supportedLine = (reliable: boolean): string => `Supported: timer${reliable ? ', 100rel' : ''}\r\n`;

const hostOf = (flow: Flow): string => sentBy(flow).slice(0, sentBy(flow).lastIndexOf(':'));

/** A station as a From, To or P-Asserted-Identity value: set by the system, never taken from a phone. */
export function identity(station: Station, flow: Flow): string {
  const address = `<sip:${station.number}@${hostOf(flow)}>`;
  return station.record.name === '' ? address : `${quoteDisplay(encodeText(station.record.name))} ${address}`;
}

export interface SipRefusal {
  readonly status: number;
  readonly reason: string;
  readonly headers: string;
}

const phrase = (text: string): string => encodeText(text).replace(/["\\\r\n]/g, ' ');

/** A Reason line (RFC 3326) that says why in words. */
export const reasonLine = (status: number, words: string): string =>
  `Reason: SIP;cause=${status};text="${phrase(words)}"\r\n`;

/** A refusal as an answer: the status of its code, with Reason and, for media, Warning (RFC 3261 §20.43) saying why. */
export function asSip(refusal: Refusal): SipRefusal {
  const known: Readonly<Record<string, { readonly sip?: number }>> = callCodes.codes;
  const status = known[refusal.code]?.sip ?? 500;
  const warning = status === 488 ? `Warning: 399 ringfence "${phrase(refusal.words)}"\r\n` : '';
  return { status, reason: reasonPhrase(status), headers: warning + reasonLine(status, refusal.words) };
}
