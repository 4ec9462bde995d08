// How documents are packed into the body of a NOTIFY: one by itself, several as parts (RFC 2046), those of a list with what each is of
// (RFC 4662 §5).

import { escapeXml } from './xml.ts';

export interface Packed {
  readonly contentType: string;
  readonly body: string;
}

export interface Part {
  /** The extension that it is about. */
  readonly number: string;
  readonly contentType: string;
  readonly text: string;
}

/** No document of ours has this in it: they escape or leave out what others say. */
const boundary = 'ringfence-part-5f0c7e2a';

export const packParts = (parts: readonly Part[]): Packed => ({
  contentType: `multipart/mixed;boundary="${boundary}"`,
  body: multipart(parts.map(({ contentType, text }) => `Content-Type: ${contentType}\r\n\r\n${text}`)),
});

export interface ListFacts {
  readonly name: string;
  readonly realm: string;
  readonly version: number;
  /** Does it tell of every member? */
  readonly isFull: boolean;
}

export function packList({ name, realm, version, isFull }: ListFacts, parts: readonly Part[]): Packed {
  const host = escapeXml(realm);
  const entries = parts.map(
    ({ number }) =>
      `<resource uri="sip:${number}@${host}"><instance id="i${number}" state="active" cid="${number}@list"/></resource>\n`,
  );
  const list = `<?xml version="1.0" encoding="UTF-8"?>\n<list xmlns="urn:ietf:params:xml:ns:rlmi" uri="sip:${name}@${host}" version="${version}" fullState="${isFull}">\n${entries.join('')}</list>\n`;
  const root = `Content-ID: <list@list>\r\nContent-Type: application/rlmi+xml;charset="UTF-8"\r\n\r\n${list}`;
  const bodies = parts.map(
    ({ number, contentType, text }) => `Content-ID: <${number}@list>\r\nContent-Type: ${contentType}\r\n\r\n${text}`,
  );
  return {
    contentType: `multipart/related;type="application/rlmi+xml";start="<list@list>";boundary="${boundary}"`,
    body: multipart([root, ...bodies]),
  };
}

const multipart = (parts: readonly string[]): string =>
  `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
