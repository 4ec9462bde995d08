// What the core and a thread of the engine say to each other.

import type { ClipLibrary } from './clips.ts';
import type {
  OpenSession,
  PlayItem,
  RecordEnd,
  RecordOptions,
  RoomPart,
  SessionPlan,
  SessionStatistics,
} from './session.ts';

export interface ThreadSettings {
  readonly clips: ClipLibrary;
  /** First and last port that may be taken; undefined: any. */
  readonly ports: { readonly from: number; readonly to: number } | undefined;
}

/** To the thread; `id` names a stream. */
export type ToThread = { readonly id: number } & (
  | ({ readonly do: 'open' } & OpenSession)
  | { readonly do: 'connect'; readonly plan: SessionPlan }
  | { readonly do: 'play'; readonly play: number; readonly items: readonly PlayItem[]; readonly loop: boolean }
  | { readonly do: 'stop playing' }
  | { readonly do: 'skip'; readonly ms: number }
  | { readonly do: 'halt'; readonly halted: boolean }
  | { readonly do: 'record'; readonly options: RecordOptions }
  | { readonly do: 'stop recording' }
  | { readonly do: 'digits'; readonly digits: string }
  | { readonly do: 'join'; readonly room: string | undefined; readonly part: RoomPart }
  | { readonly do: 'statistics' }
  | { readonly do: 'close' }
);

/** From the thread. */
export type FromThread = { readonly id: number } & (
  | { readonly told: 'open'; readonly address: string; readonly port: number }
  | { readonly told: 'not open'; readonly code: string; readonly words: string }
  | { readonly told: 'digit'; readonly digit: string }
  | { readonly told: 'played'; readonly play: number }
  | { readonly told: 'recorded'; readonly bytes: Uint8Array }
  | { readonly told: 'record ended'; readonly why: RecordEnd }
  | { readonly told: 'silent'; readonly ms: number }
  | { readonly told: 'statistics'; readonly statistics: SessionStatistics }
  | { readonly told: 'closed' }
);
