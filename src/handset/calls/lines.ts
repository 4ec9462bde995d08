// The header lines that every request and answer of a phone's calls has.

import { encodeText, Header, type SipMessage } from '#sip';

export const ALLOW = 'Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, INFO, NOTIFY\r\n';
export const SDP = 'application/sdp';

export const supported = (reliable: boolean): string => `Supported: timer${reliable ? ', 100rel' : ''}\r\n`;

/** Does the far end say that it takes UPDATE? Undefined when it says nothing. */
export const takesUpdate = (message: SipMessage): boolean | undefined =>
  message.has(Header.Allow) ? message.list(Header.Allow).includes('UPDATE') : undefined;

/** A Reason line (RFC 3326) that says why in words. */
export const reasonLine = (status: number, words: string): string =>
  `Reason: SIP;cause=${status};text="${encodeText(words).replace(/["\\\r\n]/g, ' ')}"\r\n`;
