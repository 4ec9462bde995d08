// The local socket: owner-only, one JSON value per line, one request of a client after the other.

import { once } from 'node:events';
import { chmodSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type Log, limits, no, ok, type Refusal, type Result } from '#base';
import { coreCodes } from './core.codes.ts';
import type { WriteChunk } from './core-door.ts';
import { readLines } from './lines.ts';
import type { AnswerLine, RefusalLine, RequestLine } from './protocol.ts';

/** Answers one request; `write` sends chunks ahead of the result. */
export type Answer = (
  method: string,
  params: unknown,
  write: WriteChunk,
) => Promise<Result<unknown, readonly Refusal[]>>;

export interface LocalSocketOptions {
  readonly path: string;
  readonly log: Log;
  readonly answer: Answer;
  readonly refusalLine: (refusal: Refusal) => RefusalLine;
  /** Called each time that the last client has left. */
  readonly onEmpty?: () => void;
}

export class LocalSocket {
  readonly #options: LocalSocketOptions;
  readonly #server: Server;
  readonly #clients = new Set<Socket>();

  private constructor(options: LocalSocketOptions) {
    this.#options = options;
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#admit(socket));
  }

  /** Listens. Refuses a path that is in use; a file that a dead process left is removed. */
  static async open(options: LocalSocketOptions): Promise<Result<LocalSocket>> {
    const { path } = options;
    const local = new LocalSocket(options);
    const tried = await local.#listen();
    if (tried === undefined) return ok(local);
    if (tried !== 'EADDRINUSE') return no(coreCodes.refuse('core.socket-failed', { path, why: tried }));
    if (await isAlive(path)) return no(coreCodes.refuse('core.socket-in-use', { path }));
    const again = await local.#listenAnew();
    if (again === undefined) return ok(local);
    return no(coreCodes.refuse('core.socket-failed', { path, why: again }));
  }

  /** Ends the socket; clients get what was already answered, and are cut off. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const client of this.#clients) client.destroySoon();
    await closed;
  }

  get clients(): number {
    return this.#clients.size;
  }

  async #listen(): Promise<string | undefined> {
    try {
      this.#server.listen(this.#options.path);
      await once(this.#server, 'listening');
      chmodSync(this.#options.path, 0o600);
      return undefined;
    } catch (fault) {
      return whyOf(fault);
    }
  }

  /** In the place of a socket that nobody listens on. */
  async #listenAnew(): Promise<string | undefined> {
    try {
      unlinkSync(this.#options.path);
    } catch (fault) {
      return whyOf(fault);
    }
    return await this.#listen();
  }

  #admit(socket: Socket): void {
    socket.on('error', () => undefined);
    if (this.#clients.size >= limits.socket.clients) {
      const refusal = coreCodes.refuse('core.too-many-clients', { most: limits.socket.clients });
      this.#turnAway(socket, refusal);
      socket.resume();
      return;
    }
    this.#clients.add(socket);
    socket.once('close', () => this.#leave(socket));
    void this.#serve(socket).finally(() => socket.end());
  }

  #leave(socket: Socket): void {
    this.#clients.delete(socket);
    if (this.#clients.size === 0) this.#options.onEmpty?.();
  }

  /** Reads the next request only when the last one is answered: a client that does not read is not read either. */
  async #serve(socket: Socket): Promise<void> {
    try {
      for await (const line of readLines(socket, limits.socket.requestBytes)) {
        if (socket.writableEnded) continue;
        const request = line === undefined ? undefined : parse(line);
        if (request !== undefined) await this.#answer(socket, request);
        else this.#turnAway(socket, line === undefined ? tooLong() : coreCodes.refuse('core.request-malformed'));
      }
    } catch (fault) {
      if (!socket.destroyed) this.#options.log.fault('a client of the local socket could not be served', fault);
      socket.destroy();
    }
  }

  async #answer(socket: Socket, { id, method, params }: RequestLine): Promise<void> {
    const answered = await this.#try(method, params, (chunk) => send(socket, { id, chunk }));
    if (answered.ok) return send(socket, { id, result: answered.value ?? null });
    return send(socket, { id, refusals: answered.refusal.map(this.#options.refusalLine) });
  }

  async #try(method: string, params: unknown, write: WriteChunk): Promise<Result<unknown, readonly Refusal[]>> {
    try {
      return await this.#options.answer(method, params, write);
    } catch (fault) {
      const id = this.#options.log.fault(`the request ${method} failed`, fault);
      return no([coreCodes.refuse('core.fault', { id })]);
    }
  }

  /** What the client still sends must be read and thrown away, so that it lives to read why. */
  #turnAway(socket: Socket, refusal: Refusal): void {
    socket.end(print({ id: 0, refusals: [this.#options.refusalLine(refusal)] }));
  }
}

const whyOf = (fault: unknown): string =>
  fault instanceof Error && 'code' in fault ? String(fault.code) : String(fault);

const tooLong = (): Refusal => coreCodes.refuse('core.request-too-long', { most: limits.socket.requestBytes });

const print = (line: AnswerLine): string => `${JSON.stringify(line)}\n`;

/** Resolves when the line is on its way; rejects when the client has gone. */
const send = (socket: Socket, line: AnswerLine): Promise<void> =>
  new Promise((done, failed) => socket.write(print(line), (fault) => (fault ? failed(fault) : done())));

function parse(line: string): RequestLine | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('id' in value) || !('method' in value)) return undefined;
    const { id, method } = value;
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || typeof method !== 'string') return undefined;
    return 'params' in value ? { id, method, params: value.params } : { id, method };
  } catch {
    return undefined;
  }
}

/** Does somebody answer on this socket? */
async function isAlive(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
