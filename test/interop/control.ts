// The control connection of baresip (module ctrl_tcp): JSON in netstrings, commands out, answers and events in.

import { connect, type Socket } from 'node:net';
import { until } from './wait.ts';

/** An event as baresip tells it: `CALL_ESTABLISHED`, `CALL_CLOSED`, `REGISTER_FAIL` … */
export interface PhoneEvent {
  readonly type: string;
  readonly param: string;
}

interface Line {
  readonly event?: boolean;
  readonly type?: string;
  readonly param?: string;
  readonly token?: string;
  readonly ok?: boolean;
  readonly data?: string;
}

const answerMs = 5_000;

export class Control {
  /** Everything that happened, in order. */
  readonly events: PhoneEvent[] = [];
  readonly #socket: Socket;
  readonly #answers = new Map<string, Line>();
  #rest = Buffer.alloc(0);
  #next = 1;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket.on('error', () => undefined);
  }

  static async open(port: number, withinMs: number): Promise<Control> {
    return await until(`baresip takes its control connection on port ${port}`, withinMs, () => Control.#attempt(port));
  }

  static #attempt(port: number): Promise<Control | undefined> {
    return new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', () => resolve(undefined));
      socket.once('connect', () => resolve(new Control(socket)));
    });
  }

  /** Gives a command and waits for its answer, in words; throws when baresip refuses it. */
  async command(command: string, params = ''): Promise<string> {
    const token = String(this.#next++);
    const text = JSON.stringify({ command, params, token });
    this.#socket.write(`${Buffer.byteLength(text)}:${text},`);
    const answer = await until(`baresip answers "${command}"`, answerMs, () => this.#answers.get(token));
    this.#answers.delete(token);
    if (answer.ok !== true) throw new Error(`baresip refused "${command} ${params}": ${answer.data ?? ''}`);
    return answer.data ?? '';
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const colon = this.#rest.indexOf(':');
      if (colon < 0) return;
      const end = colon + 1 + Number(this.#rest.toString('latin1', 0, colon));
      if (this.#rest.length <= end) return;
      this.#take(JSON.parse(this.#rest.toString('utf8', colon + 1, end)));
      this.#rest = this.#rest.subarray(end + 1);
    }
  }

  #take(line: Line): void {
    if (line.event === true) this.events.push({ type: line.type ?? '', param: line.param ?? '' });
    else if (line.token !== undefined) this.#answers.set(line.token, line);
  }
}
