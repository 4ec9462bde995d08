// The torture messages of RFC 4475 and RFC 5118 with the treatment that each gets: one table for the parser's test, for the
// living system's test and for docs/torture.md.

import { readFileSync } from 'node:fs';

/** What the parser makes of a message: 'accepted'; a status and reason to answer with; or why it is dropped. */
export type ParserTreatment =
  | 'accepted'
  | { readonly status: number; readonly reason: string }
  | { readonly dropped: string };

export interface TortureCase {
  /** The RFC's own name, and the file's under messages/. */
  readonly name: string;
  readonly rfc: 4475 | 5118;
  readonly section: string;
  readonly title: string;
  /** What the RFC asks for. */
  readonly says: string;
  readonly parser: ParserTreatment;
  /** Final statuses that a registrar and B2BUA with authentication may answer; empty: no answer. */
  readonly answers: readonly number[];
  /** The layer that decides what the parser leaves open, or a remark. */
  readonly remark: string;
  /** What the message shows only shows when it comes as one datagram: a stream would wait for its end, or be closed. */
  readonly datagram: boolean;
}

/** Requests in order: the caller is asked who it is, or turned away before that. */
const challenged = [401, 403, 404, 407];
const options = [200, ...challenged];
const inDialog = [401, 403, 481];
const unknownMethod = [405, 501];

interface Rest {
  readonly remark?: string;
  readonly datagram?: true;
}

type Told = readonly [name: string, section: string, title: string, says: string];

const entry = (told: Told, parser: ParserTreatment, answers: readonly number[], rest: Rest): TortureCase => {
  const [name, section, title, says] = told;
  const rfc = section.startsWith('3') ? 4475 : 5118;
  const { remark = '', datagram = false } = rest;
  return { name, rfc, section, title, says, parser, answers: answers.toSorted((a, b) => a - b), remark, datagram };
};

const accepted = (answers: readonly number[], told: Told, rest: Rest = {}): TortureCase =>
  entry(told, 'accepted', answers, rest);
const refused = (status: number, reason: string, told: Told, rest: Rest = {}): TortureCase =>
  entry(told, { status, reason }, [status], rest);
const dropped = (why: string, told: Told): TortureCase => entry(told, { dropped: why }, [], {});

const first = { remark: 'the caller is challenged first' };
const byUser = { remark: 'decided by the transaction user' };
const unasked = { remark: 'transactions: answers no request of ours' };

