// Requests about what happened: the audit trail, its archives, the call history.

import { z } from 'zod';
import { ok } from '#base';
import { checkReading, checkReadingAll, when } from './may.ts';
import { count, forBoth, given, listed, type Method, name, nothing } from './method.ts';

const auditFilter = z
  .strictObject({
    user: name.optional(),
    action: name.optional(),
    fromMs: count.optional(),
    toMs: count.optional(),
    text: z.string().max(200).optional(),
    before: count.optional(),
    limit: z.int().min(1).max(1_000).default(50),
  })
  .prefault({});

const historyPage = z
  .strictObject({
    number: name.optional(),
    before: z.strictObject({ startedAtMs: count, id: name }).optional(),
    /** Default: as many as the form System Options says. */
    limit: z.int().min(1).max(1_000).optional(),
  })
  .prefault({});

const auditExport = z.strictObject({ onLine: z.boolean().optional() }).prefault({});

export const recordMethods: Readonly<Record<string, Method>> = {
  'audit.list': forBoth('reads', auditFilter, ({ core, actor, params }) =>
    when(checkReadingAll(core.administration, actor, 'audit-trail-logs'), async () =>
      ok(await core.auditList(given(params))),
    ),
  ),
  'audit.verify': forBoth('reads', nothing, async ({ core, actor }) => listed(await core.auditVerify(actor))),
  'audit.export': forBoth('reads', auditExport, async ({ core, actor, params, write }) =>
    listed(await core.auditExport(actor, given(params), write)),
  ),
  'audit.archives': forBoth('reads', nothing, async ({ core, actor }) => listed(await core.auditArchives(actor))),
  'audit.archive.export': forBoth('reads', z.strictObject({ name }), async ({ core, actor, params, write }) =>
    listed(await core.auditArchiveExport(actor, params.name, write)),
  ),
  'history.list': forBoth('reads', historyPage, ({ core, actor, params }) =>
    when(checkReading(core.administration, actor, 'call-history'), async () =>
      ok(await core.historyList(given(params))),
    ),
  ),
  'registrations.list': forBoth('reads', nothing, ({ core, actor }) =>
    when(checkReading(core.administration, actor, 'registrations'), () => ok(core.registrations())),
  ),
  'calls.list': forBoth('reads', nothing, ({ core, actor }) =>
    when(checkReading(core.administration, actor, 'calls'), () => ok(core.calls())),
  ),
};
