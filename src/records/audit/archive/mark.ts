// The mark: how far the trail lies in archives, signed. Without the key nobody can move it on; moved back, entries are missing.

import type { KeyObject } from 'node:crypto';
import { isSignedText, signText } from '../checkpoint.ts';
import { type ChainEnd, encodeFields, firstPrevious } from '../entry.ts';

/** Where it is kept among the values of the system. */
export const markName = 'records.audit-archived';

/** The last archived entry and its hash: the entries of the database begin after it. */
export interface ArchiveMark extends ChainEnd {
  readonly signature: string;
}

/** Nothing is archived. */
export const noMark: ArchiveMark = { lastId: 0, hash: firstPrevious, signature: '' };

export function signMark({ lastId, hash }: ChainEnd, key: KeyObject): ArchiveMark {
  return Object.freeze({ lastId, hash, signature: signText(encodeMark({ lastId, hash }), key) });
}

export const printMark = ({ lastId, hash, signature }: ArchiveMark): string =>
  JSON.stringify({ lastId, hash, signature });

/** The mark from its text; `noMark` if there is none, undefined if it was altered or made without the key. */
export function readMark(text: string | undefined, publicKey: KeyObject): ArchiveMark | undefined {
  if (text === undefined) return noMark;
  const mark = parseMark(text);
  return mark !== undefined && isSignedText(encodeMark(mark), mark.signature, publicKey) ? mark : undefined;
}

const encodeMark = ({ lastId, hash }: ChainEnd): string => encodeFields('ringfence audit archived 1', lastId, hash);

function parseMark(text: string): ArchiveMark | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { lastId, hash, signature } = value as Partial<Record<keyof ArchiveMark, unknown>>;
  if (!Number.isSafeInteger(lastId) || typeof hash !== 'string' || typeof signature !== 'string') return undefined;
  return Object.freeze({ lastId: Number(lastId), hash, signature });
}
