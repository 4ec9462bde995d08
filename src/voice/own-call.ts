// A call with the system itself: a built-in phone's call and a session of the media engine, as the story of a service has them.

import { type Cancel, type Clock, limits, no, type Result } from '#base';
import type { HandsetCall, IncomingCall } from '#handset';
import type { KeptSound, MediaSession, PlayItem, RecordEnd, RoomPart, SessionListener } from '#media';
import { everyKey, type Keys } from './keys.ts';
import type { OwnFacts } from './own-call-line.ts';
import type { OwnSound } from './own-sound.ts';
import { voiceCodes } from './voice.codes.ts';
import {
  CallOver,
  type DigitsOptions,
  type Playing,
  type Recorded,
  type RecordingOptions,
  type SayOptions,
  type TransferOptions,
  type VoiceCall,
  type VoiceCaller,
} from './voice-call.ts';
import { Waits } from './waits.ts';

const firstDigitMs = 5_000;
const nextDigitMs = 3_000;
const silenceMs = 10_000;
const answerLimitMs = 32_000;
const bytesPerMs = 8;

export interface OwnCallParts {
  readonly clock: Clock;
  readonly service: string;
  readonly facts: OwnFacts;
  /** Who is at the other end now: somebody may have taken the caller's place. */
  readonly callerNow: (id: string, service: string) => VoiceCaller | undefined;
  readonly call: HandsetCall;
  readonly sound: OwnSound;
  readonly keys: Keys;
}

export class OwnCall implements VoiceCall {
  readonly id: string;
  readonly service: string;
  readonly transferredBy: string;
  readonly forwardedBy: VoiceCall['forwardedBy'];
  readonly #facts: OwnFacts;
  readonly #callerNow: OwnCallParts['callerNow'];
  readonly #clock: Clock;
  readonly #call: HandsetCall;
  readonly #sound: OwnSound;
  readonly #keys: Keys;
  readonly #waits = new Waits();
  readonly #over: (() => void)[] = [];
  #onDigit: ((digit: string) => void) | undefined;
  #piece: ((bytes: Uint8Array) => void) | undefined;
  #recordEnded: ((why: RecordEnd) => void) | undefined;

  constructor({ clock, service, facts, callerNow, call, sound, keys }: OwnCallParts) {
    this.id = facts.id;
    this.service = service;
    this.#facts = facts;
    this.#callerNow = callerNow;
    this.transferredBy = facts.transferredBy;
    this.forwardedBy = facts.forwardedBy;
    this.#clock = clock;
    this.#call = call;
    this.#sound = sound;
    this.#keys = keys;
    call.events.on((event) => {
      if (event.kind === 'digit') this.#pressed(event.digit, 'signalling');
      if (event.kind === 'ended') this.#end();
    });
  }

