// What a SUBSCRIBE or PUBLISH asks for, and what of it cannot be given (RFC 6665 §4.2, RFC 3903 §6).

import { limits } from '#base';
import { decodeText, Header, ownText, parameter, type SipMessage, supports } from '#sip';
import { mediaType } from '../legs/lines.ts';
import type { EventPackage } from './packages/package.ts';
import { ALLOW_EVENTS, packageNamed } from './packages/packages.ts';

export interface WatchFault {
  readonly status: number;
  readonly headers: string;
}

export interface AskedSubscription {
  readonly package: EventPackage;
  /** The value of Event as every NOTIFY repeats it. */
  readonly event: string;
  readonly seconds: number;
  /** Whom or what it is about: the user part of the Request-URI. */
  readonly target: string;
  readonly takesLists: boolean;
  readonly takesParts: boolean;
}

const listTypes = ['application/rlmi+xml', 'multipart/related'];
const partsType = 'multipart/mixed';

const fault = (status: number, headers = ''): WatchFault => ({ status, headers });

export function readSubscribe(request: SipMessage): AskedSubscription | WatchFault {
  if (request.maxForwards === 0) return fault(483);
  const unsupported = request.list(Header.Require).filter((option) => option.toLowerCase() !== 'eventlist');
  if (unsupported.length > 0) return fault(420, `Unsupported: ${unsupported.join(', ')}\r\n`);
  const { contact } = request;
  if (contact === undefined || contact === '*') return fault(400);
  const asked = eventOf(request);
  if (asked === undefined) return fault(489, ALLOW_EVENTS);
  const types = acceptedTypes(request);
  const isAccepted = types === undefined || takes(types, asked.package.contentType);
  if (!isAccepted) return fault(406, `Accept: ${asked.package.contentType}\r\n`);
  const wrongBody = bodyFault(request, asked.package);
  if (wrongBody !== undefined) return wrongBody;
  const seconds = secondsOf(request);
  if (typeof seconds !== 'number') return seconds;
  const takesLists =
    supports(request, 'eventlist') && (types === undefined || listTypes.every((type) => takes(types, type)));
  const takesParts = types !== undefined && takes(types, partsType);
  return { ...asked, seconds, target: userIn(request), takesLists, takesParts };
}

export const isFault = (asked: object): asked is WatchFault => 'status' in asked;

/** The package that Event names, and its value with the id alone of its parameters. */
export function eventOf(request: SipMessage): { readonly package: EventPackage; readonly event: string } | undefined {
  const value = request.get(Header.Event) ?? '';
  const name = (value.split(';', 1)[0] ?? '').trim();
  const named = packageNamed(name.toLowerCase());
  const id = parameter(value.slice(value.indexOf(';') < 0 ? value.length : value.indexOf(';')), 'id') ?? '';
  if (named === undefined || id.length > limits.watching.idLength || !/^[\w.!%*+`'~-]*$/.test(id)) return undefined;
  return { package: named, event: ownText(id === '' ? named.name : `${named.name};id=${id}`) };
}

/** Undefined: the request does not say, so the type of the package is taken (RFC 6665 §3.1.3). */
function acceptedTypes(request: SipMessage): readonly string[] | undefined {
  if (!request.has(Header.Accept)) return undefined;
  const types = request.list(Header.Accept).map((type) => (type.split(';', 1)[0] ?? '').trim().toLowerCase());
  return types.length === 0 ? undefined : types;
}

const takes = (types: readonly string[], type: string): boolean =>
  types.some((taken) => taken === type || taken === '*/*' || taken === `${type.slice(0, type.indexOf('/'))}/*`);

function bodyFault(request: SipMessage, { takesBody, contentType }: EventPackage): WatchFault | undefined {
  if (request.body === '') return undefined;
  const isTaken = takesBody && mediaType(request) === contentType && !request.has(Header.ContentEncoding);
  return isTaken ? undefined : fault(415, takesBody ? `Accept: ${contentType}\r\n` : 'Accept: \r\n');
}

/** Who does not say gets the longest; who asks for longer, too. 0 is the end, or one look. */
export function secondsOf(request: SipMessage): number | WatchFault {
  const { longestSeconds, shortestSeconds } = limits.watching;
  if (request.has(Header.Expires) && request.expires === undefined) return fault(400);
  const seconds = Math.min(request.expires ?? longestSeconds, longestSeconds);
  if (seconds > 0 && seconds < shortestSeconds) return fault(423, `Min-Expires: ${shortestSeconds}\r\n`);
  return seconds;
}

/** Longer than any number or name of a list. */
const longestTarget = 64;

export function userIn(request: SipMessage): string {
  const user = (request.target?.user ?? '').slice(0, longestTarget).split(';', 1)[0] ?? '';
  return ownText(decodeText(user));
}
