// One thread of the engine as the core sees it: started, and started again when it has ended; its sessions by number.

import { Worker } from 'node:worker_threads';
import type { Cancel, Clock, Log } from '#base';
import { limits } from '#base';
import { mediaCodes } from '../media.codes.ts';
import { NearSession } from './media-session.ts';
import type { ClipPlaces, FromThread, Order, Ports, ThreadFigures } from './protocol.ts';

export interface ThreadOptions {
  readonly log: Log;
  readonly clock: Clock;
  readonly clips: ClipPlaces;
  readonly names: ReadonlySet<string>;
  readonly ports?: Ports | undefined;
  /** What the thread runs, for tests. */
  readonly script?: URL;
}

const noFigures: ThreadFigures = { paceP99Ms: 0, paceMedianMs: 0, relayed: 0 };

export class MediaThread {
  restarts = 0;
  readonly #options: ThreadOptions;
  readonly #sessions = new Map<number, NearSession>();
  #figures = noFigures;
  #worker: Worker | undefined;
  #cancelStart: Cancel | undefined;
  #lastId = 0;
  #isOpen = true;

  constructor(options: ThreadOptions) {
    this.#options = options;
    this.#worker = this.#start();
  }

  get sessions(): number {
    return this.#sessions.size;
  }

  get figures(): ThreadFigures {
    return this.sessions === 0 ? noFigures : this.#figures;
  }

  #start(): Worker {
    const worker = new Worker(this.#options.script ?? new URL('./worker.ts', import.meta.url), {
      workerData: this.#options.clips,
      name: 'media',
      // Not the options that the core itself was started with: some are refused for a thread.
      execArgv: [],
    });
    worker.unref();
    worker.on('message', (what: FromThread) => this.#take(what));
    worker.on('error', (fault) => this.#options.log.fault('a media thread has failed', fault));
    worker.on('exit', () => this.#lost(worker));
    return worker;
  }

  /** Its sessions end with it; the next ones find a new one. */
  #lost(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const session of [...this.#sessions.values()]) session.lose(mediaCodes.refuse('media.engine-ended'));
    if (!this.#isOpen) return;
    this.#options.log.error('a media thread has ended; it is started again');
    this.#cancelStart = this.#options.clock.after(limits.engine.restartMs, () => {
      this.restarts++;
      this.#worker = this.#start();
    });
  }

  #take(what: FromThread): void {
    const { log } = this.#options;
    if ('figures' in what) this.#figures = what.figures;
    else if ('fault' in what) log.fault('a fault in a media thread', new Error(what.fault));
    else {
      if (what.told.kind === 'failed') log.fault('a media session has failed', new Error(what.told.words));
      this.#sessions.get(what.session)?.take(what.told);
    }
  }

  /** Opens a session; its promise `opened` tells how that went. `over` is told when it is no more. */
  session(address: string, over: () => void): NearSession {
    const id = ++this.#lastId;
    const { log, names, ports } = this.#options;
    const session = new NearSession({
      send: (order) => this.#send(id, order),
      hasClip: (clip) => names.has(clip),
      missing: (clip) => log.warn('a clip is missing', { clip }),
      over: () => {
        this.#sessions.delete(id);
        this.#hold();
        over();
      },
    });
    this.#sessions.set(id, session);
    this.#hold();
    if (this.#worker === undefined) session.lose(mediaCodes.refuse('media.engine-ended'));
    else this.#send(id, { kind: 'open', address, ports });
    return session;
  }

  /** While it has sessions the thread keeps the process alive, and otherwise not. */
  #hold(): void {
    if (this.#sessions.size > 0) this.#worker?.ref();
    else this.#worker?.unref();
  }

  #send(session: number, order: Order): void {
    this.#worker?.postMessage({ session, order });
  }

  /** Ends its sessions, then the thread. */
  async close(): Promise<void> {
    this.#isOpen = false;
    this.#cancelStart?.();
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
    await this.#worker?.terminate();
  }
}
