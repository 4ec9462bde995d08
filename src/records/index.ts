// The door of records.

export { archiveRefusal } from './audit/archive/archives.ts';
export type { ArchiveFacts } from './audit/archive/catalogue.ts';
export { type ExportedArchives, exportArchives } from './audit/archive/export-folder.ts';
export type { ArchiveSeal } from './audit/archive/shelf.ts';
export { type AuditTrailSettings, auditTrailSettings } from './audit/audit-trail-settings.form.ts';
export {
  damageAction,
  type Finding,
  type FindingKind,
  TrailBroken,
  type TrailReport,
  trailRefusal,
} from './audit/check.ts';
export type { AuditActor, AuditEntry, AuditFact, AuditLevel } from './audit/entry.ts';
export { TimeWatch, type TimeWatchOptions } from './audit/time-watch.ts';
export { type AuditOptions, AuditTrail, type Keeping } from './audit/trail.ts';
export { verifyFiles } from './audit/verify-export.ts';
export { type AuditArchive, auditArchives } from './audit/views/audit-archives.view.ts';
export { auditSearch, auditTrailLog, printMoment } from './audit/views/audit-search.ts';
export { type AuditTrailLog, auditTrailLogs } from './audit/views/audit-trail-logs.view.ts';
export {
  type BegunCall,
  type CallDetails,
  type CallRecord,
  type ForwardRecord,
  type LegRecord,
  noDetails,
  type PartyChange,
  securityOf,
} from './history/call-record.ts';
export { CallHistory, type HistoryOptions } from './history/history.ts';
export { callHistory, callHistoryRecord } from './history/views/call-history.view.ts';
export { historySearch } from './history/views/history-search.ts';
export { recordsCodes } from './records.codes.ts';
export type { CollectorPlace, ConnectCollector } from './smdr/collector.ts';
export type { SmdrTls } from './smdr/door.ts';
export type { SmdrListenerLine, SmdrListenerRecord } from './smdr/listeners.ts';
export { passedOn } from './smdr/passed-on.ts';
export { Smdr, type SmdrSettings } from './smdr/smdr.ts';
export { type IsReported, noFlags, type SmdrFlags } from './smdr/smdr-call.ts';
export { type SmdrOptions, smdrOptions } from './smdr/smdr-options.form.ts';
export type { SmdrConditions } from './smdr/state.ts';
export { type SmdrDeliveryRecord, smdrDelivery } from './smdr/views/smdr-delivery.view.ts';
export { type SmdrRecord, smdrRecords } from './smdr/views/smdr-records.view.ts';
