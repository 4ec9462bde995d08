// The tables as Kysely sees them; migrations/ makes them. Times are milliseconds since 1970-01-01 UTC.

export interface FormRecordTable {
  form: string;
  key: string;
  version: number;
  /** JSON text; secrets inside are sealed by the time they come here. */
  body: string;
  changed_at_ms: number;
  changed_by: string;
}

export interface AuditEntryTable {
  id: number;
  at_ms: number;
  detail_level: string;
  user_name: string;
  source_ip: string;
  app_name: string;
  app_context: string;
  action_type: string;
  action_data: string;
  hash: string;
}

export interface AuditCheckpointTable {
  last_id: number;
  hash: string;
  at_ms: number;
  entries: number;
  signature: string;
}

export interface RecordChangeTable {
  audit_id: number;
  form: string;
  key: string;
  kind: string;
  at_ms: number;
  changed_by: string;
  /** JSON text; secrets inside are masked by the time they come here. */
  differences: string;
  /** The audit entry under which several changes were made as one; 0 of a change by itself. */
  part_of: number;
}

export interface SecurityHistoryTable {
  id: number;
  at_ms: number;
  profile: string;
  grade: string;
  met: number;
  not_met: number;
  to_do: number;
  /** JSON text of the lines that moved. */
  moved: string;
  changed_by: string;
  audit_id: number;
  seen_audit_id: number;
  /** JSON text of each line's state. */
  states: string;
}

export interface CallHistoryTable {
  id: string;
  started_at_ms: number;
  answered_at_ms: number;
  ended_at_ms: number;
  caller_number: string;
  called_number: string;
  dialled: string;
  outcome: string;
  status: number;
  cause: string;
  ended_by: string;
  secure: string;
  /** JSON text of the leg. */
  caller: string;
  called: string;
  /** JSON text of how it was decided. */
  details: string;
}

export interface SystemValueTable {
  name: string;
  value: string;
}

export interface LoginStateTable {
  login_id: string;
  /** Moments, separated by blanks. */
  failures: string;
  failures_since: number;
  status_before_lock: string;
  locked_until_ms: number;
  last_login_at_ms: number;
  last_login_from: string;
  timers_from_ms: number;
}

export interface SessionTable {
  token_hash: string;
  id: string;
  login_id: string;
  tool: string;
  source: string;
  agent: string;
  stamp: string;
  started_at_ms: number;
  used_at_ms: number;
  last_login_at_ms: number;
  last_login_from: string;
  failures_since: number;
  /** SHA-256 of the client certificate that it is bound to; blank of one that is bound to none. */
  certificate: string;
}

export interface AlarmTable {
  number: number;
  id: string;
  severity: string;
  worst: string;
  words: string;
  remedy: string;
  form: string;
  extent: number;
  times: number;
  raised_at_ms: number;
  acknowledged_at_ms: number;
  acknowledged_by: string;
  cleared_at_ms: number;
}

export interface AlarmNoticeTable {
  number: number;
  /** JSON text; it holds no secret. */
  body: string;
}

export interface StreamPositionTable {
  stream: string;
  position: number;
  hash: string;
  at_ms: number;
}

export interface SecondFactorTable {
  id: string;
  login_id: string;
  kind: string;
  name: string;
  /** Sealed by the time it comes here. */
  sealed: string;
  made_at_ms: number;
  used_at_ms: number;
  counter: number;
  wrong: number;
}

export interface SecondFactorChangeTable {
  id: string;
  login_id: string;
  at_ms: number;
  words: string;
}

export interface ManagerTable {
  name: string;
  fingerprint: string;
  serial: string;
  certificate_ends_ms: number;
  enrolled_at_ms: number;
  enrolled_by: string;
  seen_at_ms: number;
  seen_from: string;
  seen_user: string;
  version: string;
  /** JSON text; blank before it told any. */
  preferences: string;
}

export interface IssuedCertificateTable {
  serial: string;
  name: string;
  kind: string;
  fingerprint: string;
  issued_at_ms: number;
  issued_by: string;
  ends_at_ms: number;
  revoked_at_ms: number;
  reason: string;
}

export interface SubscriptionTable {
  id: string;
  ends_at_ms: number;
  /** JSON text. */
  body: string;
}

export interface KeptSoundTable {
  id: string;
  owner: string;
  kind: string;
  state: string;
  at_ms: number;
  changed_at_ms: number;
  /** Sealed. */
  body: string;
}

export interface OutgoingMailTable {
  id: string;
  at_ms: number;
  /** Sealed. */
  body: string;
}

export interface PinLockTable {
  name: string;
  /** JSON text. */
  body: string;
}

export interface MigrationTable {
  name: string;
}

export interface Tables {
  form_record: FormRecordTable;
  audit_entry: AuditEntryTable;
  audit_checkpoint: AuditCheckpointTable;
  record_change: RecordChangeTable;
  call_history: CallHistoryTable;
  system_value: SystemValueTable;
  login_state: LoginStateTable;
  session: SessionTable;
  security_history: SecurityHistoryTable;
  alarm: AlarmTable;
  alarm_notice: AlarmNoticeTable;
  stream_position: StreamPositionTable;
  second_factor: SecondFactorTable;
  second_factor_change: SecondFactorChangeTable;
  manager: ManagerTable;
  issued_certificate: IssuedCertificateTable;
  subscription: SubscriptionTable;
  kept_sound: KeptSoundTable;
  pin_lock: PinLockTable;
  outgoing_mail: OutgoingMailTable;
  schema_migration: MigrationTable;
}
