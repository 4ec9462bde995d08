// The media engine: streams whose end is the system itself, in threads beside the call path. The core posts orders and is told what happens.

import { type Clock, type Log, limits, no, ok, type Result } from '#base';
import { mediaCodes } from '../media.codes.ts';
import type { ClipPlaces, Ports } from './protocol.ts';
import type { MediaSession, OpenSession } from './session.ts';
import { MediaThread } from './thread.ts';

export interface MediaEngineOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** Threads; default 1. */
  readonly workers?: number;
  /**
   * The library: all clips after one another at 16 kHz, and where each lies. Copied to shared memory once, unless it is there already.
   * Default: none.
   */
  readonly clips?: ClipPlaces;
  /** First and last port that sessions may take; default any. */
  readonly ports?: Ports;
}

export interface EngineCounts {
  readonly threads: number;
  readonly sessions: number;
  /** Sessions whose packets are passed on without being decoded. */
  readonly relayed: number;
  /** Threads that ended by a fault and were started again. */
  readonly restarts: number;
  /** Of the thread that is latest, over the last five seconds. */
  readonly paceP99Ms: number;
  readonly paceMedianMs: number;
}

/** Sessions that must lie in one thread. */
interface Together {
  readonly thread: MediaThread;
  count: number;
}

export class MediaEngine {
  readonly #threads: readonly MediaThread[];
  readonly #together = new Map<string, Together>();
  #isOpen = true;

  private constructor(threads: readonly MediaThread[]) {
    this.#threads = threads;
  }

  static async open(options: MediaEngineOptions): Promise<MediaEngine> {
    const { log, clock, workers = 1, ports } = options;
    const clips = shared(options.clips ?? { samples: new Int16Array(0), names: [] });
    const names = new Set(clips.names.map(({ name }) => name));
    return new MediaEngine(
      Array.from({ length: Math.max(1, workers) }, () => new MediaThread({ log, clock, clips, names, ports })),
    );
  }

  /** Refuses `media.no-port`, `media.address-not-available`, `media.too-many-sessions` and `media.engine-ended`. */
  async session({ address, together }: OpenSession): Promise<Result<MediaSession>> {
    const { sessions } = this.counts;
    if (!this.#isOpen) return no(mediaCodes.refuse('media.engine-ended'));
    if (sessions >= limits.engine.sessions)
      return no(mediaCodes.refuse('media.too-many-sessions', { count: sessions }));
    const group = together === undefined ? undefined : this.#groupOf(together);
    const thread = group?.thread ?? this.#idlest();
    if (group !== undefined) group.count++;
    const session = thread.session(address, () => {
      if (group === undefined || together === undefined || --group.count > 0) return;
      if (this.#together.get(together) === group) this.#together.delete(together);
    });
    const opened = await session.opened;
    return opened.ok ? ok(session) : opened;
  }

  #groupOf(together: string): Together {
    const group = this.#together.get(together) ?? { thread: this.#idlest(), count: 0 };
    this.#together.set(together, group);
    return group;
  }

  #idlest(): MediaThread {
    return this.#threads.reduce((least, thread) => (thread.sessions < least.sessions ? thread : least));
  }

  get counts(): EngineCounts {
    const sum = (of: (thread: MediaThread) => number): number =>
      this.#threads.reduce((total, thread) => total + of(thread), 0);
    return {
      threads: this.#threads.length,
      sessions: sum(({ sessions }) => sessions),
      relayed: sum(({ figures }) => figures.relayed),
      restarts: sum(({ restarts }) => restarts),
      paceP99Ms: Math.max(...this.#threads.map(({ figures }) => figures.paceP99Ms)),
      paceMedianMs: Math.max(...this.#threads.map(({ figures }) => figures.paceMedianMs)),
    };
  }

  /** Ends all sessions and the threads. */
  async close(): Promise<void> {
    this.#isOpen = false;
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}

/** The clips in memory that all threads see. */
function shared(clips: ClipPlaces): ClipPlaces {
  if (clips.samples.buffer instanceof SharedArrayBuffer) return clips;
  const samples = new Int16Array(new SharedArrayBuffer(clips.samples.byteLength));
  samples.set(clips.samples);
  return { samples, names: clips.names };
}
