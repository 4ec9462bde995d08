// The local socket: owner-only, one JSON value per line, one request of a client after the other. A client shows first that it
// may read the data directory: whatever can connect to sockets without that, such as the portal, gets nothing here.

import { once } from 'node:events';
import { chmodSync, existsSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type Clock, type Log, limits, no, ok, type Refusal, type Result, randomHex, sameText } from '#base';
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
  /** The file of the key: mode 0600, another key with each start, gone when the socket is closed. */
  readonly keyPath: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly answer: Answer;
  readonly refusalLine: (refusal: Refusal) => RefusalLine;
  /** Called each time that the last client has left. */
  readonly onEmpty?: () => void;
}

export class LocalSocket {
  readonly #options: LocalSocketOptions;
  readonly #server: Server;
  readonly #key = randomHex(32);
  readonly #clients = new Set<Socket>();
  /** Those that have not shown the key yet, the longest first. */
  readonly #strangers = new Set<Socket>();

  private constructor(options: LocalSocketOptions) {
    this.#options = options;
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#admit(socket));
  }

  /** Listens. Refuses a path that is in use; a file that a dead process left is removed. The key is there before clients are. */
  static async open(options: LocalSocketOptions): Promise<Result<LocalSocket>> {
    const { path, keyPath } = options;
    if (existsSync(path) && (await isAlive(path))) return no(coreCodes.refuse('core.socket-in-use', { path }));
    const local = new LocalSocket(options);
    try {
      if (existsSync(path)) unlinkSync(path);
      local.#writeKey();
      await local.#listen();
      return ok(local);
    } catch (fault) {
      rmSync(keyPath, { force: true });
      return no(coreCodes.refuse('core.socket-failed', { path, why: whyOf(fault) }));
    }
  }

  /** Ends the socket; clients get what was already answered, and are cut off. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const client of this.#clients) client.destroySoon();
    for (const stranger of this.#strangers) stranger.destroy();
    await closed;
    rmSync(this.#options.keyPath, { force: true });
  }

  get clients(): number {
    return this.#clients.size;
  }

  /** A reader sees the whole key or the one before. */
  #writeKey(): void {
    const { keyPath } = this.#options;
    rmSync(`${keyPath}.new`, { force: true });
    writeFileSync(`${keyPath}.new`, `${this.#key}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(`${keyPath}.new`, keyPath);
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#options.path);
    await once(this.#server, 'listening');
    chmodSync(this.#options.path, 0o600);
  }

  #admit(socket: Socket): void {
    socket.on('error', () => undefined);
    const [longest] = this.#strangers;
    if (this.#strangers.size >= limits.socket.clients) longest?.destroy();
    this.#strangers.add(socket);
    const late = this.#options.clock.after(limits.socket.keyMs, () => socket.destroy());
    socket.once('close', () => {
      late();
      this.#strangers.delete(socket);
    });
    void this.#serve(socket, late).finally(() => socket.end());
  }

  /** The first line: whether the client may be one. */
  #greet(socket: Socket, line: string | undefined): boolean {
    this.#strangers.delete(socket);
    if (line === undefined || !sameText(keyIn(line), this.#key)) {
      this.#turnAway(socket, coreCodes.refuse('core.wrong-key'));
      return false;
    }
    if (this.#clients.size >= limits.socket.clients) {
      this.#turnAway(socket, coreCodes.refuse('core.too-many-clients', { most: limits.socket.clients }));
      return false;
    }
    this.#clients.add(socket);
    socket.once('close', () => this.#leave(socket));
    return true;
  }

  #leave(socket: Socket): void {
    this.#clients.delete(socket);
    if (this.#clients.size === 0) this.#options.onEmpty?.();
  }

  /** Reads the next request only when the last one is answered: a client that does not read is not read either. */
  async #serve(socket: Socket, greeted: () => void): Promise<void> {
    let isKnown = false;
    const mostBytes = () => (isKnown ? limits.socket.requestBytes : limits.socket.keyLineBytes);
    try {
      for await (const line of readLines(socket, mostBytes)) {
        if (socket.writableEnded) continue;
        if (!isKnown) {
          greeted();
          isKnown = this.#greet(socket, line);
          continue;
        }
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

/** The key that a first line shows; blank when it shows none. */
function keyIn(line: string): string {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'key' in value ? String(value.key) : '';
  } catch {
    return '';
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
