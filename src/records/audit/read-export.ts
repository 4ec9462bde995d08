// The lines of an exported trail, read strictly: what was understood is printed again, and must be the same line.

import type { TrailItem } from './check.ts';
import { exportFormat, printCheckpoint, printEntry, printHeading, type SignedHeading } from './export.ts';

type Members = Readonly<Record<string, unknown>>;

export function parseExportHeading(line: string): SignedHeading | undefined {
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

export function parseExportItem(line: string): TrailItem | undefined {
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

function parseMembers(line: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Members of the wrong type become blank or 0: printed again, the line is then another one, and refused. */
function reader(members: Members) {
  const text = (name: string): string => (typeof members[name] === 'string' ? members[name] : '');
  const number = (name: string): number => (typeof members[name] === 'number' ? members[name] : 0);
  const time = (name: string): number => number(name) || Date.parse(text(name));
  return { text, number, time };
}
