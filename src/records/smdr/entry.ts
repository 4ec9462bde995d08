// A record in the buffer, and the line that it is on disk: a sum over the rest of the line, and JSON. Its law: what does not read back
// as it was written is no record.

import { crc32 } from 'node:zlib';
import type { SmdrCall } from './smdr-call.ts';

export interface SmdrEntry {
  /** From 1 on, without end; a number is never given twice. */
  readonly number: number;
  /** Of the call, as call history names it. */
  readonly callId: string;
  /** The record as it was when the call ended, without the end of the line. */
  readonly raw: string;
  /** The line of the client mode; blank of the second record of a call. */
  readonly csv: string;
  readonly call: SmdrCall;
}

/** The line with its end. Each is ASCII, so that characters are bytes. */
export function printEntry(entry: SmdrEntry): string {
  const json = JSON.stringify(entry).replace(/[^\n -~]/g, escaped);
  return `${sumOf(json)} ${json}\n`;
}

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

const sumOf = (text: string): string => crc32(text).toString(16).padStart(8, '0');

/** Undefined of what is damaged. */
export function parseEntry(line: string): SmdrEntry | undefined {
  const json = line.slice(9);
  if (line[8] !== ' ' || sumOf(json) !== line.slice(0, 8)) return undefined;
  try {
    // The sum says that it is as `printEntry` wrote it.
    return Object.freeze(JSON.parse(json) as SmdrEntry);
  } catch {
    return undefined;
  }
}
