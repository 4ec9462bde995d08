// The door of services.

export { type AnnouncementOptions, AnnouncementService } from './announcement/announcement-service.ts';
export { type Announcement, announcements } from './announcement/announcements.form.ts';
export { attendantCodes } from './attendant/attendant.codes.ts';
export { type AttendantOptions, AttendantService } from './attendant/attendant-service.ts';
export { type AutoAttendant, autoAttendants } from './attendant/auto-attendants.form.ts';
export { conferenceCodes } from './conference/conference.codes.ts';
export { type ConferenceAction, type ConferenceOptions, ConferenceService } from './conference/conference-service.ts';
export { type ConferenceRecord, conferences } from './conference/conferences.form.ts';
export { conferencesInProgress } from './conference/conferences-in-progress.view.ts';
export type { PinChecks } from './conference/entering.ts';
export type { ConferenceSpeech } from './conference/words.ts';
export { type DisaCode, disaCodes } from './disa/disa-codes.form.ts';
export { type DisaOptions, disaOptions } from './disa/disa-options.form.ts';
export { DisaService, type DisaServiceOptions, type OpenCode } from './disa/disa-service.ts';
export { type PageZone, pageZones } from './paging/page-zones.form.ts';
export { type Dialler, type PagingOptions, PagingService } from './paging/paging-service.ts';
export { type CallQueue, callQueues } from './queue/call-queues.form.ts';
export { queueCodes } from './queue/queue.codes.ts';
export type { AgentState } from './queue/queue.ts';
export { type QueueOptions, QueueService } from './queue/queue-service.ts';
export { queuesNow } from './queue/queues-now.view.ts';
