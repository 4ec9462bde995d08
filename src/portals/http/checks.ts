// What a request must be before anything is done with it: its head, its host, and where it was asked from.

import type { IncomingMessage } from 'node:http';
import { limits, type Refusal } from '#base';
import { portalsCodes } from '../portals.codes.ts';

/** Headers that are there once or not at all: two of them mean two readings. */
const single = new Set([
  ...['host', 'origin', 'cookie', 'content-type', 'content-length', 'content-encoding', 'transfer-encoding'],
  ...['authorization', 'x-csrf-token', 'x-tool', 'x-background', 'if-match', 'expect', 'sec-fetch-site'],
]);

/** The first reason to refuse the request by its head alone. */
export function checkHead(request: IncomingMessage, hosts: ReadonlySet<string>): Refusal | undefined {
  return checkForm(request) ?? checkHost(request, hosts) ?? checkOrigin(request) ?? checkBodiless(request);
}

function checkForm({ rawHeaders, headers, url = '', httpVersion }: IncomingMessage): Refusal | undefined {
  if (httpVersion !== '1.1') return portalsCodes.refuse('portals.wrong-version');
  if (rawHeaders.length / 2 > limits.portals.headers)
    return portalsCodes.refuse('portals.head-too-large', { most: `${limits.portals.headers} headers` });
  if (url.length > limits.portals.urlBytes)
    return portalsCodes.refuse('portals.malformed-request', { why: 'the address is too long' });
  if (!/^\/[\x21-\x7e]*$/.test(url) || /[\\#]/.test(url))
    return portalsCodes.refuse('portals.malformed-request', { why: 'the address is not a path of this system' });
  if (headers.host === undefined)
    return portalsCodes.refuse('portals.malformed-request', { why: 'the header Host is missing' });
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    if (single.has(name) && seen.has(name))
      return portalsCodes.refuse('portals.malformed-request', { why: `the header ${name} is there twice` });
    seen.add(name);
  }
  // Node's parser takes other codings too, and does not know where such a body ends.
  if ((headers['transfer-encoding'] ?? 'chunked').toLowerCase() !== 'chunked')
    return portalsCodes.refuse('portals.malformed-request', { why: 'its transfer coding is not "chunked"' });
  return undefined;
}

/** The name in a Host header, without port and brackets, in lower case; none where it is no name. */
function hostOf(header: string): string | undefined {
  const [, bracketed, plain] = /^(?:\[([\da-fA-F:.]{2,45})\]|([\w.-]{1,253}))(?::\d{1,5})?$/.exec(header) ?? [];
  return (bracketed ?? plain)?.toLowerCase();
}

function checkHost({ headers }: IncomingMessage, hosts: ReadonlySet<string>): Refusal | undefined {
  const host = hostOf(headers.host ?? '');
  if (host !== undefined && hosts.has(host)) return undefined;
  return portalsCodes.refuse('portals.wrong-host', { host: host ?? 'it was given' });
}

const isSafe = (method: string | undefined): boolean => method === 'GET' || method === 'HEAD';

/**
 * A browser says where a request comes from. Another site may send people here by a link, and nothing else; what changes
 * something comes from our own page, or from a program, which says nothing.
 */
function checkOrigin({ method, headers, url = '' }: IncomingMessage): Refusal | undefined {
  const { origin, host = '' } = headers;
  const site = headers['sec-fetch-site'];
  const foreign = portalsCodes.refuse('portals.foreign-origin');
  if (origin !== undefined && origin.toLowerCase() !== `https://${host.toLowerCase()}`) return foreign;
  if (site === undefined || site === 'same-origin') return undefined;
  if (!isSafe(method)) return foreign;
  // Typed, or from a bookmark.
  if (site === 'none') return undefined;
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return isLink && !url.startsWith('/api/') ? undefined : foreign;
}

function checkBodiless({ method = '', headers }: IncomingMessage): Refusal | undefined {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  const takesBody = method === 'POST' || method === 'PATCH' || method === 'PUT';
  return hasBody && !takesBody ? portalsCodes.refuse('portals.unexpected-body', { method }) : undefined;
}
