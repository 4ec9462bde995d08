// Checks a trail, wherever it comes from, entry by entry, and names the first thing that is wrong with it.

import type { KeyObject } from 'node:crypto';
import type { Pace, Refusal } from '#base';
import { recordsCodes } from '../records.codes.ts';
import { type Checkpoint, isSigned } from './checkpoint.ts';
import { type AuditEntry, type ChainEnd, entryHash } from './entry.ts';

/** A piece of a trail: entries in order, each checkpoint after the entry that it was made for. */
export type TrailItem =
  | { readonly kind: 'entry'; readonly entry: AuditEntry }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint };

export type FindingKind =
  | 'altered'
  | 'removed'
  | 'inserted'
  | 'reordered'
  | 'cut'
  | 'checkpoint'
  | 'file'
  | 'archive'
  | 'recorded';

/** The first thing that is wrong. */
export interface Finding {
  readonly kind: FindingKind;
  /** The id of the entry that it is about. */
  readonly entry: number;
  readonly words: string;
}

/** Thrown by whoever reads items from a place that is broken: the trail ends there, with this finding. */
export class TrailBroken extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.words);
    this.finding = finding;
  }
}

export interface TrailReport {
  /** Entries that were found in order, before the finding if there is one. */
  readonly entries: number;
  readonly lastId: number;
  readonly checkpoints: number;
  readonly finding: Finding | undefined;
}

/** The action of the entry by which the system itself records, at its start, that its trail was damaged. */
export const damageAction = 'audit trail damaged';

/** The refusal that tells of a report's finding; undefined when all is well. */
export function trailRefusal(report: TrailReport): Refusal | undefined {
  return report.finding && recordsCodes.refuse('records.trail-damaged', { words: report.finding.words });
}

export interface Expected {
  /** Where the trail begins. */
  readonly start: ChainEnd;
  /** How far it must go, and with which hash, as signed elsewhere (the head file, an export's first line). */
  readonly end: ChainEnd | undefined;
}

/** Reads the items once, keeping none of them. Gives way to calls meanwhile, if there is a pace to keep. */
export async function checkTrail(
  items: AsyncIterable<TrailItem>,
  publicKey: KeyObject,
  expected: Expected,
  pace?: Pace,
): Promise<TrailReport> {
  const check = new Check(publicKey, expected);
  try {
    return check.report(await firstFinding(check, items[Symbol.asyncIterator](), pace));
  } catch (fault) {
    if (fault instanceof TrailBroken) return check.report(fault.finding);
    throw fault;
  }
}

async function firstFinding(
  check: Check,
  items: AsyncIterator<TrailItem>,
  pace: Pace | undefined,
): Promise<Finding | undefined> {
  for (let next = await items.next(); !next.done; next = await items.next()) {
    const item = next.value;
    let finding: Finding | undefined;
    if (item.kind === 'checkpoint') finding = check.checkpoint(item.checkpoint);
    else if (!check.entry(item.entry)) finding = await check.diagnose(item.entry, items);
    if (finding !== undefined) return finding;
    if (pace?.due) await pace.giveWay();
  }
  return check.end();
}

/** The next item; none where the place that it comes from is broken. */
async function nextOrNone(items: AsyncIterator<TrailItem>): Promise<TrailItem | undefined> {
  try {
    const next = await items.next();
    return next.done ? undefined : next.value;
  } catch (fault) {
    if (fault instanceof TrailBroken) return undefined;
    throw fault;
  }
}

const find = (kind: FindingKind, entry: number, words: string): Finding => ({ kind, entry, words });

class Check {
  readonly #publicKey: KeyObject;
  readonly #expected: Expected;
  #end: ChainEnd;
  #entries = 0;
  #checkpoints = 0;
  /** Entries since the last checkpoint. */
  #open = 0;
  #recorded: Finding | undefined;

  constructor(publicKey: KeyObject, expected: Expected) {
    this.#publicKey = publicKey;
    this.#expected = expected;
    this.#end = expected.start;
  }

