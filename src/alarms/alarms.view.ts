// The view Alarms: what somebody should look at now, and what was the matter lately.

import { choice, defineView, moment, type RecordOf, text, whole } from '#forms';

const what = 'What is the matter';
const life = 'Since when';

export const alarmsView = defineView({
  id: 'alarms',
  title: 'Alarms',
  group: 'Security',
  key: 'number',
  help: {
    purpose:
      'What somebody should look at now, each with what to do about it; and below, what was the matter lately and has ended.',
    conditions:
      'An alarm is raised when its cause begins and cleared when it ends; nobody clears it by hand. Acknowledging says that somebody has seen it: it stays until its cause ends, but stops crying; if it gets worse, it cries again. A cause that comes and goes is one alarm that counts how often it came. Raised, acknowledged and cleared alarms are in the audit trail. Alarms about forms that you may not see are not shown.',
    recommendation:
      'Acknowledge what you are dealing with, so that what is new stands out. Have alarms sent to where somebody looks at night: Alarm Delivery.',
  },
  fields: {
    urgency: whole({
      section: what,
      label: 'Urgency',
      help: 'Its place: 1 is the first to look at.',
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
    }),
    number: whole({
      section: what,
      label: 'Number',
      help: 'Names the alarm; `ringfence alarm acknowledge` takes it.',
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
    }),
    severity: choice({
      section: what,
      label: 'Severity',
      help: 'Critical: calls or proof are in danger now. Major: they will be, or something is open that should not. Minor: somebody should look at it.',
      of: { critical: 'Critical', major: 'Major', minor: 'Minor' },
      marks: { critical: 'broken', major: 'broken', minor: 'weak' },
    }),
    state: choice({
      section: what,
      label: 'State',
      help: 'Active: nobody has acknowledged it. Acknowledged: somebody has. Cleared: its cause has ended.',
      of: { active: 'Active', acknowledged: 'Acknowledged', cleared: 'Cleared' },
      marks: { active: 'broken', acknowledged: 'weak', cleared: 'off' },
    }),
    words: text({ section: what, label: 'Alarm', help: 'What is wrong.', max: 1_000 }),
    remedy: text({ section: what, label: 'Remedy', help: 'What to do.', max: 1_000, initial: '' }),
    form: text({ section: what, label: 'Form', help: 'The form or view to look at.', max: 64, initial: '' }),
    raised: moment({ section: life, label: 'Raised', help: 'When its cause began, as far as the system saw it.' }),
    times: whole({
      section: life,
      label: 'Times',
      help: 'How often it came: more than once of a cause that comes and goes.',
      unit: 'times',
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
    }),
    acknowledged: moment({ section: life, label: 'Acknowledged', help: 'When somebody acknowledged it.', initial: '' }),
    acknowledgedBy: text({
      section: life,
      label: 'Acknowledged By',
      help: 'Who acknowledged it.',
      max: 60,
      initial: '',
    }),
    cleared: moment({ section: life, label: 'Cleared', help: 'When its cause ended.', initial: '' }),
    id: text({ section: life, label: 'Condition', help: 'Names its cause, for programs.', max: 200 }),
  },
  actions: {
    acknowledge: {
      label: 'Acknowledge',
      help: 'Says that you have seen it. It stays until its cause ends.',
      confirm: 'Acknowledge this alarm?',
    },
  },
});

export type AlarmRecord = RecordOf<typeof alarmsView>;
