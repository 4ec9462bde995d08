// The audit trail as requests see it: listed, verified, exported, its archives too. A person needs access to its view.

import { type Administration, administrationCodes } from '#administration';
import { no, ok, type Result } from '#base';
import { systemOptions } from '#calls';
import {
  type AuditEntry,
  archiveRefusal,
  auditArchives,
  auditTrailLogs,
  damageAction,
  type TrailReport,
} from '#records';
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

const view = auditTrailLogs.id;
const archivesView = auditArchives.id;
/** What was found while the house was opened is of this start. */
const startMs = 60_000;

type Operation = 'read' | 'export';

/** Knows what the start has found wrong with the trail, and from then on what verification finds. */
export async function openAuditDoor(house: House, startedAtMs: number): Promise<AuditDoor> {
  const { administration, trail, storage } = house;
  const [found] = await trail.list({ action: damageAction, fromMs: startedAtMs - startMs, limit: 1 });
  let damage = found?.data ?? '';
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
    auditExport: async (actor, { onLine = false }, write) => {
      const may = mayExport(administration, actor, view);
      if (!may.ok) return may;
      await trail.flush();
      await exported(actor, onLine ? 'Audit trail, entries on line' : 'Audit trail');
      const { systemName } = administration.configuration.single(systemOptions);
      return await writeAll(lines(trail.export(systemName, { onLine })), write);
    },
    auditArchives: async (actor) => {
      const may = mayDo(administration, actor, archivesView, 'read');
      return may.ok ? ok(await trail.archives()) : may;
    },
    auditArchiveExport: async (actor, name, write) => {
      const may = mayExport(administration, actor, archivesView);
      if (!may.ok) return may;
      const archive = await trail.exportArchive(name);
      if (!archive.ok) return archive;
      await exported(actor, `Audit archive: ${name}`);
      const written = await writeAll(archive.value.xml, write);
      return written.ok ? ok(archive.value.entries) : written;
    },
  };
}

/**
 * The trail as a whole tells of every form, and nothing can be left out of what is signed: it is for those from whom nothing of
 * it is hidden. Whoever has a policy of their own reads the view, where what the policy hides is left out.
 */
function mayExport(administration: Administration, actor: Actor, id: string): Result<void> {
  const may = mayDo(administration, actor, id, 'export');
  if (!may.ok || actor.rights?.kind !== 'policy') return may;
  return no(administrationCodes.refuse('administration.not-permitted', { operation: 'export', form: id }));
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

/** Writes texts in pieces that are worth a message; the number of texts. Refuses an archive that cannot be read. */
async function writeAll(texts: AsyncIterable<string>, write: WriteChunk): Promise<Result<number>> {
  let count = 0;
  let waiting = '';
  try {
    for await (const text of texts) {
      count += 1;
      waiting += text;
      if (waiting.length < pieceLength) continue;
      await write(waiting);
      waiting = '';
    }
    if (waiting !== '') await write(waiting);
  } catch (fault) {
    const refusal = archiveRefusal(fault);
    if (refusal === undefined) throw fault;
    return no(refusal);
  }
  return ok(count);
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
