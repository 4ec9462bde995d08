// The view Scheduled Runs: the last run of each line of the scheduler, and when the next one is.

import { choice, defineView, moment, type RecordOf, text } from '#forms';

export const scheduledRuns = defineView({
  id: 'scheduled-runs',
  title: 'Scheduled Runs',
  group: 'System',
  key: 'name',
  help: {
    purpose: 'The lines of the scheduler with their last run: when, how it went, and when the next one is.',
    conditions: 'Earlier runs are in the audit trail: actions "task started", "task done" and "task failed".',
    recommendation: 'Run a new line once, to see that it works.',
  },
  fields: {
    name: text({ label: 'Name', help: 'The line of the scheduler.' }),
    task: text({ label: 'Task', help: 'What it does.' }),
    outcome: choice({
      label: 'Outcome',
      help: 'How the last run went.',
      of: { never: 'Not run yet', running: 'Running', done: 'Done', failed: 'Failed', cut: 'Cut off by a stop' },
      initial: 'never',
      marks: { never: 'off', running: 'weak', done: 'proven', failed: 'broken', cut: 'weak' },
    }),
    words: text({ label: 'What Happened', help: 'What the last run did, or why it failed.', max: 1_000, initial: '' }),
    started: moment({ label: 'Started', help: 'When the last run began.', initial: '' }),
    ended: moment({ label: 'Ended', help: 'When it ended.', initial: '' }),
    next: moment({
      label: 'Next',
      help: 'When it is done next by itself; blank when it is switched off.',
      initial: '',
    }),
  },
  actions: {
    run: {
      label: 'Run Now',
      help: 'Does what the line says now, whatever its time.',
      confirm: 'Run this now?',
    },
  },
});

export type ScheduledRun = RecordOf<typeof scheduledRuns>;
