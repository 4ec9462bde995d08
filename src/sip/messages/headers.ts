// Header names: each known header is a small number, found by its long or compact name in any case (RFC 3261 §7.3.1, §7.3.3).

import { isWord } from './characters.ts';

export type HeaderId = number;

const names = {
  Via: 'Via',
  From: 'From',
  To: 'To',
  CallId: 'Call-ID',
  CSeq: 'CSeq',
  MaxForwards: 'Max-Forwards',
  Contact: 'Contact',
  ContentLength: 'Content-Length',
  ContentType: 'Content-Type',
  Route: 'Route',
  RecordRoute: 'Record-Route',
  Expires: 'Expires',
  MinExpires: 'Min-Expires',
  Authorization: 'Authorization',
  ProxyAuthorization: 'Proxy-Authorization',
  WwwAuthenticate: 'WWW-Authenticate',
  ProxyAuthenticate: 'Proxy-Authenticate',
  AuthenticationInfo: 'Authentication-Info',
  Supported: 'Supported',
  Require: 'Require',
  ProxyRequire: 'Proxy-Require',
  Unsupported: 'Unsupported',
  Allow: 'Allow',
  Accept: 'Accept',
  RSeq: 'RSeq',
  RAck: 'RAck',
  SessionExpires: 'Session-Expires',
  MinSE: 'Min-SE',
  Event: 'Event',
  ReferTo: 'Refer-To',
  Replaces: 'Replaces',
  Date: 'Date',
  Reason: 'Reason',
  Warning: 'Warning',
  RetryAfter: 'Retry-After',
  UserAgent: 'User-Agent',
  Server: 'Server',
  Path: 'Path',
  SubscriptionState: 'Subscription-State',
  Subject: 'Subject',
  AcceptEncoding: 'Accept-Encoding',
  AcceptLanguage: 'Accept-Language',
  AcceptContact: 'Accept-Contact',
  AcceptResourcePriority: 'Accept-Resource-Priority',
  AlertInfo: 'Alert-Info',
  AllowEvents: 'Allow-Events',
  AnswerMode: 'Answer-Mode',
  CallInfo: 'Call-Info',
  ContentDisposition: 'Content-Disposition',
  ContentEncoding: 'Content-Encoding',
  ContentId: 'Content-ID',
  ContentLanguage: 'Content-Language',
  Diversion: 'Diversion',
  RingfenceCall: 'Ringfence-Call',
  RingfenceBehalf: 'Ringfence-Behalf',
  ErrorInfo: 'Error-Info',
  FeatureCaps: 'Feature-Caps',
  FlowTimer: 'Flow-Timer',
  Geolocation: 'Geolocation',
  GeolocationError: 'Geolocation-Error',
  GeolocationRouting: 'Geolocation-Routing',
  HistoryInfo: 'History-Info',
  Identity: 'Identity',
  IdentityInfo: 'Identity-Info',
  InfoPackage: 'Info-Package',
  InReplyTo: 'In-Reply-To',
  Join: 'Join',
  MaxBreadth: 'Max-Breadth',
  MimeVersion: 'MIME-Version',
  Organization: 'Organization',
  PAccessNetworkInfo: 'P-Access-Network-Info',
  PAssertedIdentity: 'P-Asserted-Identity',
  PAssociatedUri: 'P-Associated-URI',
  PCalledPartyId: 'P-Called-Party-ID',
  PChargingVector: 'P-Charging-Vector',
  PEarlyMedia: 'P-Early-Media',
  PPreferredIdentity: 'P-Preferred-Identity',
  Priority: 'Priority',
  Privacy: 'Privacy',
  PrivAnswerMode: 'Priv-Answer-Mode',
  RecvInfo: 'Recv-Info',
  ReferredBy: 'Referred-By',
  ReferSub: 'Refer-Sub',
  RejectContact: 'Reject-Contact',
  RemotePartyId: 'Remote-Party-ID',
  ReplyTo: 'Reply-To',
  RequestDisposition: 'Request-Disposition',
  ResourcePriority: 'Resource-Priority',
  ServiceRoute: 'Service-Route',
  SessionId: 'Session-ID',
  SipEtag: 'SIP-ETag',
  SipIfMatch: 'SIP-If-Match',
  SuppressIfMatch: 'Suppress-If-Match',
  TargetDialog: 'Target-Dialog',
  Timestamp: 'Timestamp',
  UserToUser: 'User-to-User',
} as const;

type HeaderKey = keyof typeof names;

const keys = Object.keys(names);
const spelled: readonly string[] = Object.values(names);
const lower: readonly string[] = spelled.map((name) => name.toLowerCase());

/** The numbers of the known headers, in the order of the list above. */
export const Header = Object.fromEntries(keys.map((key, id) => [key, id])) as Readonly<Record<HeaderKey, HeaderId>>;

/** The number that stands for every header that is not in the list. */
export const unknownHeader: HeaderId = 255;

/** Headers that may stand only once in a message (RFC 3261 §7.3.1), as bits of their numbers. */
export const singleHeaders: number = [
  ...[Header.From, Header.To, Header.CallId, Header.CSeq, Header.MaxForwards, Header.ContentLength, Header.ContentType],
  ...[Header.Expires, Header.MinExpires, Header.RSeq, Header.RAck, Header.SessionExpires, Header.MinSE, Header.Event],
  ...[Header.ReferTo, Header.Replaces],
].reduce((bits, id) => bits | (1 << id), 0);

const compact: Readonly<Record<string, HeaderKey>> = {
  ...{ a: 'AcceptContact', b: 'ReferredBy', c: 'ContentType', d: 'RequestDisposition', e: 'ContentEncoding' },
  ...{ f: 'From', i: 'CallId', j: 'RejectContact', k: 'Supported', l: 'ContentLength', m: 'Contact' },
  ...{ n: 'IdentityInfo', o: 'Event', r: 'ReferTo', s: 'Subject', t: 'To', u: 'AllowEvents', v: 'Via' },
  ...{ x: 'SessionExpires', y: 'Identity' },
};

const compactIds = new Uint8Array(128).fill(unknownHeader);
for (const [letter, key] of Object.entries(compact)) {
  compactIds[letter.charCodeAt(0)] = Header[key];
  compactIds[letter.toUpperCase().charCodeAt(0)] = Header[key];
}

// Long names stand in an open hash table by length, first, middle and last letter, so that no name is copied to be found.
const slots = new Uint8Array(512).fill(unknownHeader);

function slotOf(text: string, start: number, end: number): number {
  const first = text.charCodeAt(start) | 32;
  const middle = text.charCodeAt((start + end) >> 1) | 32;
  const last = text.charCodeAt(end - 1) | 32;
  return (first * 7 + middle * 31 + last * 3 + (end - start) * 67) & 511;
}

for (const [id, name] of lower.entries()) {
  let slot = slotOf(name, 0, name.length);
  while (slots[slot] !== unknownHeader) slot = (slot + 1) & 511;
  slots[slot] = id;
}

/** The number of the header whose name, a token, stands at text[start, end). */
export function headerIdAt(text: string, start: number, end: number): HeaderId {
  if (end - start === 1) return compactIds[text.charCodeAt(start)] ?? unknownHeader;
  for (let slot = slotOf(text, start, end); ; slot = (slot + 1) & 511) {
    const id = slots[slot] ?? unknownHeader;
    if (id === unknownHeader || isWord(text, start, end, lower[id] ?? '')) return id;
  }
}

/** The long name as the RFC spells it; '' for an unknown number. */
export const headerName = (id: HeaderId): string => spelled[id] ?? '';
