// Requests outside any dialog: what an INVITE dials, and what of a request cannot be given.

import { printable } from '#base';
import {
  decodeText,
  type Flow,
  Header,
  LEAST_SESSION_SECONDS,
  ownText,
  parameter,
  parseUri,
  type SipMessage,
  type SipUri,
  sessionInterval,
  type TransactionLayer,
} from '#sip';
import { ACCEPT, ALLOW, isSdp, unsupportedOptions } from './legs/lines.ts';
import type { Trunk } from './trunks/trunk.ts';

export interface Fault {
  readonly status: number;
  readonly headers: string;
}

/** What an INVITE asks for that cannot be given (RFC 3261 §8.2, RFC 4028 §6). */
export function faultOfInvite(request: SipMessage): Fault | undefined {
  if (request.maxForwards === 0) return { status: 483, headers: '' };
  const unsupported = unsupportedOptions(request);
  if (unsupported !== '') return { status: 420, headers: `Unsupported: ${unsupported}\r\n` };
  if (request.contact === undefined || request.contact === '*') return { status: 400, headers: '' };
  if (request.body !== '' && !isSdp(request)) return { status: 415, headers: ACCEPT };
  if (!takesSdp(request)) return { status: 406, headers: ACCEPT };
  const session = sessionInterval(request);
  if (session === undefined || session.seconds >= LEAST_SESSION_SECONDS) return undefined;
  return { status: 422, headers: `Min-SE: ${LEAST_SESSION_SECONDS}\r\n` };
}

/** Without Accept a phone takes session descriptions (RFC 3261 §20.1). */
function takesSdp(request: SipMessage): boolean {
  if (!request.has(Header.Accept)) return true;
  const types = request.list(Header.Accept).map((type) => (type.split(';', 1)[0] ?? '').trim().toLowerCase());
  return types.length === 0 || types.some((type) => /^(\*\/\*|application\/(\*|sdp))$/.test(type));
}

/** Longer than any number or name that somebody could mean. */
const longestDialled = 64;

/** What the user of a phone dialled: the user part, without parameters and, in a telephone number, its separators (RFC 3966 §5.1.1). */
export function dialledIn(request: SipMessage): string {
  const { target } = request;
  return target === undefined ? '' : numberIn(target);
}

export function numberIn(target: SipUri): string {
  const user = target.user.slice(0, longestDialled);
  if (/^[0-9*#]*$/.test(user)) return ownText(user);
  const number = user.split(';', 1)[0] ?? '';
  const isTelephone = target.scheme === 'tel' || parameter(target.parameters, 'user')?.toLowerCase() === 'phone';
  return printable(decodeText(isTelephone ? number.replace(/[-.()]/g, '') : number));
}

/**
 * The number that a call by a trunk is for: one that we register for may come to the account's own user, with the number that was
 * dialled in To.
 */
export function dialledByTrunk(request: SipMessage, { record }: Trunk): string {
  const isAccount = record.registers && request.target?.user === record.username;
  const to = isAccount ? parseUri(request.to?.uri ?? '') : undefined;
  return to === undefined ? dialledIn(request) : numberIn(to);
}

const known = ['OPTIONS', 'SUBSCRIBE', 'PUBLISH', 'MESSAGE', 'REFER', 'NOTIFY', 'INFO', 'UPDATE', 'PRACK', 'BYE'];
/** Those that make sense in a dialog alone. */
const inDialog = ['INFO', 'UPDATE', 'PRACK', 'BYE'];

/** Answers what is neither a registration nor a call. */
export function answerOther(request: SipMessage, flow: Flow, layer: TransactionLayer): void {
  const { method } = request;
  const refuse = (status: number, headers: string): void => layer.refuse(request, flow, status, undefined, headers);
  if (!known.includes(method)) return refuse(501, ALLOW);
  if (inDialog.includes(method)) return refuse(481, '');
  const unsupported = unsupportedOptions(request);
  if (unsupported !== '') return refuse(420, `Unsupported: ${unsupported}\r\n`);
  if (method !== 'OPTIONS') return refuse(405, ALLOW);
  if (request.maxForwards === 0) refuse(483, '');
  else refuse(200, ALLOW + ACCEPT);
}
