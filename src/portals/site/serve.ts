// Serves the web tool: known paths as they are, and the one page under every path of its own router.

import type { IncomingHttpHeaders } from 'node:http';
import type { Encoding, Site, SiteFile } from './site.ts';

export interface Served {
  readonly status: 200 | 304;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Buffer;
}

const nothing = Buffer.alloc(0);
const lasting = 'public, max-age=31536000, immutable';
/** Kept, but asked after each time: a new version is seen at once. */
const asked = 'no-cache';

/** The file at this path, or the page for a path that names no file; none where there is neither. */
export function findFile(site: Site, path: string): SiteFile | undefined {
  const found = site.get(path);
  if (found !== undefined) return found;
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last.includes('.') ? undefined : site.get('/index.html');
}

export async function serveFile(
  file: SiteFile,
  wishes: Pick<IncomingHttpHeaders, 'accept-encoding' | 'if-none-match'>,
): Promise<Served> {
  const headers = {
    'cache-control': file.isLasting ? lasting : asked,
    etag: file.etag,
    vary: 'Accept-Encoding',
  };
  if (wishes['if-none-match']?.split(/\s*,\s*/).includes(file.etag) === true)
    return { status: 304, headers, content: nothing };
  // What is not the same for ever is small and goes as it is: nothing that is made for somebody is ever compressed (BREACH).
  const isCompressed = file.isText && file.isLasting;
  const encoding = isCompressed ? choose(String(wishes['accept-encoding'] ?? '')) : 'identity';
  const content = await file.in(encoding);
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': file.type,
      'content-length': String(content.length),
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    },
    content,
  };
}

/** What the client names without forbidding it, the smaller first. */
function choose(accepted: string): Encoding {
  const named = accepted
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !/;\s*q=0(\.0+)?$/.test(part))
    .map((part) => part.split(';')[0]);
  return named.includes('br') ? 'br' : named.includes('gzip') ? 'gzip' : 'identity';
}
