// An archive as XML, printed: one element on each line, every text escaped, one spelling for one content.

import type { KeyObject } from 'node:crypto';
import type { TrailItem } from '../check.ts';
import { keyFingerprint, publicKeyOf, signText } from '../checkpoint.ts';
import { type ChainEnd, encodeFields } from '../entry.ts';
import { printTime } from '../export.ts';
import { escapeText } from './escape.ts';

const archiveNamespace = 'urn:ringfence:audit-archive:1';
export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>';
export const archiveNote =
  '<!-- In texts \\\\ is a backslash, and \\uXXXX a character that XML cannot carry as it is. -->';
export const archiveEnd = '</audit-archive>';

/** What the first element says, all of it signed. */
export interface ArchiveHeading {
  /** The name of the system that the entries are of. */
  readonly system: string;
  readonly archivedAtMs: number;
  /** Times of the first and the last entry. */
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** The end of the chain before the first entry. */
  readonly start: ChainEnd;
  readonly end: ChainEnd;
}

export interface SignedArchiveHeading extends ArchiveHeading {
  readonly fingerprint: string;
  readonly signature: string;
}

export function signArchiveHeading(heading: ArchiveHeading, signingKey: KeyObject): SignedArchiveHeading {
  const fingerprint = keyFingerprint(publicKeyOf(signingKey));
  return { ...heading, fingerprint, signature: signText(encodeArchiveHeading(heading, fingerprint), signingKey) };
}

export function encodeArchiveHeading(heading: ArchiveHeading, fingerprint: string): string {
  const { system, archivedAtMs, firstAtMs, lastAtMs, start, end } = heading;
  const ends = [start.lastId, start.hash, end.lastId, end.hash];
  return encodeFields('ringfence audit archive 1', system, archivedAtMs, firstAtMs, lastAtMs, fingerprint, ...ends);
}

/** Everything before the first entry, with its line breaks. */
export const printArchiveStart = (heading: SignedArchiveHeading): string =>
  `${xmlDeclaration}\n${archiveNote}\n${printArchiveHeading(heading)}\n`;

export function printArchiveHeading(heading: SignedArchiveHeading): string {
  const { system, archivedAtMs, firstAtMs, lastAtMs, start, end, fingerprint, signature } = heading;
  const attributes = printAttributes({
    ...{ xmlns: archiveNamespace, system, archived: printTime(archivedAtMs) },
    ...{ from: printTime(firstAtMs), to: printTime(lastAtMs) },
    ...{ after: start.lastId, previous: start.hash, last: end.lastId, hash: end.hash },
    ...{ key: fingerprint, signature },
  });
  return `<audit-archive${attributes}>`;
}

/** An entry or a checkpoint, without a line break. */
export function printArchiveItem(item: TrailItem): string {
  if (item.kind === 'checkpoint') {
    const { lastId, hash, atMs, entries, signature } = item.checkpoint;
    return `<checkpoint${printAttributes({ last: lastId, hash, at: printTime(atMs), entries, signature })}/>`;
  }
  const { id, atMs, level, user, sourceIp, application, context, action, data, hash } = item.entry;
  const attributes = printAttributes({
    ...{ id, at: printTime(atMs), level, user, 'source-ip': sourceIp, application, context, action, hash },
  });
  return `<entry${attributes}>${escapeText(data)}</entry>`;
}

function printAttributes(attributes: Readonly<Record<string, string | number>>): string {
  let text = '';
  for (const [name, value] of Object.entries(attributes)) text += ` ${name}="${escapeText(String(value))}"`;
  return text;
}
