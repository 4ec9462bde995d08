// A trunk as calls see it: its record, the ways to it that are open, and the calls on it.

import type { Flow } from '#sip';
import type { TrunkRecord } from './trunks.form.ts';

/** One place of the provider to which a call can be sent. */
export interface TrunkWay {
  /** The host of SIP addresses that we write to it. */
  readonly host: string;
  /** The connection, or the UDP flow; opened when it is asked for. A closed flow where there is no way. */
  flow(): Flow;
  /** No answer came from there: it is passed over until it answers again. */
  failed(): void;
}

/** A call on a trunk, as long as it holds a channel. */
export interface TrunkCall {
  readonly isEmergency: boolean;
  /** Ends it, so that an emergency call has its channel. */
  preempt(): void;
}

export class Trunk {
  readonly kind = 'trunk';
  readonly name: string;
  record: TrunkRecord;
  /** In the order in which they began. */
  readonly calls = new Set<TrunkCall>();
  /** Calls from there that were refused since the start, and callers whose number nobody was shown. */
  readonly counted = { refused: 0, hidden: 0 };

  constructor(record: TrunkRecord) {
    this.name = record.name;
    this.record = record;
  }

  /** Is there a channel for another call? Those that are kept for emergency calls count for these alone. */
  hasChannel(isEmergency: boolean): boolean {
    const { channels, emergencyChannels } = this.record;
    return this.calls.size < (isEmergency ? channels : channels - emergencyChannels);
  }
}
