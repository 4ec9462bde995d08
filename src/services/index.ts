// The door of services.

export { conferenceCodes } from './conference/conference.codes.ts';
export { type ConferenceAction, type ConferenceOptions, ConferenceService } from './conference/conference-service.ts';
export { type ConferenceRecord, conferences } from './conference/conferences.form.ts';
export { conferencesInProgress } from './conference/conferences-in-progress.view.ts';
export type { PinChecks } from './conference/entering.ts';
export type { ConferenceSpeech } from './conference/words.ts';
