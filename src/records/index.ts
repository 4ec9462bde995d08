// The door of records.

export { type Finding, type FindingKind, type TrailReport, trailRefusal } from './audit/check.ts';
export type { AuditActor, AuditEntry, AuditFact, AuditLevel } from './audit/entry.ts';
export { type AuditOptions, AuditTrail } from './audit/trail.ts';
export { verifyExport } from './audit/verify-export.ts';
export { type BegunCall, type CallRecord, type LegRecord, securityOf } from './history/call-record.ts';
export { CallHistory, type HistoryOptions } from './history/history.ts';
export { recordsCodes } from './records.codes.ts';
