// The near end of a session: sends orders to its thread, and tells its listener what comes back. It never waits.

import { limits, type Refusal, type Result } from '#base';
import type { StreamKey } from '../stream/protection.ts';
import type { CopiedKey, Order, Place, Told } from './protocol.ts';
import type {
  KeptSound,
  MediaSession,
  PlayItem,
  RecordOptions,
  RoomPart,
  SessionListener,
  SessionPlan,
  SessionStatistics,
} from './session.ts';

const nothing: SessionStatistics = {
  ...{ sent: 0, received: 0, lost: 0, refused: 0, replayed: 0, dropped: 0, paceP99Ms: 0, jitterMs: 0 },
};
const everything: RoomPart = { isMuted: false, isDeaf: false };

export interface NearOptions {
  readonly send: (order: Order) => void;
  /** Names that are no clip are told here. */
  readonly missing: (clip: string) => void;
  readonly hasClip: (clip: string) => boolean;
  /** The session is over: nothing comes of it any more. */
  readonly over: () => void;
}

export class NearSession implements MediaSession {
  readonly #options: NearOptions;
  readonly #opening = Promise.withResolvers<Result<Place, Refusal>>();
  readonly #closing = Promise.withResolvers<void>();
  readonly #asked = new Map<number, (statistics: SessionStatistics) => void>();
  #place: Place = { address: '', port: 0 };
  #listener: SessionListener = {};
  #codec: KeptSound['codec'] = 'PCMU';
  #isRecording = false;
  #lastId = 0;
  #isOpen = true;

  constructor(options: NearOptions) {
    this.#options = options;
  }

  get address(): string {
    return this.#place.address;
  }

  get port(): number {
    return this.#place.port;
  }

  get opened(): Promise<Result<Place, Refusal>> {
    return this.#opening.promise;
  }

  listen(listener: SessionListener): void {
    this.#listener = listener;
  }

  connect(plan: SessionPlan): void {
    this.#codec = plan.codec === 'G722' ? 'G722' : 'PCMU';
    const [sendKey, receiveKey] = [copy(plan.sendKey), copy(plan.receiveKey)];
    this.#send({ kind: 'connect', plan: { ...plan, sendKey, receiveKey } });
    // The thread has its own copy, and overwrites it too.
    for (const key of [sendKey, receiveKey]) key?.key.fill(0);
  }

  play(items: readonly PlayItem[], options: { readonly loop?: boolean } = {}): number {
    const play = ++this.#lastId;
    this.#send({ kind: 'play', play, items: this.#bounded(items), loop: options.loop === true });
    return play;
  }

  /** What there is of it, and no more than fits. */
  #bounded(items: readonly PlayItem[]): PlayItem[] {
    let bytes = 0;
    return items.slice(0, limits.engine.itemsPlayed).flatMap((item): PlayItem[] => {
      if (typeof item === 'string') {
        if (!this.#options.hasClip(item)) this.#options.missing(item);
        return this.#options.hasClip(item) ? [item] : [];
      }
      if ('codec' in item) {
        bytes += item.bytes.length;
        return bytes > limits.engine.keptBytes ? [] : [{ codec: item.codec, bytes: Uint8Array.from(item.bytes) }];
      }
      const { itemMs } = limits.engine;
      if ('silenceMs' in item) return [{ silenceMs: Math.min(item.silenceMs, itemMs) }];
      return [{ toneHz: item.toneHz, ms: Math.min(item.ms, itemMs) }];
    });
  }

  stopPlaying(): void {
    this.#send({ kind: 'stop-playing' });
  }

  skip(ms: number): void {
    this.#send({ kind: 'skip', ms });
  }

  halt(halted: boolean): void {
    this.#send({ kind: 'halt', halted });
  }

  record(options: RecordOptions): KeptSound['codec'] {
    this.#isRecording = true;
    this.#send({ kind: 'record', options, codec: this.#codec });
    return this.#codec;
  }

  stopRecording(): void {
    this.#send({ kind: 'stop-recording' });
  }

  sendDigits(digits: string): void {
    this.#send({ kind: 'press', digits: digits.slice(0, limits.engine.digitsWaiting) });
  }

  join(room: string | undefined, part: RoomPart = everything): void {
    this.#send({ kind: 'join', room, part: { isMuted: part.isMuted, isDeaf: part.isDeaf } });
  }

  statistics(): Promise<SessionStatistics> {
    if (!this.#isOpen) return Promise.resolve(nothing);
    const ask = ++this.#lastId;
    const { promise, resolve } = Promise.withResolvers<SessionStatistics>();
    this.#asked.set(ask, resolve);
    this.#send({ kind: 'statistics', ask });
    return promise;
  }

  close(): Promise<void> {
    this.#send({ kind: 'close' });
    return this.#closing.promise;
  }

  #send(order: Order): void {
    if (this.#isOpen) this.#options.send(order);
  }

  /** What its thread tells. */
  take(told: Told): void {
    const listener = this.#listener;
    switch (told.kind) {
      case 'opened':
        if (told.result.ok) this.#place = told.result.value;
        else this.#end();
        return this.#opening.resolve(told.result);
      case 'digit':
        return listener.digit?.(told.digit);
      case 'played':
        return listener.played?.(told.play);
      case 'recorded':
        return listener.recorded?.(told.bytes);
      case 'record-ended':
        this.#isRecording = false;
        return listener.recordEnded?.(told.why);
      case 'silent':
        return listener.silent?.(told.ms);
      case 'statistics':
        this.#asked.get(told.ask)?.(told.statistics);
        this.#asked.delete(told.ask);
        return;
      case 'failed':
        return this.lose(undefined);
      case 'closed':
        return this.#end();
    }
  }

  /** The thread has lost it. `refusal`: why it could not be opened, where it was not yet. */
  lose(refusal: Refusal | undefined): void {
    if (!this.#isOpen) return;
    if (refusal !== undefined) this.#opening.resolve({ ok: false, refusal });
    this.#end();
    if (this.#isRecording) this.#listener.recordEnded?.('closed');
    this.#isRecording = false;
    this.#listener.ended?.();
  }

  #end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const resolve of this.#asked.values()) resolve(nothing);
    this.#asked.clear();
    this.#closing.resolve();
    this.#options.over();
  }
}

/** Copied, so that what is overwritten there is not what belongs to the caller. */
const copy = (key: StreamKey | undefined): CopiedKey | undefined =>
  key === undefined
    ? undefined
    : {
        suite: key.suite,
        key: Uint8Array.from(key.key),
        mki: key.mki === undefined ? undefined : Uint8Array.from(key.mki),
      };
