// What every call works with: handed in once by the call server.

import type { Clock, Events, Log } from '#base';
import type { BegunCall, CallRecord } from '#records';
import type { Flow, TransactionLayer } from '#sip';
import type { CallEvent } from '../call-events.ts';
import type { FeatureCode } from '../routing/attempt.ts';
import type { Tables } from '../routing/tables.ts';
import type { Station } from '../stations/station.ts';
import type { SystemOptions } from '../system-options.form.ts';
import type { DialogTable } from './dialog-table.ts';

/** The book that calls write to: neither function waits for anything. */
export interface CallBook {
  begin(call: Omit<BegunCall, 'answeredAtMs'>): void;
  write(record: CallRecord): void;
}

export interface CallContext {
  readonly clock: Clock;
  readonly log: Log;
  readonly layer: TransactionLayer;
  readonly dialogs: DialogTable;
  readonly book: CallBook;
  readonly events: Events<CallEvent>;
  readonly tables: Tables;
  readonly options: () => SystemOptions;
  /** The devices of a station that can be reached now. */
  readonly devices: (station: Station) => readonly Device[];
  /** Carries out a feature code; resolves to false when it could not be done. */
  readonly feature: (code: FeatureCode, station: Station, flow: Flow) => Promise<boolean>;
}

/** A device to ring: where its requests are addressed to, and the way there. */
export interface Device {
  readonly contact: string;
  readonly flow: Flow;
}
