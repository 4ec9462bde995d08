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
  schema_migration: MigrationTable;
}
