// The door of storage.

export { databaseFileName } from './dialects/sqlite/open.ts';
export { type DataDirectory, openDataDirectory } from './directory.ts';
export { storageCodes } from './storage.codes.ts';
export { type DatabaseSettings, openStorage, type Storage } from './storage.ts';
export type { AlarmRow, AlarmRows, NoticeRow, PositionRow } from './tables/alarm-rows.ts';
export type {
  AuditFilter,
  AuditFound,
  AuditRow,
  AuditRows,
  AuditSearch,
  AuditTextColumn,
  CheckpointRow,
} from './tables/audit-rows.ts';
export type { FormRow, FormRows, FormWrite } from './tables/form-rows.ts';
export type {
  CallRow,
  HistoryPage,
  HistoryRows,
  HistorySearch,
  HistoryTextColumn,
} from './tables/history-rows.ts';
export type { IssuedCertificateRow, IssuedCertificateRows } from './tables/issued-certificate-rows.ts';
export type { KeptSoundRow } from './tables/kept-sound-rows.ts';
export type { LoginStateRow, LoginStates } from './tables/login-states.ts';
export type { ManagerRow, ManagerRows } from './tables/manager-rows.ts';
export type { RecordChangeRow, RecordChangeRows } from './tables/record-change-rows.ts';
export type { SecondFactorChangeRow, SecondFactorRow, SecondFactorRows } from './tables/second-factor-rows.ts';
export type { SecurityHistoryRow, SecurityHistoryRows } from './tables/security-history-rows.ts';
export type { SessionRow, SessionRows } from './tables/session-rows.ts';
export type { SystemValues } from './tables/system-values.ts';
export type { Tx } from './tx.ts';
