// The door of schedule.

export { scheduleCodes } from './schedule.codes.ts';
export { type ScheduledRun, scheduledRuns } from './scheduled-runs.view.ts';
export { type Schedule, scheduler, type TaskName } from './scheduler.form.ts';
export { type ScheduleAlarm, Scheduler, type SchedulerOptions, type Task } from './scheduler.ts';
