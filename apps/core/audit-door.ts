// The audit trail as requests see it: listed, verified, exported, its archives too. A person needs access to its view.

import { type Administration, administrationCodes } from '#administration';
import { no, ok, type Result } from '#base';
import { systemOptions } from '#calls';
import type { AuditEntry, TrailReport } from '#records';
import type { Actor } from '#security';
import type { CoreDoor, WriteChunk } from './core-door.ts';
import type { House } from './house.ts';
import type { AuditLine, VerdictLine } from './protocol.ts';

export type AuditDoor = Pick<
  CoreDoor,
  'auditList' | 'auditVerify' | 'auditExport' | 'auditArchives' | 'auditArchiveExport'
> & {
  /** What the last verification found; blank when nothing. */
  readonly damage: string;
};

const view = 'audit-trail-logs';
const archivesView = 'audit-archives';

type Operation = 'read' | 'export';

export function makeAuditDoor({ administration, trail, storage }: House): AuditDoor {
  let damage = '';
  const exported = (actor: Actor, data: string) =>
    storage.transaction((tx) => trail.append(tx, { level: 'medium', actor, action: 'export', data }));
  return {
    get damage() {
      return damage;
    },
    auditList: async (filter) => {
      await trail.flush();
      return (await trail.list(filter)).map(auditLine);
    },
    auditVerify: async (actor) => {
      const may = mayDo(administration, actor, view, 'read');
      if (!may.ok) return may;
      await trail.flush();
      const report = await trail.verify();
      damage = report.finding?.words ?? '';
      return ok(verdictOf(report));
    },
    auditExport: async (actor, write) => {
      const may = mayDo(administration, actor, view, 'export');
      if (!may.ok) return may;
      await trail.flush();
      await exported(actor, 'Audit trail');
      const { systemName } = administration.configuration.single(systemOptions);
      return ok(await writeAll(lines(trail.export(systemName)), write));
    },
    auditArchives: async (actor) => {
      const may = mayDo(administration, actor, archivesView, 'read');
      return may.ok ? ok(await trail.archives()) : may;
    },
    auditArchiveExport: async (actor, name, write) => {
      const may = mayDo(administration, actor, archivesView, 'export');
      if (!may.ok) return may;
      const archive = await trail.exportArchive(name);
      if (!archive.ok) return archive;
      await exported(actor, `Audit archive: ${name}`);
      return ok(await writeAll(archive.value, write));
    },
  };
}

/** The machine's owner may; a person as their policy says of the view. What it hides is not there. */
function mayDo(administration: Administration, actor: Actor, id: string, operation: Operation): Result<void> {
  if (actor.rights === undefined) return ok(undefined);
  const shown = administration.show(actor, id);
  if (!shown.ok) return shown;
  if (shown.value.operations.includes(operation)) return ok(undefined);
  return no(administrationCodes.refuse('administration.not-permitted', { operation, form: shown.value.title }));
}

async function* lines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const text of texts) yield `${text}\n`;
}

const pieceLength = 65_536;

/** Writes texts in pieces that are worth a message; the number of texts. */
async function writeAll(texts: AsyncIterable<string>, write: WriteChunk): Promise<number> {
  let count = 0;
  let waiting = '';
  for await (const text of texts) {
    count += 1;
    waiting += text;
    if (waiting.length < pieceLength) continue;
    await write(waiting);
    waiting = '';
  }
  if (waiting !== '') await write(waiting);
  return count;
}

const auditLine = ({ id, atMs, level, user, sourceIp, application, context, action, data }: AuditEntry): AuditLine => ({
  ...{ id, atMs, level, user, sourceIp, application, context, action, data },
});

export const verdictOf = ({ entries, lastId, checkpoints, finding }: TrailReport): VerdictLine => ({
  intact: finding === undefined,
  entries,
  words:
    finding?.words ??
    `All ${entries} entries up to number ${lastId} are there, unaltered and in order, under ${checkpoints} signed checkpoints.`,
});
