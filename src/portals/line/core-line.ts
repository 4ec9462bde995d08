// The portal's end of the line to the core: requests multiplexed by id, chunks passed on one after the other, each told as taken.

import type { Duplex } from 'node:stream';
import { type Log, limits, no, ok, type Result } from '#base';
import type {
  FromPortalLine,
  PortalConfiguration,
  PortalFrom,
  PortalMethods,
  PortalSession,
  ToPortalLine,
} from '../../../apps/core/portal-protocol.ts';
import type { AnswerLine, ListenerLine, RefusalLine } from '../../../apps/core/protocol.ts';
import { portalsCodes } from '../portals.codes.ts';
import { refusalLines } from '../refusals.ts';
import { LineSplitter } from './splitter.ts';

export type Answer<T> = Result<T, readonly RefusalLine[]>;
export type MethodName = keyof PortalMethods;
export type ParamsOf<M extends MethodName> = PortalMethods[M]['params'];
export type ResultOf<M extends MethodName> = PortalMethods[M]['result'];

/** On whose behalf something is asked: what they showed, and where they are. */
export interface Caller {
  readonly session?: PortalSession;
  readonly from: PortalFrom;
}

export interface Asking {
  /** Cancels the request; its answer is then `portals.core-away`, which nobody reads. */
  readonly signal?: AbortSignal;
  /** Takes each chunk that comes ahead of the result, one after the other. One that throws cancels the request. */
  readonly onChunk?: (chunk: string) => Promise<void> | void;
}

export interface CoreLineOptions {
  readonly stream: Duplex;
  readonly log: Log;
  readonly onConfigure: (configuration: PortalConfiguration) => void;
  /** The core is gone, or said what is no line: there is nobody left to ask. */
  readonly onEnd: () => void;
}

interface Waiting {
  readonly onChunk: (chunk: string) => Promise<void> | void;
  readonly done: (answer: Answer<unknown>) => void;
  /** The chunks before the next one. */
  before: Promise<void>;
}

export class CoreLine {
  readonly #options: CoreLineOptions;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #isOver = false;

  constructor(options: CoreLineOptions) {
    this.#options = options;
    const { stream } = options;
    const splitter = new LineSplitter(limits.portals.lineBytes, (line) => this.#take(line));
    stream.on('error', () => undefined);
    stream.on('data', (piece: Buffer) => {
      if (!splitter.push(piece)) stream.destroy();
    });
    stream.once('end', () => this.#end());
    stream.once('close', () => this.#end());
  }

  /** Requests that wait for their answer. */
  get waiting(): number {
    return this.#waiting.size;
  }

  tellListening(listening: readonly ListenerLine[]): void {
    this.#send({ listening });
  }

  /** Asks the core. Whatever the caller may not, the core refuses. */
  ask<M extends MethodName>(
    method: M,
    params: ParamsOf<M>,
    caller: Caller,
    asking: Asking = {},
  ): Promise<Answer<ResultOf<M>>> {
    const id = this.#next++;
    const { signal, onChunk = () => undefined } = asking;
    // The core answers each method with the type that its protocol names.
    return new Promise<Answer<unknown>>((done) => {
      if (this.#isOver || signal?.aborted === true) return done(no(coreAway()));
      const line = JSON.stringify({ id, method, params, ...caller });
      if (Buffer.byteLength(line) > limits.portal.lineBytes) return done(no(tooLarge()));
      this.#waiting.set(id, { onChunk, done, before: Promise.resolve() });
      signal?.addEventListener('abort', () => this.#cancel(id), { once: true });
      this.#options.stream.write(`${line}\n`);
    }) as Promise<Answer<ResultOf<M>>>;
  }

  #send(line: FromPortalLine): void {
    if (!this.#isOver) this.#options.stream.write(`${JSON.stringify(line)}\n`);
  }

  #take(text: string): void {
    // The core is trusted: what it says has the shape of its protocol.
    const line = JSON.parse(text) as ToPortalLine;
    if ('configure' in line) this.#options.onConfigure(line.configure);
    else this.#hear(line);
  }

  #hear(line: AnswerLine): void {
    const waiting = this.#waiting.get(line.id);
    if (waiting === undefined) {
      // It was cancelled; the core need not wait for what nobody takes.
      if ('chunk' in line) this.#send({ took: line.id });
      return;
    }
    waiting.before = waiting.before.then(() => this.#pass(waiting, line));
  }

  async #pass(waiting: Waiting, line: AnswerLine): Promise<void> {
    if (this.#waiting.get(line.id) !== waiting) return;
    if ('chunk' in line) return await this.#passChunk(waiting, line.id, line.chunk);
    this.#waiting.delete(line.id);
    waiting.done('refusals' in line ? no(line.refusals) : ok(line.result));
  }

  async #passChunk(waiting: Waiting, id: number, chunk: string): Promise<void> {
    try {
      await waiting.onChunk(chunk);
      this.#send({ took: id });
    } catch {
      this.#cancel(id);
    }
  }

  #cancel(id: number): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    this.#send({ cancel: id });
    waiting.done(no(coreAway()));
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const { done } of this.#waiting.values()) done(no(coreAway()));
    this.#waiting.clear();
    this.#options.stream.destroy();
    this.#options.onEnd();
  }
}

const coreAway = (): readonly RefusalLine[] => refusalLines(portalsCodes.refuse('portals.core-away'));
const tooLarge = (): readonly RefusalLine[] =>
  refusalLines(portalsCodes.refuse('portals.body-too-large', { most: limits.portals.bodyBytes }));
