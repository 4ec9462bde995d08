// The core's end of the database thread: sends statements, gives promises. No query or disk sync holds up a call.

import { Worker } from 'node:worker_threads';
import type { ConnectionName, Outcome, Reply, Request, Statement, WorkerSettings } from './protocol.ts';

/** A statement failed; `errcode` is SQLite's own result code. */
export class SqliteFault extends Error {
  readonly errcode: number;

  constructor(message: string, errcode: number) {
    super(message);
    this.name = 'SqliteFault';
    this.errcode = errcode;
  }
}

interface Waiting {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (fault: Error) => void;
}

export class SqliteEngine {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended: Error | undefined;

  constructor(settings: WorkerSettings) {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: settings,
      name: 'storage',
      // Not the options that the core itself was started with: some are refused for a thread.
      execArgv: [],
    });
    this.#worker.unref();
    this.#worker.on('message', (reply: Reply) => this.#take(reply));
    this.#worker.on('error', (fault) => this.#end(fault instanceof Error ? fault : new Error(String(fault))));
    this.#worker.on('exit', () => this.#end(new Error('the database thread has ended')));
  }

  /** Runs the statements in order, gives the outcome of the last; the first that fails ends it. */
  run(on: ConnectionName, statements: readonly Statement[], inside: boolean): Promise<Outcome> {
    return this.#ask((id) => ({ id, on, statements, inside }));
  }

  async rollback(): Promise<void> {
    await this.#ask((id) => ({ id, rollback: true }));
  }

  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    await this.#ask((id) => ({ id, close: true }));
    this.#ended = new Error('the database is closed');
    await this.#worker.terminate();
  }

  #ask(request: (id: number) => Request): Promise<Outcome> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    // While an answer is awaited the thread keeps the process alive, and otherwise not.
    if (this.#waiting.size === 0) this.#worker.ref();
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    this.#waiting.set(id, { resolve, reject });
    this.#worker.postMessage(request(id));
    return promise;
  }

  #take(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('outcome' in reply) waiting?.resolve(reply.outcome);
    else waiting?.reject(new SqliteFault(reply.error.message, reply.error.errcode));
  }

  #end(fault: Error): void {
    this.#ended ??= fault;
    for (const waiting of this.#waiting.values()) waiting.reject(fault);
    this.#waiting.clear();
  }
}
