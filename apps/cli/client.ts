// The client's end of the local socket: asks, takes chunks as they come, and gives the result or throws the refusals.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { AnswerLine, KeyLine, Results } from '../core/protocol.ts';
import { Refused, refuse } from './refused.ts';

const keyFileName = 'socket-key';

/** Whatever answers requests: the core on this machine, or one that is managed from afar. */
export interface Core {
  ask<M extends keyof Results>(
    method: M,
    params?: Readonly<Record<string, unknown>>,
    onChunk?: (chunk: string) => void,
  ): Promise<Results[M]>;
  close(): void;
}

export class CoreClient implements Core {
  readonly #socket: Socket;
  readonly #lines: AsyncIterator<string>;
  #asked = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  }

  /** `undefined` when nobody listens. */
  static async connect(path: string): Promise<CoreClient | undefined> {
    const socket = connect(path);
    try {
      await once(socket, 'connect');
    } catch {
      return undefined;
    }
    // Whatever breaks the connection ends the lines, and that is told where they are read.
    socket.on('error', () => socket.destroy());
    const first: KeyLine = { key: readKey(join(dirname(path), keyFileName)) };
    socket.write(`${JSON.stringify(first)}\n`);
    return new CoreClient(socket);
  }

  /** Asks one thing and waits for its answer. */
  async ask<M extends keyof Results>(
    method: M,
    params: Readonly<Record<string, unknown>> = {},
    onChunk: (chunk: string) => void = () => undefined,
  ): Promise<Results[M]> {
    const id = ++this.#asked;
    this.#socket.write(`${JSON.stringify({ id, method, params })}\n`);
    for (;;) {
      const line = await this.#lines.next();
      if (line.done) throw refuse('cli.no-answer');
      // The core is of the same release and speaks this protocol.
      const answer = JSON.parse(line.value) as AnswerLine;
      if ('refusals' in answer) throw new Refused(answer.refusals);
      if ('chunk' in answer) onChunk(answer.chunk);
      else return answer.result as Results[M];
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** What proves that this user may read the data directory; without it the core says so. */
function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
