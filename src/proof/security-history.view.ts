// The view Security History: when the grade or a line changed, and which change did it.

import { defineView, moment, type RecordOf, text, whole } from '#forms';

const count = (label: string, help: string) =>
  whole({ label, help, min: 0, max: Number.MAX_SAFE_INTEGER, initial: 0, unit: 'lines' });
const words = (label: string, help: string) => text({ label, help, initial: '', max: 2_000 });

export const securityHistory = defineView({
  id: 'security-history',
  title: 'Security History',
  group: 'Security',
  duty: 'security',
  key: 'id',
  help: {
    purpose: 'Every moment at which the security grade or a line of the adopted profile changed.',
    conditions:
      'Kept for the last 1,000 such moments. A change that was made while the system did not run is seen at its next start. The audit trail tells of every change, whether a line moved or not.',
    recommendation: 'Look at it after an alarm: the audit entry names who changed what.',
  },
  fields: {
    id: text({ label: 'Number', help: 'Counts the moments.' }),
    at: moment({ label: 'Time', help: 'When it was seen.', initial: '' }),
    profile: words('Adopted profile', 'The profile at that moment.'),
    grade: words('Grade', 'The highest profile that was met in full; blank when none was.'),
    met: count('Met', 'Lines that were met.'),
    notMet: count('Not met', 'Lines that were not met, or could not be looked at.'),
    toDo: count('To do', 'Lines that only a person can bring.'),
    moved: words('Lines', 'The lines that moved, from which state to which.'),
    by: words('Changed by', 'Whose change it was; blank when none is known.'),
    auditId: count('Audit entry', 'The entry of the audit trail that tells of the change; 0 when none is known.'),
  },
});

export type SecurityMoment = RecordOf<typeof securityHistory>;
