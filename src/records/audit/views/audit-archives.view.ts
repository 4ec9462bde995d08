// The view Audit Archives: the files that hold the older entries of the audit trail.

import { defineView, moment, type RecordOf, text, whole } from '#forms';

const number = (label: string, help: string, unit = '') =>
  whole({ label, help, unit, min: 0, max: Number.MAX_SAFE_INTEGER });

export const auditArchives = defineView({
  id: 'audit-archives',
  title: 'Audit Archives',
  group: 'Records',
  key: 'name',
  help: {
    purpose: 'The archives of the audit trail: files with the entries that are not on line any more.',
    conditions:
      'An archive is made by the system, sealed under its master key, and never changed. It is exported as XML that anyone can verify with the public key of the audit trail, file audit-public-key.pem. Verifying the trail reads every archive and finds one that is missing, altered, cut off, exchanged or of another system. Nothing deletes an archive.',
    recommendation:
      'Export new archives regularly and keep them on another machine. Watch that the disk has room for them: 5,000 entries are about 5 MB.',
  },
  fields: {
    name: text({ label: 'Archive', help: 'The name of the file, with its first and its last entry.' }),
    firstEntry: number('First Entry', 'The ID of its first entry.'),
    lastEntry: number('Last Entry', 'The ID of its last entry.'),
    from: moment({ label: 'From', help: 'When its first entry was written.', initial: '' }),
    to: moment({ label: 'To', help: 'When its last entry was written.', initial: '' }),
    size: number('Size', 'Of the sealed file.', 'bytes'),
    damage: text({
      label: 'Damage',
      help: 'What is wrong with its beginning; blank when it can be read. Verifying reads all of it.',
      initial: '',
      max: 1_000,
    }),
  },
});

export type AuditArchive = RecordOf<typeof auditArchives>;
