// Verifies an exported trail on any machine, with the public key alone. Strict: each line must be spelled as it was written.

import type { KeyObject } from 'node:crypto';
import { checkTrail, type Finding, type TrailItem, type TrailReport } from './check.ts';
import { isSignedText, keyFingerprint, publicKeyOf } from './checkpoint.ts';
import {
  encodeHeading,
  exportFormat,
  printCheckpoint,
  printEntry,
  printHeading,
  type SignedHeading,
} from './export.ts';

/** Reads the lines once, keeping none. A line that cannot be read ends it with a finding; a bad key throws, in words. */
export async function verifyExport(lines: AsyncIterable<string>, publicKeyPem: string): Promise<TrailReport> {
  const publicKey = readKey(publicKeyPem);
  const iterator = lines[Symbol.asyncIterator]();
  const first = await iterator.next();
  const heading = first.done ? undefined : parseHeading(first.value);
  const wrong = whatIsWrongWith(heading, publicKey);
  if (heading === undefined || wrong !== undefined) return fileReport(0, wrong ?? 'there is no first line');
  try {
    return await checkTrail(readItems(iterator), publicKey, heading);
  } catch (fault) {
    if (fault instanceof UnreadableLine) return fileReport(fault.afterEntry, fault.message);
    throw fault;
  }
}

function readKey(pem: string): KeyObject {
  try {
    return publicKeyOf(pem);
  } catch (fault) {
    throw new Error('what was given as the key is no public key in PEM', { cause: fault });
  }
}

function whatIsWrongWith(heading: SignedHeading | undefined, publicKey: KeyObject): string | undefined {
  if (heading === undefined) return 'the first line is not that of an audit trail, or was altered';
  if (heading.fingerprint !== keyFingerprint(publicKey))
    return `the file is of the key ${heading.fingerprint}, not of the key that was given`;
  const signed = isSignedText(encodeHeading(heading, heading.fingerprint), heading.signature, publicKey);
  return signed ? undefined : 'the first line was altered, or made without the key';
}

const fileReport = (entries: number, words: string): TrailReport => {
  const finding: Finding = { kind: 'file', entry: entries + 1, words };
  return { entries, lastId: entries, checkpoints: 0, finding };
};

class UnreadableLine extends Error {
  readonly afterEntry: number;

  constructor(line: number, afterEntry: number) {
    super(
      `line ${line}, after entry ${afterEntry}, was altered: it is no entry and no checkpoint, or not spelled as one`,
    );
    this.afterEntry = afterEntry;
  }
}

async function* readItems(lines: AsyncIterator<string>): AsyncGenerator<TrailItem> {
  let number = 2;
  let entry = 0;
  for (let next = await lines.next(); !next.done; next = await lines.next(), number++) {
    const item = parseItem(next.value);
    if (item === undefined) throw new UnreadableLine(number, entry);
    if (item.kind === 'entry') entry = item.entry.id;
    yield item;
  }
}

type Members = Readonly<Record<string, unknown>>;

function parseMembers(line: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function parseHeading(line: string): SignedHeading | undefined {
  const members = parseMembers(line);
  if (members === undefined || members.format !== exportFormat) return undefined;
  const { text, number, time } = reader(members);
  const heading: SignedHeading = {
    system: text('system'),
    exportedAtMs: time('at'),
    start: { lastId: number('after'), hash: text('previous') },
    end: { lastId: number('last'), hash: text('hash') },
    fingerprint: text('key'),
    signature: text('signature'),
  };
  return printHeading(heading) === line ? heading : undefined;
}

function parseItem(line: string): TrailItem | undefined {
  const members = parseMembers(line);
  if (members === undefined) return undefined;
  const { text, number, time } = reader(members);
  if ('checkpoint' in members) {
    const end = { lastId: number('checkpoint'), hash: text('hash') };
    const checkpoint = { ...end, atMs: time('at'), entries: number('entries'), signature: text('signature') };
    return printCheckpoint(checkpoint) === line ? { kind: 'checkpoint', checkpoint } : undefined;
  }
  const entry = {
    ...{ id: number('entry'), atMs: time('at'), level: text('level'), user: text('user'), sourceIp: text('sourceIp') },
    ...{ application: text('application'), context: text('context'), action: text('action'), data: text('data') },
    hash: text('hash'),
  };
  return printEntry(entry) === line ? { kind: 'entry', entry } : undefined;
}

/** Members of the wrong type become blank or 0: printed again, the line is then another one, and refused. */
function reader(members: Members) {
  const text = (name: string): string => (typeof members[name] === 'string' ? members[name] : '');
  const number = (name: string): number => (typeof members[name] === 'number' ? members[name] : 0);
  const time = (name: string): number => number(name) || Date.parse(text(name));
  return { text, number, time };
}
