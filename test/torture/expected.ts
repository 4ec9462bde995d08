// The torture messages of RFC 4475 and RFC 5118 with the treatment that each gets: one table for the parser's test, for the
// living system's test and for docs/torture.md.

import { readFileSync } from 'node:fs';

/** What the parser makes of a message: 'accepted'; a status and reason to answer with; or why it is dropped. */
export type ParserTreatment =
  | 'accepted'
  | { readonly status: number; readonly reason: string }
  | { readonly dropped: string };

/** What a stream does where a datagram is answered: the connection ends, or the rest of the message is waited for. */
export type StreamTreatment = 'ends' | 'waits';

export interface TortureCase {
  /** The RFC's own name, and the file's under messages/. */
  readonly name: string;
  readonly rfc: 4475 | 5118;
  readonly section: string;
  readonly title: string;
  /** What the RFC asks for. */
  readonly says: string;
  readonly parser: ParserTreatment;
  /** The final status that somebody unknown is answered with; 0: no answer. */
  readonly stranger: number;
  /** The final status that the phone of an extension is answered with; 0: no answer. */
  readonly extension: number;
  /** Over a stream it is as over UDP, and the connection goes on, unless this says otherwise. */
  readonly stream: StreamTreatment | undefined;
  /** What the answer to the extension carries, where the RFC asks for it. */
  readonly carries: readonly RegExp[];
  /** What the answer must not carry. */
  readonly lacks: readonly RegExp[];
  /** Why the answer is this one. */
  readonly remark: string;
}

interface Rest {
  readonly remark?: string;
  readonly stream?: StreamTreatment;
  readonly carries?: readonly RegExp[];
  readonly lacks?: readonly RegExp[];
}

interface Answers {
  readonly stranger: number;
  readonly extension: number;
}

type Told = readonly [name: string, section: string, title: string, says: string];

const entry = (told: Told, parser: ParserTreatment, answers: Answers, rest: Rest): TortureCase => {
  const [name, section, title, says] = told;
  const { remark = '', stream, carries = [], lacks = [] } = rest;
  const rfc = section.startsWith('3') ? 4475 : 5118;
  return { name, rfc, section, title, says, parser, ...answers, stream, carries, lacks, remark };
};

const accepted = (answers: Answers, told: Told, rest: Rest = {}): TortureCase => entry(told, 'accepted', answers, rest);
const refused = (status: number, reason: string, told: Told, rest: Rest = {}): TortureCase =>
  entry(told, { status, reason }, both(status), rest);
const dropped = (why: string, told: Told): TortureCase => entry(told, { dropped: why }, both(0), {});

const both = (status: number): Answers => ({ stranger: status, extension: status });
/** An INVITE in order: whoever calls is asked who it is, and an extension told that there is no such number. */
const call: Answers = { stranger: 407, extension: 403 };
const registration: Answers = { stranger: 401, extension: 200 };

const noNumber = { remark: 'no number that could be dialled' };
const unasked = { remark: 'answers no request of ours' };

