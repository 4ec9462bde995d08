// One stream of sound whose end is the system itself, as whoever steers it sees it: where it is, what it plays, keeps and hears.

import type { Remote } from '../rtp/rtp-socket.ts';
import type { StreamKey } from '../stream/protection.ts';

/** What the system itself speaks. */
export type EngineCodec = 'PCMU' | 'PCMA' | 'G722';

/** What offer and answer came to. */
export interface SessionPlan {
  readonly remote: Remote;
  readonly codec: EngineCodec;
  readonly payloadType: number;
  /** Of telephone events (RFC 4733); undefined where none were agreed, and digits are then listened for in the sound. */
  readonly eventsPayloadType?: number | undefined;
  /** undefined: plain RTP. */
  readonly sendKey: StreamKey | undefined;
  readonly receiveKey: StreamKey | undefined;
  readonly sends: boolean;
  readonly receives: boolean;
}

/** Sound that is kept: G.711 mu-law at 8 kHz or G.722 at 16 kHz, 8,000 bytes a second both. */
export interface KeptSound {
  readonly codec: 'PCMU' | 'G722';
  readonly bytes: Uint8Array;
}

/** A clip of the library by its name, kept sound, so many milliseconds of silence, or a tone. */
export type PlayItem =
  | string
  | KeptSound
  | { readonly silenceMs: number }
  | { readonly toneHz: number; readonly ms: number };

export interface RecordOptions {
  /** It ends by itself after so much, and after so much silence; 0 = silence does not end it. */
  readonly mostMs: number;
  readonly silenceMs: number;
  /** What is heard of the far end; 'both': and what it is sent, mixed. */
  readonly of: 'far' | 'both';
}

/** Why a recording has ended: a digit does not end it by itself. */
export type RecordEnd = 'stopped' | 'full' | 'silence' | 'closed';

/** How a session takes part in a room. */
export interface RoomPart {
  /** The others do not hear it. */
  readonly isMuted: boolean;
  /** It does not hear the others. */
  readonly isDeaf: boolean;
}

export interface SessionListener {
  /** A key was pressed: 0-9, *, #, A-D, once for each press, by telephone event or in the sound. */
  digit?(digit: string): void;
  /** What `play` was given has been played to its end; not told when it was stopped or something else took its place. */
  played?(id: number): void;
  /** A piece of what is recorded, in the codec that `record` has answered, in order; about a second each. */
  recorded?(bytes: Uint8Array): void;
  recordEnded?(why: RecordEnd): void;
  /** Nothing authentic has come for so long: the far end may be dead. */
  silent?(ms: number): void;
  /** The engine lost the session by a fault of its own, and nothing more comes of it: whoever steers it ends the call. */
  ended?(): void;
}

export interface SessionStatistics {
  readonly sent: number;
  readonly received: number;
  readonly lost: number;
  /** Not authentic, or not encrypted where it must be. */
  readonly refused: number;
  readonly replayed: number;
  /** From a stranger's address, more than a stream may send, malformed, or while nothing is to be received. */
  readonly dropped: number;
  /** How late packets left after their time, in milliseconds. */
  readonly paceP99Ms: number;
  readonly jitterMs: number;
}

export interface MediaSession {
  /** An IP literal and the even port: what descriptions name. */
  readonly address: string;
  readonly port: number;
  listen(listener: SessionListener): void;
  /** Begins with a plan, or goes on with a changed one: a key that stays the same keeps its place. */
  connect(plan: SessionPlan): void;
  /** Plays these one after the other in place of what was playing; gives their id. `loop`: over and over. */
  play(items: readonly PlayItem[], options?: { readonly loop?: boolean }): number;
  stopPlaying(): void;
  /** Forwards or, below zero, back in what is playing; halts it, or goes on. */
  skip(ms: number): void;
  halt(halted: boolean): void;
  /** Keeps what is heard from now on; gives the codec of the pieces. One recording at a time. */
  record(options: RecordOptions): KeptSound['codec'];
  stopRecording(): void;
  /** Sends a key to the far end (RFC 4733), where events were agreed. */
  sendDigits(digits: string): void;
  /** Takes part in a room, in which everybody hears everybody else; undefined leaves it. Playing goes on beside it. */
  join(room: string | undefined, part?: RoomPart): void;
  statistics(): Promise<SessionStatistics>;
  /** Its ports are free when it is done; its keys are overwritten. */
  close(): Promise<void>;
}

export interface OpenSession {
  /** Local address to bind, an IP literal. */
  readonly address: string;
  /** Sessions that share a room lie in one thread: those that name the same. Default: wherever there is least to do. */
  readonly together?: string;
}
