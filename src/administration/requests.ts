// What administration is asked and answers: plain values that any surface can carry.

import type { Refusal, Secret } from '#base';
import type { AnyRecord, Difference, Duty, FormOrView, Group, Operation, Patch } from '#forms';

/** One record that somebody wants added, changed or deleted. Without a version the change applies to whatever is there. */
export type Change =
  | {
      readonly kind: 'add';
      readonly form: string;
      readonly patch: Patch;
      /** The key of a record that is copied, all but its secrets. */
      readonly copyOf?: string;
    }
  | {
      readonly kind: 'change';
      readonly form: string;
      /** Not of a single form. */
      readonly key?: string;
      readonly patch: Patch;
      readonly version?: number;
    }
  | { readonly kind: 'delete'; readonly form: string; readonly key: string; readonly version?: number };

/** A refusal and where it belongs: the how-manieth change, and when it came in a file, the row. */
export interface ChangeRefusal extends Refusal {
  readonly form: string;
  /** '' while it is not known. */
  readonly key: string;
  /** From 0. */
  readonly change: number;
  /** The row in a file, counted as a spreadsheet does: the first record of a CSV is in row 2. */
  readonly row?: number;
}

export interface ChangedRecord {
  readonly form: string;
  readonly key: string;
  readonly kind: 'add' | 'change' | 'delete' | 'unchanged';
  /** 0 of a deleted record. */
  readonly version: number;
  readonly differences: readonly Difference[];
  /** Secrets that were made: this is the only time they are told. */
  readonly made: Readonly<Record<string, Secret>>;
}

export interface Changed {
  /** True when nothing was written, as asked. */
  readonly dryRun: boolean;
  readonly records: readonly ChangedRecord[];
  /** The audit entry that stands before those of the records, and undoes them all; 0 or absent where there is none. */
  readonly head?: number;
}

/** What rooms are told after a change is on disk. Telling it twice does no harm. */
export interface RecordChange<R = AnyRecord> {
  readonly form: string;
  readonly key: string;
  readonly before: R | undefined;
  readonly after: R | undefined;
  /** The secrets that got another value, which the records do not show. */
  readonly secrets: readonly string[];
}

export interface FormSummary {
  readonly id: string;
  readonly title: string;
  readonly kind: FormOrView['kind'];
  readonly group: Group;
  readonly single: boolean;
  readonly duty: Duty;
  readonly records: number;
  /** What whoever asks may do with it. */
  readonly operations: readonly Operation[];
}

/** A record as it is shown: secrets as "set" or "not set". Of a view, version and change are 0 and blank. */
export interface RecordView {
  readonly key: string;
  /** 0 of a single form that nobody changed. */
  readonly version: number;
  readonly changedAtMs: number;
  readonly changedBy: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Query {
  /** Found anywhere in the fields, in any case. */
  readonly search?: string;
  /** Fields that must have this value, as text. */
  readonly where?: Readonly<Record<string, string>>;
  /** A field. Default the key. */
  readonly sort?: string;
  readonly descending?: boolean;
  readonly offset?: number;
  /** At most 1,000; default 50. */
  readonly limit?: number;
}

export interface Page {
  readonly total: number;
  readonly offset: number;
  readonly records: readonly RecordView[];
}

export type ImportMode = 'add' | 'replace' | 'upsert';
export type FileFormat = 'csv' | 'json';

export interface ImportSummary {
  readonly dryRun: boolean;
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
  readonly unchanged: number;
  /** Secrets that were made, by key: this is the only time they are told. */
  readonly made: ReadonlyMap<string, Readonly<Record<string, Secret>>>;
}

export interface ImportManner {
  readonly format: FileFormat;
  readonly mode: ImportMode;
  readonly dryRun?: boolean;
  /** Told now and then how much is done, from 0 to 1. */
  readonly onProgress?: (part: number) => void;
  /** Aborted before the records are written, the import is refused as cancelled. */
  readonly signal?: AbortSignal;
}

/** One change of one record, as it is on record. */
export interface PastChange {
  /** The entry of the audit trail that tells of it. */
  readonly auditId: number;
  readonly atMs: number;
  readonly by: string;
  readonly kind: 'add' | 'change' | 'delete';
  readonly form: string;
  readonly key: string;
  /** Secrets are masked. */
  readonly differences: readonly Difference[];
  /** Blank, or why it cannot be undone. */
  readonly notUndoable: string;
}

export interface RecordHistory {
  /** Newest first. */
  readonly changes: readonly PastChange[];
  /** For each field that was ever changed, who did it last. */
  readonly fields: Readonly<Record<string, LastChange>>;
}

export interface LastChange {
  readonly auditId: number;
  readonly atMs: number;
  readonly by: string;
}

/** A change in words, for a list of the last ones. */
export interface ChangeNews extends LastChange {
  readonly form: string;
  readonly key: string;
  readonly words: string;
}

/** Something that a search has found. */
export interface Found {
  readonly kind: 'form' | 'field' | 'help' | 'record' | 'action';
  readonly form: string;
  readonly formTitle: string;
  /** Of a record. */
  readonly key?: string;
  readonly field?: string;
  /** What is shown: a title, a label, a record's key. */
  readonly words: string;
  /** The text in which it was found. */
  readonly excerpt: string;
}