/** All 61 messages, in the order of their RFCs. */
export const tortureCases: readonly TortureCase[] = [
  // RFC 4475 §3.1.1: valid messages
  accepted(both(481), ['wsinv', '3.1.1.1', 'A Short Tortuous INVITE', 'well-formed'], {
    remark: 'its To tag names a dialog that is not there',
  }),
  accepted(both(501), ['intmeth', '3.1.1.2', 'Wide Range of Valid Characters', 'well-formed'], {
    carries: [/\r\nAllow: INVITE, /],
    remark: 'no method that we know',
  }),
  accepted(call, ['esc01', '3.1.1.3', 'Valid Use of the % Escaping Mechanism', 'well-formed'], noNumber),
  accepted(registration, ['escnull', '3.1.1.4', 'Escaped Nulls in URIs', 'well-formed; two different bindings'], {
    carries: [/\r\nContact: <sip:%00@/, /\r\nContact: <sip:%00%00@/],
  }),
  accepted(both(501), ['esc02', '3.1.1.5', 'Use of % When It Is Not an Escape', 'well-formed; 501'], {
    carries: [/\r\nAllow: INVITE, /],
    remark: 'no method that we know, above all not REGISTER',
  }),
  accepted(both(200), ['lwsdisp', '3.1.1.6', 'No LWS between Display Name and <', 'well-formed']),
  accepted(call, ['longreq', '3.1.1.7', 'Long Values in Header Fields', 'well-formed'], noNumber),
  accepted(registration, ['dblreq', '3.1.1.8', 'Extra Trailing Octets in a UDP Datagram', 'the rest is ignored'], {
    stream: 'ends',
    remark: 'over a stream the rest is the next message, and that does not end where it says',
  }),
  accepted(both(200), ['semiuri', '3.1.1.9', 'Semicolon-Separated Parameters in User Part', 'well-formed']),
  accepted(both(200), ['transports', '3.1.1.10', 'Varied and Unknown Transport Types', 'well-formed']),
  accepted(both(405), ['mpart01', '3.1.1.11', 'Multipart MIME Message', 'well-formed, the body is binary'], {
    carries: [/\r\nAllow: INVITE, /],
    remark: 'MESSAGE is known, and taken by nobody here',
  }),
  accepted(both(0), ['unreason', '3.1.1.12', 'Unusual Reason Phrase', 'well-formed'], unasked),
  accepted(both(0), ['noreason', '3.1.1.13', 'Empty Reason Phrase', 'well-formed'], unasked),

  // RFC 4475 §3.1.2: invalid messages
  refused(400, 'Malformed Via', ['badinv01', '3.1.2.1', 'Extraneous Header Field Separators', '400']),
  refused(
    400,
    'Body Shorter Than Content-Length',
    ['clerr', '3.1.2.2', 'Content Length Larger Than Message', '400 over UDP'],
    { stream: 'waits', remark: 'over a stream the rest is waited for, with a limit in time' },
  ),
  refused(400, 'Malformed Content-Length', ['ncl', '3.1.2.3', 'Negative Content-Length', 'an error'], {
    stream: 'ends',
  }),
  refused(400, 'Malformed CSeq', ['scalar02', '3.1.2.4', 'Request Scalars with Overlarge Values', '400']),
  dropped('response: Malformed CSeq', ['scalarlg', '3.1.2.5', 'Response Scalars with Overlarge Values', 'dropped']),
  refused(400, 'Malformed To', ['quotbal', '3.1.2.6', 'Unterminated Quoted String in Display Name', '400']),
  refused(400, 'Malformed Request-URI', [
    'ltgtruri',
    '3.1.2.7',
    '<> Enclosing Request-URI',
    '400, or the brackets ignored',
  ]),
  refused(400, 'Malformed Request-Line', [
    'lwsruri',
    '3.1.2.8',
    'Embedded LWS in Request-URI',
    '400, or the space ignored',
  ]),
  refused(400, 'Malformed Request-Line', [
    'lwsstart',
    '3.1.2.9',
    'Multiple SP Separating Request-Line Elements',
    '400, or the spaces ignored',
  ]),
  refused(400, 'Malformed Request-Line', [
    'trws',
    '3.1.2.10',
    'SP at End of Request-Line',
    '400, or the spaces ignored',
  ]),
  refused(400, 'Request-URI With Headers', [
    'escruri',
    '3.1.2.11',
    'Escaped Headers in Request-URI',
    '400, or the headers ignored',
  ]),
  accepted(call, ['baddate', '3.1.2.12', 'Invalid Time Zone in Date', '400, or the header ignored'], {
    remark: `Date is not read; ${noNumber.remark}`,
  }),
  refused(400, 'Malformed Contact', [
    'regbadct',
    '3.1.2.13',
    'Failure to Enclose name-addr URI in <>',
    '400, or the brackets inferred',
  ]),
  refused(400, 'Malformed To', ['badaspec', '3.1.2.14', 'Spaces within addr-spec', '400, or the spaces ignored']),
  refused(
    400,
    'Head Not Ended',
    ['baddn', '3.1.2.15', 'Non-token Characters in Display Name', '400, or the quotes inferred'],
    { stream: 'ends', remark: 'the archive of the RFC has it without the empty line; with it: Malformed From' },
  ),
  refused(505, 'Version Not Supported', ['badvers', '3.1.2.16', 'Unknown Protocol Version', '505']),
  refused(400, 'CSeq Method Mismatch', ['mismatch01', '3.1.2.17', 'Start Line and CSeq Method Mismatch', '400']),
  refused(400, 'CSeq Method Mismatch', ['mismatch02', '3.1.2.18', 'Unknown Method with Mismatch', '501 or 400']),
  dropped('neither a request nor a response', ['bigcode', '3.1.2.19', 'Overlarge Response Code', 'dropped']),

  // RFC 4475 §3.2: transaction layer
  accepted(both(200), ['badbranch', '3.2.1', 'Missing Transaction Identifier', '400, or matched as by RFC 2543'], {
    remark: 'answered without a transaction, so there is nothing to match',
  }),

  // RFC 4475 §3.3: application layer
  refused(400, 'Missing From', ['insuf', '3.3.1', 'Missing Required Header Fields', '400']),
  refused(416, 'Unsupported URI Scheme', ['unkscm', '3.3.2', 'Request-URI with Unknown Scheme', '416']),
  refused(416, 'Unsupported URI Scheme', ['novelsc', '3.3.3', 'Request-URI with Atypical Scheme', '416 or 404']),
  accepted(both(400), ['unksm2', '3.3.4', 'Unknown URI Schemes in Header Fields', '400 by a registrar'], {
    remark: 'the registrar knows SIP addresses alone: refused for To, and for Contact',
  }),
  accepted(both(420), ['bext01', '3.3.5', 'Proxy-Require and Require', '420 with Unsupported'], {
    carries: [/\r\nUnsupported: nothingSupportsThis, nothingSupportsThisEither\r\n/],
  }),
  accepted({ stranger: 407, extension: 415 }, ['invut', '3.3.6', 'Unknown Content-Type', '415'], {
    carries: [/\r\nAccept: application\/sdp\r\n/],
  }),
  accepted(registration, ['regaut01', '3.3.7', 'Unknown Authorization Scheme', '401, with a scheme that we know'], {
    remark: 'the strange scheme counts as none',
  }),
  refused(400, 'Repeated From', ['multi01', '3.3.8', 'Multiple Values in Single Value Fields', '400']),
  refused(400, 'Repeated Content-Length', ['mcl01', '3.3.9', 'Multiple Content-Length Values', 'an error'], {
    stream: 'ends',
  }),
  accepted(both(0), ['bcast', '3.3.10', '200 OK with Broadcast Via', 'dropped'], unasked),
  accepted(both(483), ['zeromf', '3.3.11', 'Max-Forwards of Zero', '483 by a proxy; an endpoint answers'], {
    remark: 'between two phones we count as a hop',
  }),
  accepted(registration, ['cparam01', '3.3.12', 'REGISTER with a Contact Parameter', '200; it is not of the URI'], {
    carries: [/\r\nContact: <sip:\+19725552222@gw1\.example\.net>/],
    lacks: [/unknownparam/],
  }),
  accepted(registration, ['cparam02', '3.3.13', 'REGISTER with a url-parameter', '200; it is of the URI'], {
    carries: [/\r\nContact: <sip:\+19725552222@gw1\.example\.net;unknownparam>/],
  }),
  accepted(registration, ['regescrt', '3.3.14', 'REGISTER with a URL Escaped Header', '200; it is of the URI'], {
    carries: [/\r\nContact: <sip:user@example\.com\?Route=%3Csip:sip\.example\.com%3E>/],
  }),
  accepted({ stranger: 407, extension: 406 }, ['sdp01', '3.3.15', 'Unacceptable Accept Offering', '406 or 400']),

  // RFC 4475 §3.4: backward compatibility
  accepted({ stranger: 407, extension: 400 }, ['inv2543', '3.4.1', 'INVITE with RFC 2543 Syntax', 'may be accepted'], {
    stream: 'ends',
    remark: 'without Contact there is no dialog, without Content-Length no stream',
  }),

  // RFC 5118 §4
  accepted(registration, ['ipv6-good', '4.1', 'Valid Message with an IPv6 Reference', 'well-formed']),
  refused(400, 'Malformed Request-URI', ['ipv6-bad', '4.2', 'Invalid IPv6 Reference', '400']),
  accepted(registration, ['port-ambiguous', '4.3', 'Port Ambiguous in a SIP URI', 'well-formed, no port']),
  accepted(registration, ['port-unambiguous', '4.4', 'Port Unambiguous in a SIP URI', 'well-formed, port 5070']),
  accepted(both(481), ['via-received-param-with-delim', '4.5', 'received with Brackets', 'accepted'], {
    remark: 'a BYE of no dialog',
  }),
  accepted(both(200), ['via-received-param-no-delim', '4.5', 'received without Brackets', 'well-formed']),
  accepted(call, ['ipv6-in-sdp', '4.6', 'IPv6 Addresses in SDP', 'well-formed'], noNumber),
  accepted(both(481), ['mult-ip-in-header', '4.7', 'Multiple IP Addresses in Headers', 'well-formed'], {
    remark: 'a BYE of no dialog',
  }),
  accepted(call, ['mult-ip-in-sdp', '4.8', 'Multiple IP Addresses in SDP', 'well-formed'], noNumber),
  accepted(call, ['ipv4-mapped-ipv6', '4.9', 'IPv4-Mapped IPv6 Addresses', 'well-formed'], noNumber),
  accepted(both(200), ['ipv6-bug-abnf-3-colons', '4.10', 'IPv6 Reference with Three Colons', 'borne with']),
  accepted(both(200), ['ipv6-correct-abnf-2-colons', '4.10', 'IPv6 Reference with Two Colons', 'well-formed']),
];

/** The bytes of a message as they go over the wire. */
export const tortureBytes = (name: string): Buffer => readFileSync(new URL(`./messages/${name}.dat`, import.meta.url));

/** Each message with its bytes and the answers that are right: for feeding a living system. */
export function* tortureMessages(): Generator<TortureCase & { readonly bytes: Buffer }> {
  for (const entry of tortureCases) yield { ...entry, bytes: tortureBytes(entry.name) };
}
