// The view Security Checks: the lines of the adopted profile, as they were last seen.

import { choice, defineView, moment, type RecordOf, text, whole, yesNo } from '#forms';

const long = 2_000;
const words = (label: string, help: string) => text({ label, help, initial: '', max: long });

export const securityChecks = defineView({
  id: 'security-checks',
  title: 'Security Checks',
  group: 'Security',
  duty: 'security',
  key: 'id',
  help: {
    purpose: 'What the adopted security profile demands, line by line, and whether it is met.',
    conditions:
      'The lines are looked at with every change of a security setting and once an hour. What is open is asked by connecting to it, not by reading the setting. "To do" is what only a person can bring, such as a certificate; it is ticked off by itself.',
    recommendation:
      'Keep every line met. What is not met says what to do and what may break; a line that can be mended here has a button.',
  },
  fields: {
    id: text({ label: 'Line', help: 'Names the line, in alarms and on the command line.' }),
    source: words('Source', 'Where the demand comes from.'),
    statement: words('Demand', 'What is demanded.'),
    state: choice({
      label: 'State',
      help: 'Whether it is met. Unknown: it could not be looked at.',
      of: {
        met: 'Met',
        'not-met': 'Not met',
        'to-do': 'To do, by a person',
        'not-applicable': 'Not applicable',
        unknown: 'Unknown',
      },
      marks: { met: 'proven', 'not-met': 'broken', 'to-do': 'weak', 'not-applicable': 'off', unknown: 'weak' },
      initial: 'unknown',
    }),
    severity: choice({
      label: 'Severity',
      help: 'How much it matters.',
      of: { critical: 'Critical', major: 'Major', minor: 'Minor' },
      initial: 'major',
    }),
    current: words('Now', 'The value, or what is there.'),
    wanted: words('Wanted', 'The least that meets the demand.'),
    evidence: words('Evidence', 'What was seen, and where.'),
    why: words('Why', 'Why it matters.'),
    remedy: words('Remedy', 'What to do.'),
    mayBreak: words('May break', 'What may stop working.'),
    form: words('Form', 'Where it is changed.'),
    fixable: yesNo({ label: 'Can be mended here', help: 'Whether the system can set it by itself.', initial: false }),
    changed: moment({ label: 'Changed', help: 'When it was last seen to change.', initial: '' }),
    changedBy: words('Changed by', 'Whose change it was; blank when none is known.'),
    auditId: whole({
      label: 'Audit entry',
      help: 'The entry of the audit trail that tells of the change; 0 when none is known.',
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
      initial: 0,
    }),
  },
});

export type SecurityCheck = RecordOf<typeof securityChecks>;
