// An entry of the audit trail, and the hash that chains it to the entry before.

import { hash } from 'node:crypto';
import { limits } from '#base';
import type { AuditRow } from '#storage';

export type AuditLevel = 'low' | 'medium' | 'high';

/** Whose doing it was: a person, a device or the system itself. */
export interface AuditActor {
  /** Login id, extension number, or `local`. */
  readonly user: string;
  /** Blank: this machine's own socket. */
  readonly sourceIp: string;
  /** `Command line`, `SIP`, `System` … */
  readonly application: string;
  readonly context: string;
}

/** What happened, before it has a place in the trail. */
export interface AuditFact {
  readonly level: AuditLevel;
  readonly actor: AuditActor;
  /** `add`, `change`, `delete`, `import`, `register refused`, `start`, `stop` … */
  readonly action: string;
  /** `Field: old → new; …`, secrets masked. */
  readonly data: string;
}

/** A fact and when it was noted. */
export interface StampedFact {
  readonly fact: AuditFact;
  readonly atMs: number;
}

/** One line of the trail: id, time, detail level, user, source, application, context, action type, action data, hash. */
export type AuditEntry = AuditRow;

/** Who tells of the trail itself. */
export const trailActor: AuditActor = Object.freeze({
  ...{ user: 'local', sourceIp: '', application: 'System', context: 'audit' },
});

/** The hash before the first entry. */
export const firstPrevious = '0'.repeat(64);

/** The place after the last entry of a chain. */
export interface ChainEnd {
  readonly lastId: number;
  readonly hash: string;
}

/** The place before the first entry. */
export const emptyEnd: ChainEnd = Object.freeze({ lastId: 0, hash: firstPrevious });

/** The entry that records a fact after `end`. */
export function nextEntry(end: ChainEnd, fact: AuditFact, atMs: number): AuditEntry {
  const entry = {
    id: end.lastId + 1,
    atMs,
    level: fact.level,
    user: bounded(fact.actor.user),
    sourceIp: bounded(fact.actor.sourceIp),
    application: bounded(fact.actor.application),
    context: bounded(fact.actor.context),
    action: bounded(fact.action),
    data: boundedData(fact.data),
  };
  return Object.freeze({ ...entry, hash: entryHash(end.hash, entry) });
}

/** SHA-256 over the previous hash and every column, each with its length, so that nothing can move between columns. */
export function entryHash(previous: string, entry: Omit<AuditEntry, 'hash'>): string {
  const { id, atMs, level, user, sourceIp, application, context, action, data } = entry;
  const columns = [id, atMs, level, user, sourceIp, application, context, action, data];
  return hash('sha256', encodeFields('ringfence audit entry 1', previous, ...columns));
}

/** Each field as its length in bytes, a colon, itself and a comma: no two lists of fields have the same text. */
export function encodeFields(...fields: readonly (string | number)[]): string {
  let text = '';
  for (const field of fields) {
    const value = String(field);
    text += `${Buffer.byteLength(value)}:${value},`;
  }
  return text;
}

/** No database keeps the character 0 or half of a surrogate pair: what is hashed must be what is kept. */
const keepable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

const bounded = (text: string): string => keepable(text.slice(0, limits.audit.textLength));

function boundedData(text: string): string {
  if (Buffer.byteLength(text) <= limits.audit.actionDataBytes) return keepable(text);
  const start = Buffer.from(text).subarray(0, limits.audit.actionDataBytes).toString();
  return keepable(`${start} … (cut, ${text.length} characters in all)`);
}