/** All 61 messages, in the order of their RFCs. */
export const tortureCases: readonly TortureCase[] = [
  // RFC 4475 §3.1.1: valid messages
  accepted(challenged, ['wsinv', '3.1.1.1', 'A Short Tortuous INVITE', 'well-formed'], first),
  accepted(unknownMethod, ['intmeth', '3.1.1.2', 'Wide Range of Valid Characters', 'well-formed'], byUser),
  accepted(challenged, ['esc01', '3.1.1.3', 'Valid Use of the % Escaping Mechanism', 'well-formed'], first),
  accepted(challenged, ['escnull', '3.1.1.4', 'Escaped Nulls in URIs', 'well-formed, two bindings'], first),
  accepted(unknownMethod, ['esc02', '3.1.1.5', 'Use of % When It Is Not an Escape', 'well-formed'], byUser),
  accepted(options, ['lwsdisp', '3.1.1.6', 'No LWS between Display Name and <', 'well-formed']),
  accepted(challenged, ['longreq', '3.1.1.7', 'Long Values in Header Fields', 'well-formed'], first),
  accepted(challenged, ['dblreq', '3.1.1.8', 'Extra Trailing Octets in a UDP Datagram', 'the rest is ignored'], {
    datagram: true,
    remark: 'over a stream the rest is the next message',
  }),
  accepted(options, ['semiuri', '3.1.1.9', 'Semicolon-Separated Parameters in User Part', 'well-formed']),
  accepted(options, ['transports', '3.1.1.10', 'Varied and Unknown Transport Types', 'well-formed']),
  accepted(
    [...challenged, ...unknownMethod, 415],
    ['mpart01', '3.1.1.11', 'Multipart MIME Message', 'well-formed, the body is binary'],
    byUser,
  ),
  accepted([], ['unreason', '3.1.1.12', 'Unusual Reason Phrase', 'well-formed'], unasked),
  accepted([], ['noreason', '3.1.1.13', 'Empty Reason Phrase', 'well-formed'], unasked),

  // RFC 4475 §3.1.2: invalid messages
  refused(400, 'Malformed Via', ['badinv01', '3.1.2.1', 'Extraneous Header Field Separators', '400']),
  refused(
    400,
    'Body Shorter Than Content-Length',
    ['clerr', '3.1.2.2', 'Content Length Larger Than Message', '400 over UDP'],
    { datagram: true, remark: 'over a stream the rest is waited for, with a limit in time' },
  ),
  refused(400, 'Malformed Content-Length', ['ncl', '3.1.2.3', 'Negative Content-Length', '400']),
  refused(400, 'Malformed CSeq', ['scalar02', '3.1.2.4', 'Request Scalars with Overlarge Values', '400']),
  dropped('response: Malformed CSeq', ['scalarlg', '3.1.2.5', 'Response Scalars with Overlarge Values', 'dropped']),
  refused(400, 'Malformed To', ['quotbal', '3.1.2.6', 'Unterminated Quoted String in Display Name', '400']),
  refused(400, 'Malformed Request-URI', ['ltgtruri', '3.1.2.7', '<> Enclosing Request-URI', '400']),
  refused(400, 'Malformed Request-Line', ['lwsruri', '3.1.2.8', 'Embedded LWS in Request-URI', '400']),
  refused(400, 'Malformed Request-Line', [
    'lwsstart',
    '3.1.2.9',
    'Multiple SP Separating Request-Line Elements',
    '400, or taken liberally',
  ]),
  refused(400, 'Malformed Request-Line', ['trws', '3.1.2.10', 'SP at End of Request-Line', '400, or taken liberally']),
  refused(400, 'Request-URI With Headers', ['escruri', '3.1.2.11', 'Escaped Headers in Request-URI', '400']),
  accepted(challenged, ['baddate', '3.1.2.12', 'Invalid Time Zone in Date', '400, or the header ignored'], {
    remark: 'Date is not read, so it harms nobody',
  }),
  refused(400, 'Malformed Contact', ['regbadct', '3.1.2.13', 'Failure to Enclose name-addr URI in <>', '400']),
  refused(400, 'Malformed To', ['badaspec', '3.1.2.14', 'Spaces within addr-spec', '400, or taken liberally']),
  refused(
    400,
    'Head Not Ended',
    ['baddn', '3.1.2.15', 'Non-token Characters in Display Name', '400, or taken liberally'],
    { datagram: true, remark: 'the archive of the RFC has it without the empty line; with it: Malformed From' },
  ),
  refused(505, 'Version Not Supported', ['badvers', '3.1.2.16', 'Unknown Protocol Version', '505']),
  refused(400, 'CSeq Method Mismatch', ['mismatch01', '3.1.2.17', 'Start Line and CSeq Method Mismatch', '400']),
  refused(400, 'CSeq Method Mismatch', ['mismatch02', '3.1.2.18', 'Unknown Method with Mismatch', '400 or 501']),
  dropped('neither a request nor a response', ['bigcode', '3.1.2.19', 'Overlarge Response Code', 'dropped']),

  // RFC 4475 §3.2: transaction layer
  accepted(options, ['badbranch', '3.2.1', 'Missing Transaction Identifier', 'matched as by RFC 2543'], {
    remark: 'transactions: a branch that is the bare cookie identifies nothing',
  }),

  // RFC 4475 §3.3: application layer
  refused(400, 'Missing From', ['insuf', '3.3.1', 'Missing Required Header Fields', '400']),
  refused(416, 'Unsupported URI Scheme', ['unkscm', '3.3.2', 'Request-URI with Unknown Scheme', '416']),
  refused(416, 'Unsupported URI Scheme', ['novelsc', '3.3.3', 'Request-URI with Atypical Scheme', '416']),
  accepted([400, ...challenged], ['unksm2', '3.3.4', 'Unknown URI Schemes in Header Fields', '400 by a registrar'], {
    remark: 'registrar: To has to be a SIP URI',
  }),
  accepted([420, ...challenged], ['bext01', '3.3.5', 'Proxy-Require and Require', '420 with Unsupported'], byUser),
  accepted([415, ...challenged], ['invut', '3.3.6', 'Unknown Content-Type', '415 with Accept'], first),
  accepted([401], ['regaut01', '3.3.7', 'Unknown Authorization Scheme', '401, as if it was not there'], {
    remark: 'decided by digest authentication',
  }),
  refused(400, 'Repeated From', ['multi01', '3.3.8', 'Multiple Values in Single Value Fields', '400']),
  refused(400, 'Repeated Content-Length', ['mcl01', '3.3.9', 'Multiple Content-Length Values', '400']),
  accepted([], ['bcast', '3.3.10', '200 OK with Broadcast Via', 'dropped'], unasked),
  accepted([483, ...options], ['zeromf', '3.3.11', 'Max-Forwards of Zero', '483 where forwarded'], byUser),
  accepted(challenged, ['cparam01', '3.3.12', 'REGISTER with a Contact Parameter', 'of the header'], first),
  accepted(challenged, ['cparam02', '3.3.13', 'REGISTER with a url-parameter', 'of the URI'], first),
  accepted(challenged, ['regescrt', '3.3.14', 'REGISTER with a URL Escaped Header', 'well-formed'], first),
  accepted([406, ...challenged], ['sdp01', '3.3.15', 'Unacceptable Accept Offering', '406'], first),

  // RFC 4475 §3.4: backward compatibility
  accepted(challenged, ['inv2543', '3.4.1', 'INVITE with RFC 2543 Syntax', 'accepted'], {
    datagram: true,
    remark: 'without Content-Length no stream can carry it',
  }),

  // RFC 5118 §4
  accepted(challenged, ['ipv6-good', '4.1', 'Valid Message with an IPv6 Reference', 'well-formed'], first),
  refused(400, 'Malformed Request-URI', ['ipv6-bad', '4.2', 'Invalid IPv6 Reference', '400']),
  accepted(challenged, ['port-ambiguous', '4.3', 'Port Ambiguous in a SIP URI', 'well-formed, no port'], first),
  accepted(challenged, ['port-unambiguous', '4.4', 'Port Unambiguous in a SIP URI', 'port 5070'], first),
  accepted(inDialog, ['via-received-param-with-delim', '4.5', 'received with Brackets', 'accepted']),
  accepted(options, ['via-received-param-no-delim', '4.5', 'received without Brackets', 'accepted']),
  accepted(challenged, ['ipv6-in-sdp', '4.6', 'IPv6 Addresses in SDP', 'well-formed'], first),
  accepted(inDialog, ['mult-ip-in-header', '4.7', 'Multiple IP Addresses in Headers', 'well-formed']),
  accepted(challenged, ['mult-ip-in-sdp', '4.8', 'Multiple IP Addresses in SDP', 'well-formed'], first),
  accepted(challenged, ['ipv4-mapped-ipv6', '4.9', 'IPv4-Mapped IPv6 Addresses', 'well-formed'], first),
  accepted(options, ['ipv6-bug-abnf-3-colons', '4.10', 'IPv6 Reference with Three Colons', 'borne with']),
  accepted(options, ['ipv6-correct-abnf-2-colons', '4.10', 'IPv6 Reference with Two Colons', 'well-formed']),
];

/** The bytes of a message as they go over the wire. */
export const tortureBytes = (name: string): Buffer => readFileSync(new URL(`./messages/${name}.dat`, import.meta.url));

/** Each message with its bytes and the answers that are right: for feeding a living system. */
export function* tortureMessages(): Generator<TortureCase & { readonly bytes: Buffer }> {
  for (const entry of tortureCases) yield { ...entry, bytes: tortureBytes(entry.name) };
}
