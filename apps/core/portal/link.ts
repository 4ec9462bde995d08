// The line to the portal: requests come multiplexed and are answered in any order, each within the portal's share of the event
// loop, so many at once and no more. A portal that says what is no line of it, or does not read, is given up.

import type { Duplex } from 'node:stream';
import { type Clock, type Log, limits, no, type Refusal, type Result } from '#base';
import { coreCodes } from '../core.codes.ts';
import type { WriteChunk } from '../core-door.ts';
import { readLines } from '../lines.ts';
import type { PortalConfiguration, PortalRequestLine, ToPortalLine } from '../portal-protocol.ts';
import type { ListenerLine, RefusalLine } from '../protocol.ts';
import { readFromPortal } from './lines.ts';
import type { Share } from './share.ts';

/** What a request is answered with, beside the request itself. */
export interface Answering {
  /** Sends a chunk ahead of the result; waits while the portal has enough of them, throws when it was cancelled. */
  readonly write: WriteChunk;
  readonly signal: AbortSignal;
}

export type PortalAnswer = (
  request: PortalRequestLine,
  answering: Answering,
) => Promise<Result<unknown, readonly Refusal[]>>;

export interface LinkOptions {
  readonly stream: Duplex;
  readonly clock: Clock;
  readonly log: Log;
  readonly share: Share;
  readonly answer: PortalAnswer;
  readonly refusalLine: (refusal: Refusal) => RefusalLine;
  /** Requests that last as long as somebody looks on. */
  readonly isStream: (method: string) => boolean;
  readonly onListening: (lines: readonly ListenerLine[]) => void;
  /** Told once, with the reason, when the portal must be given up. */
  readonly onBroken: (why: string) => void;
}

/** A request that is being answered. */
interface Running {
  readonly isStream: boolean;
  readonly abort: AbortController;
  underWay: number;
  /** Wakes a chunk that waits for its turn. */
  wake: () => void;
}

const asleep = (): void => undefined;

