// A call with the system itself, as a service sees it. Its law: whatever waits for the caller ends with `CallOver` when the caller has gone,
// so that a service is written as the story that the caller hears.

import type { Result } from '#base';
import type { KeptSound, PlayItem, RecordEnd, RoomPart } from '#media';

/** The caller has gone, or the system is stopping. Thrown out of whatever waits, and caught by whoever runs the service. */
export class CallOver extends Error {
  constructor() {
    super('the call is over');
    this.name = 'CallOver';
  }
}

/** Who calls, as the call server has found out; nothing of it is taken from what a phone says. */
export interface VoiceCaller {
  /** What may be shown of them; '' where it is withheld. */
  readonly number: string;
  readonly name: string;
  /** The extension that calls; '' for somebody from outside. */
  readonly extension: string;
  /** The trunk by which somebody from outside calls; '' for an extension. */
  readonly trunk: string;
}

/** Who passed the call on to the service, and why, as Diversion names it (RFC 5806). */
export interface VoiceForward {
  readonly number: string;
  readonly why: 'always' | 'busy' | 'no answer' | 'unreachable' | 'do not disturb' | 'screened';
}

export interface SayOptions {
  /** Digits that end it early: all of them unless said; '' none, and what is pressed meanwhile is kept for whoever asks next. */
  readonly stopOn?: string;
}

export interface DigitsOptions {
  /** So many end the entry; so does `#` or another of `ends`, which is not part of it. */
  readonly most: number;
  readonly ends?: string;
  /** How long the first may take, and each further one; default 5 s and 3 s. */
  readonly firstMs?: number;
  readonly nextMs?: number;
}

export interface RecordingOptions {
  readonly mostMs: number;
  /** Default 10 s. */
  readonly silenceMs?: number;
  /** Digits that end it; default all. */
  readonly stopOn?: string;
  /** Hears each piece, in order, about a second each; the last one too, of a caller who has gone. */
  readonly piece: (bytes: Uint8Array, codec: KeptSound['codec']) => void;
}

export interface Recorded {
  readonly why: RecordEnd | 'digit';
  /** The digit that ended it; '' without. */
  readonly digit: string;
  readonly codec: KeptSound['codec'];
  readonly ms: number;
}

export interface TransferOptions {
  /** The extension whose permissions let the call through, and who is behind it; default the service's own number. */
  readonly behalf?: string;
}

export interface VoiceCall {
  /** Of the call, as records name it. */
  readonly id: string;
  /** The number of the service that was called. */
  readonly service: string;
  readonly caller: VoiceCaller;
  /** The extension that put the caller through to here; '' where they called themselves. */
  readonly transferredBy: string;
  /** The last who passed it on first. */
  readonly forwardedBy: readonly VoiceForward[];
  /** Between the caller's way into the system and here: signalling over TLS and sound by SRTP. */
  readonly isSecure: boolean;
  readonly isOver: boolean;
  /** Runs once, at once where it is over already. */
  whenOver(task: () => void): void;
  /** Resolves when the caller and the system talk. Nothing is said before. */
  answer(): Promise<void>;
  /** Lets it ring, instead of an answer, until `answer` or `decline`. */
  ring(): void;
  decline(status: number): void;
  /** Says these one after the other. Resolves with the digit that ended it; '' when all of it was heard. */
  say(items: readonly PlayItem[], options?: SayOptions): Promise<string>;
  /** Says these; a digit ends it early, and is kept for whoever asks next. */
  tell(items: readonly PlayItem[]): Promise<void>;
  /** The digits that the caller presses; '' when none came in time. `#` alone gives ''. */
  digits(options: DigitsOptions): Promise<string>;
  /** `say` and then `digits`; a digit that ends what is said is the first of them. */
  ask(items: readonly PlayItem[], options: DigitsOptions): Promise<string>;
  /** Plays something that the caller steers; hears each digit that is pressed until it is played or `stop` is called. */
  play(items: readonly PlayItem[], onDigit: (digit: string, playing: Playing) => void): Promise<void>;
  record(options: RecordingOptions): Promise<Recorded>;
  /** Over and over, until something else is said. */
  music(clip: string): void;
  silence(): void;
  /** Waits so long, or until the caller has gone. */
  pause(ms: number): Promise<void>;
  /** Hears each digit that is pressed from now on and that nobody waits for; undefined stops it. */
  onDigit(listener: ((digit: string) => void) | undefined): void;
  /** Takes part in a room of the media engine; undefined leaves it. */
  join(room: string | undefined, part?: RoomPart): void;
  /**
   * Puts the caller through to a number. Resolves refused when nobody is reached there, and the call goes on; when somebody is, it is over
   * for the service.
   */
  transfer(number: string, options?: TransferOptions): Promise<Result<void>>;
  hangUp(): void;
}

export interface Playing {
  skip(ms: number): void;
  halt(halted: boolean): void;
  stop(): void;
}

/** A service: told of each call to one of its numbers; answers it. What it throws besides `CallOver` is logged, and the call ended. */
export interface VoiceService {
  /** In which room's thread its calls are; default anywhere. */
  together?(number: string): string | undefined;
  take(call: VoiceCall): Promise<void>;
}

export interface Dialling {
  /** The number of the service that calls. */
  readonly service: string;
  readonly number: string;
  /** The extension whose permissions let the call out; default the service's own number. */
  readonly behalf?: string;
  /** Phones that may are asked to answer by themselves. */
  readonly answersItself?: boolean;
  /** How long it may ring. */
  readonly patienceMs?: number;
}
