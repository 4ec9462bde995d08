// The view Audit Trail Logs: who did what, from where, with old and new values. The entries that are on line.

import { limits } from '#base';
import { choice, defineView, moment, type RecordOf, text, whole } from '#forms';

const done = 'What was done';
const more = 'Where it came from';

export const auditTrailLogs = defineView({
  id: 'audit-trail-logs',
  title: 'Audit Trail Logs',
  group: 'Records',
  key: 'id',
  help: {
    purpose:
      'Who did what, when, from where and with which tool: logins, refused logins and logouts, every change with its old and new values, exports, and what the system did by itself. Secrets are never shown.',
    conditions:
      'An entry is written together with what it tells: neither exists without the other. Nobody can change or remove one: they are chained by hashes and signed, and Verify names the first that was altered. The newest entries are here, as many as Audit Trail Settings says; older ones are in Audit Archives. Entries about forms that you may not see are not shown. They stand in the order in which they were written. A time filter takes a moment or the beginning of one, such as 2027-01-31 or 2027-01-31T18, in UTC.',
    recommendation:
      'Look here for what you cannot explain: changes at night, logins from unknown addresses, refused logins. Verify the trail regularly, and keep exports on another machine.',
  },
  fields: {
    id: whole({
      section: done,
      label: 'ID',
      help: 'The number of the entry; they have no gaps.',
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
    }),
    at: moment({ section: done, label: 'Date and Time', help: 'When it was done.' }),
    detailLevel: choice({
      section: more,
      label: 'Detail Level',
      help: 'High for what bears on security, medium for changes, low for daily events.',
      of: { low: 'Low', medium: 'Medium', high: 'High' },
    }),
    userName: text({
      section: done,
      label: 'User Name',
      help: 'The login ID or the extension; "local" is the owner of the machine or the system itself.',
      initial: '',
      max: limits.audit.textLength,
    }),
    sourceIp: text({
      section: more,
      label: 'Source IP',
      help: 'Where it was done from; blank on the machine itself.',
      initial: '',
      max: limits.audit.textLength,
    }),
    appName: text({
      section: more,
      label: 'App Name',
      help: 'The tool or the interface that it was done with.',
      initial: '',
      max: limits.audit.textLength,
    }),
    appContext: text({
      section: more,
      label: 'App Context',
      help: 'The part of it.',
      initial: '',
      max: limits.audit.textLength,
    }),
    actionType: text({ section: done, label: 'Action Type', help: 'What was done.', max: limits.audit.textLength }),
    actionData: text({
      section: done,
      label: 'Action Data',
      help: 'The record and its old and new values, or what else is to be known of it.',
      initial: '',
      max: limits.audit.actionDataBytes,
      lines: 1_000,
    }),
  },
});

export type AuditTrailLog = RecordOf<typeof auditTrailLogs>;
