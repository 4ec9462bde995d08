// Where the rows of the views of the audit trail come from: the database, page by page, and the folder of archives.

import { type Administration, rowsSource, type ViewSource } from '#administration';
import { ok } from '#base';
import type { FormOrView } from '#forms';
import {
  type ArchiveFacts,
  type AuditArchive,
  type AuditTrail,
  auditArchives,
  auditSearch,
  auditTrailLog,
  auditTrailLogs,
  printMoment,
} from '#records';
import type { Actor } from '#security';

/** Gives both views their rows; `all` are the forms and views of the system. */
export function giveAuditViews(administration: Administration, trail: AuditTrail, all: readonly FormOrView[]): void {
  const logs: ViewSource = {
    count: () => trail.entriesOnLine,
    query: async (query, actor) => {
      const search = auditSearch(query, hiddenForms(administration, all, actor));
      if (!search.ok) return search;
      await trail.flush();
      const { total, rows } = await trail.search(search.value);
      const nobody = { version: 0, changedAtMs: 0, changedBy: '' };
      const records = rows.map((entry) => ({ key: String(entry.id), ...nobody, values: auditTrailLog(entry) }));
      return ok({ total, offset: search.value.offset, records });
    },
  };
  administration.source(auditTrailLogs, logs);
  administration.source(auditArchives, {
    count: () => trail.archiveCount,
    query: async (query, actor) => {
      const rows = (await trail.archives()).map(archiveRow);
      return rowsSource(auditArchives, () => rows).query(query, actor);
    },
  });
}

/**
 * The titles of the forms that a policy hides: entries about them do not exist either (ADM-6). Whoever watches over the trail
 * itself, the security administrator, sees all of it, and so does the machine's owner.
 */
function hiddenForms(
  administration: Pick<Administration, 'list'>,
  all: readonly FormOrView[],
  actor: Actor,
): readonly string[] {
  if (actor.rights?.kind !== 'policy') return [];
  const visible = new Set(administration.list(actor).map(({ id }) => id));
  return all.filter(({ id }) => !visible.has(id)).map(({ title }) => title);
}

const archiveRow = ({
  name,
  firstEntry,
  lastEntry,
  firstAtMs,
  lastAtMs,
  sizeBytes,
  damage,
}: ArchiveFacts): AuditArchive => ({
  ...{ name, firstEntry, lastEntry, size: sizeBytes, damage },
  from: printMoment(firstAtMs),
  to: printMoment(lastAtMs),
});