  /** True if the entry is the next one of the chain. */
  entry(entry: AuditEntry): boolean {
    if (entry.id !== this.#end.lastId + 1 || !this.#continues(entry, entry.id)) return false;
    this.#end = { lastId: entry.id, hash: entry.hash };
    this.#entries++;
    this.#open++;
    if (entry.action === damageAction)
      this.#recorded ??= find('recorded', entry.id, `entry ${entry.id} records damage: ${entry.data}`);
    return true;
  }

  checkpoint(checkpoint: Checkpoint): Finding | undefined {
    const { lastId } = checkpoint;
    if (!isSigned(checkpoint, this.#publicKey))
      return find('checkpoint', lastId, `the checkpoint after entry ${lastId} was altered, or made without the key`);
    if (lastId > this.#end.lastId)
      return find('removed', this.#end.lastId + 1, `entry ${this.#end.lastId + 1} is missing, though it was signed`);
    if (lastId < this.#end.lastId)
      return find('checkpoint', lastId, `the checkpoint after entry ${lastId} is out of its place`);
    const first = lastId - this.#open + 1;
    if (checkpoint.entries < this.#open) return this.#missing(lastId - checkpoint.entries);
    if (checkpoint.hash !== this.#end.hash || checkpoint.entries !== this.#open)
      return find('altered', first, `entry ${this.#range(first)} is not what the checkpoint after ${lastId} signed`);
    this.#checkpoints++;
    this.#open = 0;
    return undefined;
  }

  end(): Finding | undefined {
    const { end } = this.#expected;
    const { lastId, hash } = this.#end;
    const first = lastId - this.#open + 1;
    if (end !== undefined && end.lastId > lastId)
      return find('cut', lastId + 1, `the end is cut off: entries ${lastId + 1} to ${end.lastId} are missing`);
    if (end?.lastId === lastId && end.hash !== hash)
      return find('altered', first, `entry ${this.#range(first)} is not what was signed at the end`);
    if (this.#open > 0 && end?.lastId === lastId) return this.#missing(lastId);
    if (this.#open > 0) return find('inserted', first, `entry ${this.#range(first)} was added without the key`);
    return this.#recorded;
  }

  /** Why `found` is not the next entry: looks through all that follows for the one that should be here. */
  async diagnose(found: AuditEntry, rest: AsyncIterator<TrailItem>): Promise<Finding> {
    const wanted = this.#end.lastId + 1;
    let elsewhere: number | undefined;
    let lastId = found.id;
    let signedId = this.#expected.end?.lastId ?? 0;
    for (let item = await nextOrNone(rest); item !== undefined; item = await nextOrNone(rest)) {
      if (item.kind === 'checkpoint') {
        if (isSigned(item.checkpoint, this.#publicKey)) signedId = Math.max(signedId, item.checkpoint.lastId);
      } else {
        if (this.#continues(item.entry, wanted)) elsewhere ??= item.entry.id;
        lastId = Math.max(lastId, item.entry.id);
      }
    }
    if (found.id < wanted && this.#continues(found, wanted))
      return find('altered', wanted, `entry ${wanted} was altered: it is numbered ${found.id}`);
    if (found.id < wanted)
      return find('inserted', found.id, `entry ${found.id} does not belong after entry ${wanted - 1}`);
    if (elsewhere !== undefined && found.id === wanted && lastId > signedId)
      return find('inserted', wanted, `entry ${wanted} was inserted: what belongs there comes later, as ${elsewhere}`);
    if (elsewhere !== undefined)
      return find('reordered', wanted, `entry ${wanted} was moved: what belongs there comes later, as ${elsewhere}`);
    if (found.id > wanted) return find('removed', wanted, `entry ${wanted} is missing`);
    if (lastId < signedId) return find('removed', wanted, `entry ${wanted} was removed, and those after it renumbered`);
    return find('altered', wanted, `entry ${wanted} was altered`);
  }

  report(finding: Finding | undefined): TrailReport {
    return { entries: this.#entries, lastId: this.#end.lastId, checkpoints: this.#checkpoints, finding };
  }

  #continues(entry: AuditEntry, id: number): boolean {
    return entryHash(this.#end.hash, { ...entry, id }) === entry.hash;
  }

  #missing(lastId: number): Finding {
    return find('checkpoint', lastId, `the checkpoint after entry ${lastId} is missing`);
  }

  #range(first: number): string {
    return this.#open > 1 ? `${first} (or one up to ${this.#end.lastId})` : String(first);
  }
}