export class Link {
  readonly #options: LinkOptions;
  readonly #running = new Map<number, Running>();
  #streams = 0;
  #isOver = false;
  /** The time of what is done now is being taken already. */
  #isTaken = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    options.stream.on('error', () => undefined);
    options.stream.once('close', () => this.close());
    void this.#read();
  }

  /** Requests that are being answered. */
  get running(): number {
    return this.#running.size;
  }

  configure(configuration: PortalConfiguration): void {
    this.#send({ configure: configuration });
  }

  /** Ends the line; what was being answered is cancelled. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const { abort, wake } of this.#running.values()) {
      abort.abort();
      wake();
    }
    this.#options.stream.destroy();
  }

  async #read(): Promise<void> {
    try {
      for await (const line of readLines(this.#options.stream, limits.portal.lineBytes)) {
        if (this.#isOver) return;
        if (line === undefined) return this.#break('it sent a line that is too long');
        await this.#inTurn(line);
        if (!(await this.#hasRoom())) return this.#break('it does not read what it asked for');
      }
    } catch (fault) {
      // A portal that died took its end with it: who watches over it tells so.
      const isCut = fault instanceof Error && 'code' in fault;
      if (!this.#isOver && !isCut) this.#options.log.fault('the line to the portal broke', fault);
    }
    this.close();
  }

  /** One line in each turn of the event loop, its time taken with all that follows at once; then the wait that it costs. */
  #inTurn(line: string): Promise<void> {
    const { clock, share } = this.#options;
    let startedAtMs = 0;
    return new Promise((resolve) => {
      setImmediate(() => {
        startedAtMs = clock.steadyMs();
        this.#isTaken = true;
        this.#safely(() => this.#take(line));
      });
      // Nothing but promises of the first comes between the two.
      setImmediate(() => {
        this.#isTaken = false;
        share.spend(clock.steadyMs() - startedAtMs);
        const { waitMs } = share;
        if (waitMs === 0) resolve();
        else clock.after(waitMs, resolve);
      });
    });
  }

  #take(text: string): void {
    const line = readFromPortal(text);
    if (line === undefined) return this.#break('it sent what is no line of a portal');
    if ('listening' in line) return this.#options.onListening(line.listening);
    if ('cancel' in line) return this.#cancel(line.cancel);
    if ('took' in line) return this.#took(line.took);
    if (this.#running.has(line.id)) return this.#break('it gave two requests one number');
    const isStream = this.#options.isStream(line.method);
    const isBusy = isStream
      ? this.#streams >= limits.portal.streams
      : this.#running.size - this.#streams >= limits.portal.inProgress;
    if (isBusy) this.#finish(line.id, no([coreCodes.refuse('core.portal-busy')]));
    else void this.#answer(line, isStream);
  }

  async #answer(request: PortalRequestLine, isStream: boolean): Promise<void> {
    const running: Running = { isStream, abort: new AbortController(), underWay: 0, wake: asleep };
    this.#running.set(request.id, running);
    if (isStream) this.#streams += 1;
    const answered = await this.#try(request, running);
    this.#running.delete(request.id);
    if (isStream) this.#streams -= 1;
    const { aborted } = running.abort.signal;
    this.#safely(() => this.#finish(request.id, aborted ? no([coreCodes.refuse('core.cancelled')]) : answered));
  }

  async #try(request: PortalRequestLine, running: Running): Promise<Result<unknown, readonly Refusal[]>> {
    const write: WriteChunk = (chunk) => this.#chunk(request.id, running, chunk);
    const { signal } = running.abort;
    try {
      return await this.#options.answer(request, { write, signal });
    } catch (fault) {
      if (signal.aborted) return no([]);
      const id = this.#options.log.fault(`the portal's request ${request.method} failed`, fault);
      return no([coreCodes.refuse('core.fault', { id })]);
    }
  }

  async #chunk(id: number, running: Running, chunk: string): Promise<void> {
    const { signal } = running.abort;
    while (!signal.aborted && running.underWay >= limits.portal.chunksUnderWay)
      await new Promise<void>((resolve) => {
        running.wake = resolve;
      });
    signal.throwIfAborted();
    running.underWay += 1;
    this.#send({ id, chunk });
  }

  #took(id: number): void {
    const running = this.#running.get(id);
    if (running === undefined || running.underWay === 0) return;
    running.underWay -= 1;
    running.wake();
  }

  #cancel(id: number): void {
    const running = this.#running.get(id);
    running?.abort.abort();
    running?.wake();
  }

  #finish(id: number, answered: Result<unknown, readonly Refusal[]>): void {
    if (answered.ok) this.#send({ id, result: answered.value ?? null });
    else this.#send({ id, refusals: answered.refusal.map(this.#options.refusalLine) });
  }

  #send(line: ToPortalLine): void {
    if (this.#isOver) return;
    const { clock, share, stream } = this.#options;
    const startedAtMs = clock.steadyMs();
    stream.write(`${JSON.stringify(line)}\n`);
    if (!this.#isTaken) share.spend(clock.steadyMs() - startedAtMs);
  }

  /** Waits until the portal has read most of what it was sent; false when it does not. */
  #hasRoom(): boolean | Promise<boolean> {
    const { stream, clock } = this.#options;
    if (stream.writableLength <= limits.portal.unsentBytes) return true;
    return new Promise((resolve) => {
      const late = clock.after(limits.portal.unsentMs, () => resolve(false));
      const done = (): void => {
        late();
        resolve(true);
      };
      stream.once('drain', done);
      stream.once('close', done);
    });
  }

  /** A fault of ours on the line ends the line, not the core. */
  #safely(work: () => void): void {
    try {
      work();
    } catch (fault) {
      const id = this.#options.log.fault('the line to the portal cannot go on', fault);
      this.#break(`fault ${id}`);
    }
  }

  #break(why: string): void {
    if (this.#isOver) return;
    this.close();
    this.#options.onBroken(why);
  }
}
