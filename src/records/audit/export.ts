// An exported trail: lines of JSON, the first of which is signed and says how far the others go.

import type { KeyObject } from 'node:crypto';
import type { Pace } from '#base';
import type { TrailItem } from './check.ts';
import { type Checkpoint, keyFingerprint, publicKeyOf, signText } from './checkpoint.ts';
import { type AuditEntry, type ChainEnd, encodeFields } from './entry.ts';

export const exportFormat = 'ringfence audit trail 1';

export interface Heading {
  /** The name of the system that exports. */
  readonly system: string;
  readonly exportedAtMs: number;
  readonly start: ChainEnd;
  readonly end: ChainEnd;
}

export interface SignedHeading extends Heading {
  readonly fingerprint: string;
  readonly signature: string;
}

export async function* exportTrail(
  items: AsyncIterable<TrailItem>,
  heading: Heading,
  signingKey: KeyObject,
  pace: Pace,
): AsyncGenerator<string> {
  const fingerprint = keyFingerprint(publicKeyOf(signingKey));
  const signature = signText(encodeHeading(heading, fingerprint), signingKey);
  yield printHeading({ ...heading, fingerprint, signature });
  for await (const item of items) {
    yield item.kind === 'entry' ? printEntry(item.entry) : printCheckpoint(item.checkpoint);
    if (pace.due) await pace.giveWay();
  }
}

export function encodeHeading({ system, exportedAtMs, start, end }: Heading, fingerprint: string): string {
  const ends = [start.lastId, start.hash, end.lastId, end.hash];
  return encodeFields(exportFormat, system, exportedAtMs, fingerprint, ...ends);
}

export function printHeading({ system, exportedAtMs, start, end, fingerprint, signature }: SignedHeading): string {
  const range = { after: start.lastId, previous: start.hash, last: end.lastId, hash: end.hash };
  const at = printTime(exportedAtMs);
  return JSON.stringify({ format: exportFormat, system, at, ...range, key: fingerprint, signature });
}

export function printEntry({ id, atMs, level, user, sourceIp, application, context, action, data, hash }: AuditEntry) {
  const at = printTime(atMs);
  return JSON.stringify({ entry: id, at, level, user, sourceIp, application, context, action, data, hash });
}

export function printCheckpoint({ lastId, hash, atMs, entries, signature }: Checkpoint): string {
  return JSON.stringify({ checkpoint: lastId, hash, at: printTime(atMs), entries, signature });
}

/** ISO 8601 with milliseconds, UTC; a number that is no time (someone altered it) as it is. */
export function printTime(atMs: number): string | number {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? atMs : date.toISOString();
}
