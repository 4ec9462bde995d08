// The media engine: streams whose end is the system itself, each in one of the engine's threads. Its law: no sound is touched in the core's own
// thread, so that a conference delays no call.

import { Worker } from 'node:worker_threads';
import { type Log, limits, no, ok, type Refusal, type Result } from '#base';
import { mediaCodes } from '../media.codes.ts';
import { type ClipLibrary, noClips } from './clips.ts';
import type { FromThread, ThreadSettings, ToThread } from './messages.ts';
import { keptCodecAt } from './recorder.ts';
import type {
  KeptSound,
  MediaSession,
  OpenSession,
  PlayItem,
  RecordOptions,
  RoomPart,
  SessionListener,
  SessionPlan,
  SessionStatistics,
} from './session.ts';

export interface MediaEngineOptions {
  readonly log: Log;
  /** Threads; default one. */
  readonly threads?: number;
  readonly clips?: ClipLibrary;
  /** First and last port that may be taken; default any. */
  readonly ports?: { readonly from: number; readonly to: number };
}

export interface EngineCounts {
  readonly sessions: number;
  readonly threads: number;
  /** How often a thread had to be started again. */
  readonly restarts: number;
}

/** Omit for each kind of a union. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Order = Without<ToThread, 'id'>;

const unpartial: RoomPart = { isMuted: false, isDeaf: false };

export class MediaEngine {
  readonly #options: MediaEngineOptions;
  readonly #threads: Thread[];
  #next = 0;
  #restarts = 0;
  #isClosing = false;

  private constructor(options: MediaEngineOptions) {
    this.#options = options;
    this.#threads = Array.from({ length: options.threads ?? 1 }, () => this.#start());
  }

  static open(options: MediaEngineOptions): MediaEngine {
    return new MediaEngine(options);
  }

  get counts(): EngineCounts {
    const sessions = this.#threads.reduce((sum, { size }) => sum + size, 0);
    return { sessions, threads: this.#threads.length, restarts: this.#restarts };
  }

  /** Opens the ports of a stream. Refuses `media.no-port`, `media.address-not-available`, `media.engine-full` and `media.engine-gone`. */
  async session({ address, together }: OpenSession): Promise<Result<MediaSession>> {
    const thread = this.#threadFor(together);
    if (thread === undefined || this.#isClosing) return no(mediaCodes.refuse('media.engine-gone'));
    if (thread.size >= limits.engine.sessions) return no(mediaCodes.refuse('media.engine-full'));
    return await thread.open(++this.#next, address);
  }

  /** Every stream ends, and the threads with them. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #threadFor(together: string | undefined): Thread | undefined {
    if (together === undefined) return this.#threads.toSorted((a, b) => a.size - b.size)[0];
    let sum = 0;
    for (let at = 0; at < together.length; at++) sum = (sum * 31 + together.charCodeAt(at)) >>> 0;
    return this.#threads[sum % this.#threads.length];
  }

  #start(): Thread {
    const { clips = noClips, ports, log } = this.#options;
    const thread: Thread = new Thread({ clips, ports }, (fault) => {
      if (this.#isClosing) return;
      log.fault('a thread of the media engine ended', fault);
      this.#restarts += 1;
      const place = this.#threads.indexOf(thread);
      if (this.#restarts <= limits.engine.restarts) this.#threads[place] = this.#start();
      else this.#threads.splice(place, 1);
    });
    return thread;
  }
}

class Thread {
  readonly #worker: Worker;
  readonly #sessions = new Map<number, Session>();

  constructor(settings: ThreadSettings, ended: (fault: unknown) => void) {
    this.#worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: settings });
    this.#worker.unref();
    this.#worker.on('message', (message: FromThread) => this.#sessions.get(message.id)?.hear(message));
    let fault: unknown = new Error('the thread ended by itself');
    this.#worker.on('error', (thrown) => {
      fault = thrown;
    });
    this.#worker.on('exit', () => {
      for (const session of this.#sessions.values()) session.lost();
      this.#sessions.clear();
      ended(fault);
    });
  }

  get size(): number {
    return this.#sessions.size;
  }

  open(id: number, address: string): Promise<Result<MediaSession>> {
    return new Promise((resolve) => {
      const session = new Session(
        (order) => this.#worker.postMessage({ id, ...order }),
        () => this.#sessions.delete(id),
        resolve,
      );
      this.#sessions.set(id, session);
      this.#worker.postMessage({ id, do: 'open', address } satisfies ToThread);
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
    await this.#worker.terminate();
  }
}

class Session implements MediaSession {
  address = '';
  port = 0;
  readonly #send: (order: Order) => void;
  readonly #forget: () => void;
  readonly #closed: Promise<void>;
  #isClosed: () => void = () => undefined;
  #opened: ((result: Result<MediaSession>) => void) | undefined;
  #listener: SessionListener = {};
  #asked: ((statistics: SessionStatistics) => void)[] = [];
  #played = 0;
  #isOver = false;
  #codec: SessionPlan['codec'] = 'PCMU';

  constructor(send: (order: Order) => void, forget: () => void, opened: (result: Result<MediaSession>) => void) {
    this.#send = send;
    this.#forget = forget;
    this.#opened = opened;
    this.#closed = new Promise((resolve) => {
      this.#isClosed = resolve;
    });
  }

  listen(listener: SessionListener): void {
    this.#listener = listener;
  }

  connect(plan: SessionPlan): void {
    this.#codec = plan.codec;
    this.#order({ do: 'connect', plan });
  }

  play(items: readonly PlayItem[], { loop = false }: { readonly loop?: boolean } = {}): number {
    const play = ++this.#played;
    this.#order({ do: 'play', play, items, loop });
    return play;
  }

  stopPlaying(): void {
    this.#order({ do: 'stop playing' });
  }

  skip(ms: number): void {
    this.#order({ do: 'skip', ms });
  }

  halt(halted: boolean): void {
    this.#order({ do: 'halt', halted });
  }

  record(options: RecordOptions): KeptSound['codec'] {
    this.#order({ do: 'record', options });
    return keptCodecAt(this.#codec === 'G722' ? 16_000 : 8_000);
  }

  stopRecording(): void {
    this.#order({ do: 'stop recording' });
  }

  sendDigits(digits: string): void {
    this.#order({ do: 'digits', digits });
  }

  join(room: string | undefined, part: RoomPart = unpartial): void {
    this.#order({ do: 'join', room, part });
  }

  statistics(): Promise<SessionStatistics> {
    return new Promise((resolve) => {
      if (this.#isOver) return resolve(nothing);
      this.#asked.push(resolve);
      this.#order({ do: 'statistics' });
    });
  }

  close(): Promise<void> {
    if (!this.#isOver) this.#order({ do: 'close' });
    this.#isOver = true;
    return this.#closed;
  }

  hear(message: FromThread): void {
    switch (message.told) {
      case 'open':
        this.address = message.address;
        this.port = message.port;
        return this.#settle(ok(this));
      case 'not open':
        this.lost({ code: message.code, words: message.words });
        return this.#forget();
      case 'closed':
        this.#forget();
        return this.lost();
      case 'statistics':
        return this.#asked.shift()?.(message.statistics);
      case 'digit':
        return this.#listener.digit?.(message.digit);
      case 'played':
        return this.#listener.played?.(message.play);
      case 'recorded':
        return this.#listener.recorded?.(message.bytes);
      case 'record ended':
        return this.#listener.recordEnded?.(message.why);
      case 'silent':
        return this.#listener.silent?.(message.ms);
    }
  }

  /** It is not there any more, or never was. */
  lost(refusal: Refusal = mediaCodes.refuse('media.engine-gone')): void {
    this.#isOver = true;
    this.#listener.recordEnded?.('closed');
    this.#settle(no(refusal));
    for (const asked of this.#asked.splice(0)) asked(nothing);
    this.#isClosed();
  }

  #settle(result: Result<MediaSession>): void {
    this.#opened?.(result);
    this.#opened = undefined;
  }

  #order(order: Order): void {
    if (!this.#isOver) this.#send(order);
  }
}

const nothing: SessionStatistics = {
  ...{ sent: 0, received: 0, lost: 0, refused: 0, replayed: 0, dropped: 0, paceP99Ms: 0, jitterMs: 0 },
};
