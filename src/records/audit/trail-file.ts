// A trail, or a part of one, in a file: an export (lines of JSON) or an archive (XML), told by its first line.
// Strict: each line must be spelled as it was written, and the first ones signed with the key.

import type { KeyObject } from 'node:crypto';
import { parseArchiveHeading, parseArchiveItem } from './archive/read-xml.ts';
import { archiveEnd, archiveNote, encodeArchiveHeading, xmlDeclaration } from './archive/xml.ts';
import { TrailBroken, type TrailItem } from './check.ts';
import { isSignedText, keyFingerprint } from './checkpoint.ts';
import type { ChainEnd } from './entry.ts';
import { encodeHeading } from './export.ts';
import { NoLines } from './lines.ts';
import { parseExportHeading, parseExportItem } from './read-export.ts';

export interface TrailFile {
  /** The name of the system that it is of. */
  readonly system: string;
  readonly start: ChainEnd;
  readonly end: ChainEnd;
  /** Times of the first and the last entry; 0 of an export. */
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** Its entries and checkpoints, once. Throws `UnreadableTrail`. */
  readonly items: AsyncGenerator<TrailItem>;
}

/** A file that is no trail, or no whole one; `afterEntry` is the last entry that could be read. */
export class UnreadableTrail extends TrailBroken {
  constructor(words: string, afterEntry = 0) {
    super({ kind: 'file', entry: afterEntry + 1, words });
  }
}

interface Heading extends Omit<TrailFile, 'items'> {
  readonly fingerprint: string;
  readonly signature: string;
  readonly signed: string;
}

/** Reads the beginning, and vouches for it. Throws `UnreadableTrail`. */
export async function openTrailFile(lines: AsyncIterable<string>, publicKey: KeyObject): Promise<TrailFile> {
  const reader = new LineReader(lines);
  const first = await reader.next();
  if (first === undefined) throw new UnreadableTrail('there is no first line');
  const isArchive = first === xmlDeclaration;
  const heading = isArchive ? await archiveHeading(reader) : exportHeading(first);
  check(heading, publicKey);
  const { system, start, end, firstAtMs, lastAtMs } = heading;
  const items = isArchive ? readItems(reader, parseArchiveItem, archiveEnd) : readItems(reader, parseExportItem);
  return { system, start, end, firstAtMs, lastAtMs, items };
}

function exportHeading(line: string): Heading {
  const heading = parseExportHeading(line);
  if (heading === undefined) throw new UnreadableTrail('the first line is not that of an audit trail, or was altered');
  return { ...heading, firstAtMs: 0, lastAtMs: 0, signed: encodeHeading(heading, heading.fingerprint) };
}

async function archiveHeading(reader: LineReader): Promise<Heading> {
  const note = await reader.next();
  const heading = parseArchiveHeading((await reader.next()) ?? '');
  if (note !== archiveNote || heading === undefined)
    throw new UnreadableTrail('it does not begin as an archive of an audit trail does, or was altered');
  return { ...heading, signed: encodeArchiveHeading(heading, heading.fingerprint) };
}

function check({ fingerprint, signature, signed }: Heading, publicKey: KeyObject): void {
  if (fingerprint !== keyFingerprint(publicKey))
    throw new UnreadableTrail(`the file is of the key ${fingerprint}, not of the key that was given`);
  if (!isSignedText(signed, signature, publicKey))
    throw new UnreadableTrail('the first line was altered, or made without the key');
}

async function* readItems(
  reader: LineReader,
  parse: (line: string) => TrailItem | undefined,
  ending?: string,
): AsyncGenerator<TrailItem> {
  for (let line = await reader.next(); line !== ending; line = await reader.next()) {
    const item = line === undefined ? undefined : parse(line);
    if (line === undefined) throw new UnreadableTrail('the end of the file is missing', reader.entry);
    if (item === undefined) throw new UnreadableTrail(reader.altered(), reader.entry);
    if (item.kind === 'entry') reader.entry = item.entry.id;
    yield item;
  }
  if (ending !== undefined && (await reader.next()) !== undefined)
    throw new UnreadableTrail('something was added after the end of the file', reader.entry);
}

/** Lines one by one, with the number of the line and the last entry that was in one. */
class LineReader {
  entry = 0;
  #number = 0;
  readonly #lines: AsyncIterator<string>;

  constructor(lines: AsyncIterable<string>) {
    this.#lines = lines[Symbol.asyncIterator]();
  }

  async next(): Promise<string | undefined> {
    try {
      const next = await this.#lines.next();
      this.#number += 1;
      return next.done ? undefined : next.value;
    } catch (fault) {
      if (fault instanceof NoLines) throw new UnreadableTrail(fault.message, this.entry);
      throw fault;
    }
  }

  altered(): string {
    return `line ${this.#number}, after entry ${this.entry}, was altered: it is no entry and no checkpoint, or not spelled as one`;
  }
}
