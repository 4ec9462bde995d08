// The web tool's files, kept in memory as they were when the portal started, each compressed once when it is first wanted.

import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, crc32, gzip } from 'node:zlib';
import { limits } from '#base';

export type Encoding = 'br' | 'gzip' | 'identity';

export interface SiteFile {
  readonly type: string;
  readonly etag: string;
  /** Its name changes with its content, so that it may be kept for ever. */
  readonly isLasting: boolean;
  /** The content in this encoding. */
  in(encoding: Encoding): Promise<Buffer>;
  /** What is worth being compressed. */
  readonly isText: boolean;
}

/** By path, as `/assets/index-4f3a.js`. */
export type Site = ReadonlyMap<string, SiteFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const compressible = /^text\/|json|svg/;
const brotliQuality = 9;

/** Reads all files of a folder; an empty site where there is none. Files of a kind that is not known are left out. */
export function readSite(folder: string): Site {
  const files = new Map<string, SiteFile>();
  let sizeBytes = 0;
  for (const path of pathsIn(folder)) {
    const type = types[extname(path)];
    if (type === undefined) continue;
    const content = readFileSync(join(folder, path));
    sizeBytes += content.length;
    if (sizeBytes > limits.portals.siteBytes) throw new Error(`the files of the web tool are too large: ${folder}`);
    files.set(`/${path}`, makeFile(path, type, content));
  }
  return files;
}

function pathsIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
      .sort();
  } catch {
    return [];
  }
}

export function makeFile(path: string, type: string, content: Buffer): SiteFile {
  const made = new Map<Encoding, Promise<Buffer>>([['identity', Promise.resolve(content)]]);
  return {
    type,
    etag: `"${crc32(content).toString(16).padStart(8, '0')}-${content.length}"`,
    isLasting: /^assets\/.+-[\w-]{8,}\.\w+$/.test(path),
    isText: compressible.test(type),
    in(encoding) {
      const there = made.get(encoding) ?? compress(content, encoding);
      made.set(encoding, there);
      return there;
    },
  };
}

function compress(content: Buffer, encoding: Encoding): Promise<Buffer> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality };
  return encoding === 'br' ? promisify(brotliCompress)(content, { params }) : promisify(gzip)(content);
}
