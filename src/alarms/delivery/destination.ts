// One destination: where it is, what it is sent, and how it stands.

import type { Result } from '#base';
import type { Notice } from '../alarm.ts';
import type { DestinationRecord } from '../destinations.view.ts';
import { momentOf } from './words.ts';

export interface DestinationState {
  readonly waiting: number;
  readonly position: number;
  /** 0: never since the start. */
  readonly lastArrivedAtMs: number;
  /** Why the last attempt failed; blank when it did not. */
  readonly trouble: string;
}

export interface Destination {
  /** Names it for people and programs: `email`, `webhook`, `syslog-NAME`, `trail-NAME`. */
  readonly key: string;
  /** What it is called in a sentence. */
  readonly title: string;
  readonly sends: DestinationRecord['sends'];
  readonly state: DestinationState;
  /** What it was told by has changed: it is tried again at once. */
  again(): void;
  /** There may be something new. */
  wake(): void;
  /** Sends a notice by itself, now. */
  test(notice: Notice): Promise<Result<void>>;
  close(): Promise<void>;
}

export const destinationRow = ({ key, sends, state }: Destination): DestinationRecord => ({
  destination: key,
  sends,
  state: state.trouble === '' ? 'working' : 'failing',
  waiting: state.waiting,
  position: state.position,
  lastArrived: momentOf(state.lastArrivedAtMs),
  trouble: state.trouble.slice(0, 1_000),
});
