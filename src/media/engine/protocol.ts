// What goes between the engine and its threads: orders there, what happened back. Plain data, copied on its way.

import type { Refusal, Result } from '#base';
import type { Remote } from '../rtp/rtp-socket.ts';
import type {
  EngineCodec,
  KeptSound,
  PlayItem,
  RecordEnd,
  RecordOptions,
  RoomPart,
  SessionStatistics,
} from './session.ts';

/** A key whose bytes were copied: no Buffer any more. */
export interface CopiedKey {
  readonly suite: string;
  readonly key: Uint8Array;
  readonly mki?: Uint8Array | undefined;
}

export interface CopiedPlan {
  readonly remote: Remote;
  readonly codec: EngineCodec;
  readonly payloadType: number;
  readonly eventsPayloadType?: number | undefined;
  readonly sendKey: CopiedKey | undefined;
  readonly receiveKey: CopiedKey | undefined;
  readonly sends: boolean;
  readonly receives: boolean;
}

export interface Ports {
  readonly from: number;
  readonly to: number;
}

/** To one session. */
export type Order =
  | { readonly kind: 'open'; readonly address: string; readonly ports?: Ports | undefined }
  | { readonly kind: 'connect'; readonly plan: CopiedPlan }
  | { readonly kind: 'play'; readonly play: number; readonly items: readonly PlayItem[]; readonly loop: boolean }
  | { readonly kind: 'stop-playing' }
  | { readonly kind: 'skip'; readonly ms: number }
  | { readonly kind: 'halt'; readonly halted: boolean }
  | { readonly kind: 'record'; readonly options: RecordOptions; readonly codec: KeptSound['codec'] }
  | { readonly kind: 'stop-recording' }
  | { readonly kind: 'press'; readonly digits: string }
  | { readonly kind: 'join'; readonly room: string | undefined; readonly part: RoomPart }
  | { readonly kind: 'statistics'; readonly ask: number }
  | { readonly kind: 'close' };

export interface SessionOrder {
  readonly session: number;
  readonly order: Order;
}

export interface Place {
  readonly address: string;
  readonly port: number;
}

/** Of one session. */
export type Told =
  | { readonly kind: 'opened'; readonly result: Result<Place, Refusal> }
  | { readonly kind: 'digit'; readonly digit: string }
  | { readonly kind: 'played'; readonly play: number }
  | { readonly kind: 'recorded'; readonly bytes: Uint8Array }
  | { readonly kind: 'record-ended'; readonly why: RecordEnd }
  | { readonly kind: 'silent'; readonly ms: number }
  | { readonly kind: 'statistics'; readonly ask: number; readonly statistics: SessionStatistics }
  /** A fault in its work has ended it. */
  | { readonly kind: 'failed'; readonly words: string }
  | { readonly kind: 'closed' };

/** Of a thread as a whole. */
export interface ThreadFigures {
  readonly paceP99Ms: number;
  readonly paceMedianMs: number;
  readonly relayed: number;
}

export type FromThread =
  | { readonly session: number; readonly told: Told }
  | { readonly figures: ThreadFigures }
  | { readonly fault: string };

/** Where the clips lie in the shared memory, in samples of 16 kHz. */
export interface ClipPlaces {
  readonly samples: Int16Array;
  readonly names: readonly { readonly name: string; readonly start: number; readonly length: number }[];
}
