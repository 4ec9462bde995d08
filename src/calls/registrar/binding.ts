// A binding (RFC 3261 §10): one device registered under an extension, and the flow by which it is reached.

import { type Flow, parseUri, sameUri } from '#sip';

let made = 0;

export class Binding {
  /** Names the registration to administrators: the same as long as the device refreshes it. */
  id = ++made;
  /** The device's own Contact URI: the target of requests to it. */
  readonly contact: string;
  readonly flow: Flow;
  readonly callId: string;
  readonly cseq: number;
  readonly expiresAtMs: number;
  /** `+sip.instance` and `reg-id` (RFC 5626), '' and 0 when the device has none. */
  readonly instance: string;
  readonly regId: number;
  readonly userAgent: string;

  constructor(fields: {
    contact: string;
    flow: Flow;
    callId: string;
    cseq: number;
    expiresAtMs: number;
    instance: string;
    regId: number;
    userAgent: string;
  }) {
    this.contact = fields.contact;
    this.flow = fields.flow;
    this.callId = fields.callId;
    this.cseq = fields.cseq;
    this.expiresAtMs = fields.expiresAtMs;
    this.instance = fields.instance;
    this.regId = fields.regId;
    this.userAgent = fields.userAgent;
  }

  /** Do both name the same device on the same way? Then the later one replaces the earlier (RFC 5626 §6, RFC 3261 §10.3). */
  replaces(other: Binding): boolean {
    if (this.instance !== '' && other.instance !== '') {
      return this.instance === other.instance && this.regId === other.regId;
    }
    return isSameContact(this.contact, other.contact);
  }
}

/** Do both name the same place (RFC 3261 §19.1.4)? */
export function isSameContact(a: string, b: string): boolean {
  if (a === b) return true;
  const one = parseUri(a);
  const other = parseUri(b);
  return one !== undefined && other !== undefined && sameUri(one, other);
}
