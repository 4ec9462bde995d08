// What the unencrypted listener serves: proofs of names by HTTP-01 (RFC 8555 §8.3), the revocation list, the authority's certificate,
// and the way to HTTPS. Nothing of the tools, nothing of a session; the core is not asked.

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { PortalPlain } from '../../../apps/core/portal-protocol.ts';
import { portalsCodes } from '../portals.codes.ts';
import { endWith } from './client-errors.ts';
import { securityHeaders } from './security-headers.ts';

export interface PlainOptions {
  /** What the core has said that is shown; none before that. */
  readonly plain: () => PortalPlain | undefined;
  readonly hosts: () => ReadonlySet<string>;
  /** The port of an open listener of HTTPS; 0 when there is none. */
  readonly httpsPort: () => number;
}

interface Content {
  readonly type: string;
  readonly body: string | Buffer;
}

const challengePath = '/.well-known/acme-challenge/';
const { 'strict-transport-security': _, ...plainHeaders } = securityHeaders;

export const plainAnswers =
  (options: PlainOptions): RequestListener =>
  (request, response) => {
    const { method = '', url = '' } = request;
    const allowed = 'GET, HEAD';
    if (method !== 'GET' && method !== 'HEAD')
      return endWith(request.socket, portalsCodes.refuse('portals.wrong-method', { method, allowed }));
    const content = contentOf(url, options.plain());
    if (content !== undefined) return send(request, response, content);
    if (url.startsWith(challengePath)) return endWith(request.socket, portalsCodes.refuse('portals.not-found'));
    sendElsewhere(request, response, options);
  };

function contentOf(url: string, plain: PortalPlain | undefined): Content | undefined {
  if (plain === undefined) return undefined;
  if (url === '/crl')
    return plain.crl === '' ? undefined : { type: 'application/pkix-crl', body: Buffer.from(plain.crl, 'base64') };
  if (url === '/authority.pem') return { type: 'application/x-pem-file', body: plain.authority };
  if (!url.startsWith(challengePath)) return undefined;
  const token = url.slice(challengePath.length);
  const challenge = plain.challenges.find((one) => one.token === token);
  return challenge === undefined ? undefined : { type: 'application/octet-stream', body: challenge.text };
}

function send({ method }: IncomingMessage, response: ServerResponse, { type, body }: Content): void {
  const length = String(Buffer.byteLength(body));
  response.writeHead(200, { ...plainHeaders, 'content-type': type, 'content-length': length });
  response.end(method === 'HEAD' ? undefined : body);
}

/** To the same address under HTTPS, of a host that is ours: nobody is sent anywhere else. */
function sendElsewhere(request: IncomingMessage, response: ServerResponse, { hosts, httpsPort }: PlainOptions): void {
  const { url = '', socket } = request;
  const port = httpsPort();
  const host = hostOf(request.headers.host ?? '');
  if (port === 0 || !url.startsWith('/')) return endWith(socket, portalsCodes.refuse('portals.not-found'));
  if (!hosts().has(host))
    return endWith(socket, portalsCodes.refuse('portals.wrong-host', { host: host.slice(0, 200) }));
  const location = `https://${host.includes(':') ? `[${host}]` : host}:${port}${url}`;
  response.writeHead(302, { ...plainHeaders, location, 'content-length': '0', connection: 'close' });
  response.end();
}

/** Without port and brackets, in lower case. */
const hostOf = (header: string): string =>
  header
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
