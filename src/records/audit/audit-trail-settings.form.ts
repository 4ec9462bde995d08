// Audit Trail Settings: how much of the trail stays on line before older entries go into archives.

import { defineForm, type RecordOf, whole } from '#forms';

export const auditTrailSettings = defineForm({
  id: 'audit-trail-settings',
  title: 'Audit Trail Settings',
  group: 'Records',
  duty: 'security',
  single: true,
  help: {
    purpose:
      'How many entries of the audit trail stay on line, where they can be searched. Older ones go into archives.',
    conditions:
      'Only the security administrator changes this form. The system looks each minute: when there are a fifth more entries than this, or 1,000 more, the oldest go into an archive, a sealed file of at most 5,000 entries (more only where a single change made more). Entries are taken out of the database when their archive is on disk and can be read, and that is on record. Nothing deletes an archive. A smaller number applies within minutes; with a larger one, what is in archives stays there.',
    recommendation:
      'Leave it at 5,000 unless you search older entries often. Export the archives regularly and keep them on another machine: they can be verified there with the public key alone.',
  },
  fields: {
    entriesOnLine: whole({
      label: 'Entries On Line',
      help: 'The newest entries, which Audit Trail Logs shows.',
      min: 1_000,
      max: 1_000_000,
      unit: 'entries',
      initial: 5_000,
    }),
  },
});

export type AuditTrailSettings = RecordOf<typeof auditTrailSettings>;
