// Takes PUBLISH (RFC 3903): a station's own device says how its extension is; nobody says it of another.

import { limits } from '#base';
import { type Flow, Header, type SipMessage, type TransactionLayer } from '#sip';
import { callCodes } from '../calls.codes.ts';
import { asSip, mediaType } from '../legs/lines.ts';
import type { Station } from '../stations/station.ts';
import { presencePackage } from './packages/presence.ts';
import { type Publications, type Published, parsePresence } from './publications.ts';
import { eventOf, secondsOf, userIn, type WatchFault } from './subscribe-request.ts';

export interface PublishingOptions {
  readonly layer: TransactionLayer;
  readonly publications: Publications;
  /** Whose device it is; undefined when the request has been answered. */
  readonly identify: (request: SipMessage, flow: Flow) => Station | undefined;
}

export function receivePublish(
  { layer, publications, identify }: PublishingOptions,
  request: SipMessage,
  flow: Flow,
): void {
  const publisher = identify(request, flow);
  if (publisher === undefined) return;
  const { number } = publisher;
  const wanted = readPublish(request, number, (etag) => publications.has(number, etag));
  if ('status' in wanted) return layer.refuse(request, flow, wanted.status, undefined, wanted.headers);
  const transaction = layer.open(request, flow);
  if (transaction === undefined) return;
  const etag = publications.put(number, wanted.etag, wanted.state, wanted.seconds);
  transaction.respond(200, 'OK', transaction.tag, `SIP-ETag: ${etag}\r\nExpires: ${wanted.seconds}\r\n`);
}

interface Wanted {
  /** '' of what was not published before. */
  readonly etag: string;
  /** Undefined: as it was. */
  readonly state: Published | undefined;
  readonly seconds: number;
}

const fault = (status: number, headers = ''): WatchFault => ({ status, headers });

function readPublish(request: SipMessage, number: string, has: (etag: string) => boolean): Wanted | WatchFault {
  if (request.maxForwards === 0) return fault(483);
  const unsupported = request.list(Header.Require);
  if (unsupported.length > 0) return fault(420, `Unsupported: ${unsupported.join(', ')}\r\n`);
  if (eventOf(request)?.package !== presencePackage) return fault(489, 'Allow-Events: presence\r\n');
  if (userIn(request) !== number) return fault(403, asSip(callCodes.refuse('calls.not-to-watch')).headers);
  const seconds = secondsOf(request);
  if (typeof seconds !== 'number') return seconds;
  const etag = (request.get(Header.SipIfMatch) ?? '').slice(0, limits.watching.idLength);
  if (etag !== '' && !has(etag)) return fault(412);
  if (request.body === '') return etag === '' ? fault(400) : { etag, state: undefined, seconds };
  if (mediaType(request) !== presencePackage.contentType || request.has(Header.ContentEncoding))
    return fault(415, `Accept: ${presencePackage.contentType}\r\n`);
  if (request.body.length > limits.watching.publishedBytes) return fault(413);
  const state = parsePresence(request.body);
  return state === undefined ? fault(400) : { etag, state, seconds };
}
