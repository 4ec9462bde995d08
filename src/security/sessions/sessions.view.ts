// The view of sessions (IAM-4): who is logged in, from where, since when; each can be ended.

import { defineView, moment, type RecordOf, text, yesNo } from '#forms';

export const sessionsView = defineView({
  id: 'sessions',
  title: 'Sessions',
  group: 'Security',
  key: 'id',
  help: {
    purpose: 'Who is logged in to which tool, from where and since when.',
    conditions:
      'A session ends when its person logs out, when nothing is done for the User Session Inactivity Period, after a day, when its password, status, tools or policy change, or here. How many there may be is set in System Security Management.',
    recommendation: 'End what you cannot explain, then give the account a new password: that ends all its sessions.',
  },
  fields: {
    id: text({ label: 'Session ID', help: 'Names the session here and in the audit trail.', max: 32 }),
    user: text({ label: 'Login ID', help: 'Whose session it is.', max: 20 }),
    tool: text({ label: 'Tool', help: 'The tool that it is for.', max: 60 }),
    from: text({ label: 'Source IP', help: 'The address that logged in.', max: 60, initial: '' }),
    browser: text({ label: 'Browser', help: 'What the browser or program says it is.', max: 200, initial: '' }),
    started: moment({ label: 'Started', help: 'When it began.' }),
    lastUsed: moment({ label: 'Last used', help: 'When something was last done with it.' }),
    thisOne: yesNo({ label: 'This one', help: 'Whether it is the session that shows this.', initial: false }),
  },
  actions: {
    end: {
      label: 'End session',
      help: 'Logs the person out at once. What they have not saved is lost.',
      confirm: 'End this session?',
    },
  },
});

export type SessionRecord = RecordOf<typeof sessionsView>;
