// Verifies files of a trail on any machine, with the public key alone: exports, archives, or several that follow one another.

import type { KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { checkTrail, type Finding, type TrailReport } from './check.ts';
import { publicKeyOf } from './checkpoint.ts';
import type { ChainEnd } from './entry.ts';
import { linesOf } from './lines.ts';
import { openTrailFile, UnreadableTrail } from './trail-file.ts';

/** Reads the lines once, keeping none. What cannot be read ends it with a finding; a bad key throws, in words. */
export async function verifyExport(lines: AsyncIterable<string>, publicKeyPem: string): Promise<TrailReport> {
  return (await verifyOne(lines, readKey(publicKeyPem))).report;
}

/**
 * As `verifyExport`, for files that follow one another, in any order: none may be missing between the first and the last.
 * A file that cannot be opened throws what the system throws.
 */
export async function verifyFiles(paths: readonly string[], publicKeyPem: string): Promise<TrailReport> {
  const publicKey = readKey(publicKeyPem);
  const files: OneFile[] = [];
  for (const path of paths) {
    const file = await verifyOne(linesOf(createReadStream(path)), publicKey);
    if (file.report.finding !== undefined) return namedIn(path, paths.length, file.report);
    files.push({ ...file, path });
  }
  return together(files.toSorted((one, other) => one.start.lastId - other.start.lastId));
}

interface Verified {
  readonly report: TrailReport;
  readonly start: ChainEnd;
  readonly end: ChainEnd;
}

interface OneFile extends Verified {
  readonly path: string;
}

const nowhere: ChainEnd = { lastId: 0, hash: '' };

async function verifyOne(lines: AsyncIterable<string>, publicKey: KeyObject): Promise<Verified> {
  try {
    const { start, end, items } = await openTrailFile(lines, publicKey);
    return { report: await checkTrail(items, publicKey, { start, end }), start, end };
  } catch (fault) {
    if (!(fault instanceof UnreadableTrail)) throw fault;
    const report = { entries: 0, lastId: 0, checkpoints: 0, finding: fault.finding };
    return { report, start: nowhere, end: nowhere };
  }
}

function readKey(pem: string): KeyObject {
  try {
    return publicKeyOf(pem);
  } catch (fault) {
    throw new Error('what was given as the key is no public key in PEM', { cause: fault });
  }
}

function namedIn(path: string, files: number, report: TrailReport): TrailReport {
  const { finding } = report;
  if (finding === undefined || files === 1) return report;
  return { ...report, finding: { ...finding, words: `${path}: ${finding.words}` } };
}

/** What files that are whole by themselves are together. */
function together(files: readonly OneFile[]): TrailReport {
  const total = { entries: 0, lastId: 0, checkpoints: 0 };
  let before: OneFile | undefined;
  for (const file of files) {
    const finding = before && gapBetween(before, file);
    if (finding !== undefined) return { ...total, finding };
    total.entries += file.report.entries;
    total.checkpoints += file.report.checkpoints;
    total.lastId = file.report.lastId;
    before = file;
  }
  return { ...total, finding: undefined };
}

function gapBetween(one: OneFile, other: OneFile): Finding | undefined {
  const entry = one.end.lastId + 1;
  if (other.start.lastId > one.end.lastId)
    return { kind: 'removed', entry, words: `entries ${entry} to ${other.start.lastId} are in none of the files` };
  if (other.start.lastId < one.end.lastId)
    return { kind: 'file', entry: other.start.lastId + 1, words: `${other.path} begins within ${one.path}` };
  if (other.start.hash === one.end.hash) return undefined;
  return {
    kind: 'altered',
    entry,
    words: `entry ${entry} in ${other.path} does not go on from where ${one.path} ends`,
  };
}