  get caller(): VoiceCaller {
    return (this.isOver ? undefined : this.#callerNow(this.id, this.service)) ?? this.#facts.caller;
  }

  /** What the session of this call tells. */
  get listener(): SessionListener {
    return {
      digit: (digit) => this.#pressed(digit, 'sound'),
      played: (id) => this.#waits.wanted?.played?.(id),
      recorded: (bytes) => this.#piece?.(bytes),
      recordEnded: (why) => this.#recordEnded?.(why),
      silent: (ms) => ms >= limits.voice.silentMs && this.hangUp(),
    };
  }

  get isSecure(): boolean {
    return this.#call.media.suite !== '';
  }

  get isOver(): boolean {
    return this.#waits.isOver;
  }

  whenOver(task: () => void): void {
    if (this.isOver) task();
    else this.#over.push(task);
  }

  async answer(): Promise<void> {
    if (isIncoming(this.#call)) this.#call.answer();
    const established = await this.#call.established(answerLimitMs);
    if (!established.ok || this.isOver) throw new CallOver();
  }

  ring(): void {
    if (isIncoming(this.#call)) this.#call.ring();
  }

  decline(status: number): void {
    if (isIncoming(this.#call)) this.#call.decline(status);
  }

  say(items: readonly PlayItem[], { stopOn = everyKey }: SayOptions = {}): Promise<string> {
    const early = this.#keys.take(stopOn);
    if (early !== '') return Promise.resolve(early);
    return this.#playing(items, (digit, stop) => {
      if (!stopOn.includes(digit)) return false;
      stop(digit);
      return true;
    });
  }

  async tell(items: readonly PlayItem[]): Promise<void> {
    if (this.#keys.areWaiting) return;
    const digit = await this.#playing(items, (pressed, stop) => {
      stop(pressed);
      return true;
    });
    if (digit !== '') this.#keys.add(digit);
  }

  async play(items: readonly PlayItem[], onDigit: (digit: string, playing: Playing) => void): Promise<void> {
    await this.#playing(items, (digit, stop) => {
      const { session } = this.#sound;
      onDigit(digit, {
        skip: (ms) => session?.skip(ms),
        halt: (halted) => session?.halt(halted),
        stop: () => stop(''),
      });
      return true;
    });
  }

  #playing(
    items: readonly PlayItem[],
    onDigit: (digit: string, stop: (digit: string) => void) => boolean,
  ): Promise<string> {
    return this.#waits.until<string>((done) => {
      const id = this.#session.play(items);
      const stop = (digit: string): void => {
        this.#sound.session?.stopPlaying();
        done(digit);
      };
      return {
        digit: (digit) => onDigit(digit, stop),
        played: (played) => {
          if (played === id) done('');
        },
      };
    });
  }

  async digits(options: DigitsOptions): Promise<string> {
    return await this.#collect('', options);
  }

  async ask(items: readonly PlayItem[], options: DigitsOptions): Promise<string> {
    const first = await this.say(items);
    const { ends = '#' } = options;
    if (first !== '' && ends.includes(first)) return '';
    return await this.#collect(first, options);
  }

  async #collect(begun: string, options: DigitsOptions): Promise<string> {
    const { most, ends = '#', firstMs = firstDigitMs, nextMs = nextDigitMs } = options;
    let digits = begun;
    while (digits.length < most) {
      const digit = this.#keys.take() || (await this.#nextDigit(digits === '' ? firstMs : nextMs));
      if (digit === '' || ends.includes(digit)) break;
      digits += digit;
    }
    return digits;
  }

  /** '' when none comes in time. */
  #nextDigit(limitMs: number): Promise<string> {
    let patience: Cancel | undefined;
    return this.#waits.until<string>(
      (done) => {
        patience = this.#clock.after(limitMs, () => done(''));
        return {
          digit: (digit) => {
            done(digit);
            return true;
          },
        };
      },
      () => patience?.(),
    );
  }

  async record({
    mostMs,
    silenceMs: quietMs = silenceMs,
    stopOn = everyKey,
    piece,
  }: RecordingOptions): Promise<Recorded> {
    this.#keys.clear();
    let bytes = 0;
    let digit = '';
    let codec: KeptSound['codec'] = 'PCMU';
    this.#piece = (part) => {
      bytes += part.length;
      piece(part, codec);
    };
    const ended = new Promise<RecordEnd>((resolve) => {
      this.#recordEnded = resolve;
    });
    try {
      const why = await this.#waits.until<RecordEnd>((done) => {
        codec = this.#session.record({ mostMs, silenceMs: quietMs, of: 'far' });
        void ended.then(done);
        return {
          digit: (pressed) => {
            if (digit !== '' || !stopOn.includes(pressed)) return false;
            digit = pressed;
            this.#sound.session?.stopRecording();
            return true;
          },
        };
      });
      return { why: digit === '' ? why : 'digit', digit, codec, ms: bytes / bytesPerMs };
    } catch (fault) {
      // Of a caller who has gone the last piece is still to come.
      await ended;
      throw fault;
    } finally {
      this.#piece = undefined;
    }
  }

  music(clip: string): void {
    this.#sound.session?.play([clip], { loop: true });
  }

  silence(): void {
    this.#sound.session?.stopPlaying();
  }

  pause(ms: number): Promise<void> {
    let stop: Cancel | undefined;
    return this.#waits.until<void>(
      (done) => {
        stop = this.#clock.after(ms, done);
        return undefined;
      },
      () => stop?.(),
    );
  }

  onDigit(listener: ((digit: string) => void) | undefined): void {
    this.#onDigit = listener;
    if (listener === undefined) return;
    for (let digit = this.#keys.take(); digit !== ''; digit = this.#keys.take()) listener(digit);
  }

  join(room: string | undefined, part?: RoomPart): void {
    this.#sound.session?.join(room, part);
  }

  async transfer(number: string, { behalf }: TransferOptions = {}): Promise<Result<void>> {
    if (this.isOver) throw new CallOver();
    if (!/^\+?[0-9]+$/.test(number)) return no(voiceCodes.refuse('voice.not-a-number'));
    const headers = behalf === undefined ? '' : `Ringfence-Behalf: ${behalf}\r\n`;
    const reached = await this.#call.transfer(number, headers);
    if (!reached.ok && this.isOver) throw new CallOver();
    return reached;
  }

  hangUp(): void {
    this.#call.hangUp();
  }

  get #session(): MediaSession {
    const { session } = this.#sound;
    if (session === undefined) throw new CallOver();
    return session;
  }

  #pressed(digit: string, means: 'sound' | 'signalling'): void {
    if (!this.#keys.counts(means)) return;
    if (this.#waits.wanted?.digit?.(digit) === true) return;
    if (this.#onDigit === undefined) this.#keys.add(digit);
    else this.#onDigit(digit);
  }

  #end(): void {
    this.#waits.end();
    for (const task of this.#over.splice(0)) task();
  }
}

const isIncoming = (call: HandsetCall): call is IncomingCall => !call.isOutgoing;
