// A running system whose portal belongs to the attacker: code is run in it, and lines are written to the core in its name.

import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { PortalRequestLine } from '../../apps/core/portal-protocol.ts';
import type { AnswerLine } from '../../apps/core/protocol.ts';
import { Attacked } from './attacked.ts';

const preload = new URL('compromise.ts', import.meta.url).href;

export interface Told {
  readonly value?: unknown;
  /** The code of what was thrown, or its words. */
  readonly fault?: string;
}

export class Compromised {
  readonly system: Attacked;
  readonly #server: Server;
  readonly #waiting = new Map<number, (told: Told) => void>();
  #hole: Socket | undefined;
  #next = 1;
  #found: (() => void)[] = [];

  private constructor(system: Attacked, server: Server) {
    this.system = system;
    this.#server = server;
    server.on('connection', (socket) => this.#take(socket));
  }

  static async start(): Promise<Compromised> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const place = server.address();
    const port = typeof place === 'object' && place !== null ? place.port : 0;
    const hole = new Promise<Socket>((resolve) => server.once('connection', resolve));
    const system = await Attacked.start({
      nodeOptions: ['--import', preload],
      environment: { ATTACKER_PORT: String(port) },
    });
    const compromised = new Compromised(system, server);
    compromised.#take(await hole);
    return compromised;
  }

  /** Runs `attack` in the portal; it sees nothing of this process but `given`. */
  run<G>(attack: (given: G) => unknown, given: G): Promise<Told> {
    const id = this.#next++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#hole?.write(`${JSON.stringify({ id, code: String(attack), given })}\n`);
    });
  }

  /** Writes bytes to the core as they are. */
  async write(bytes: string): Promise<void> {
    await this.run((text) => {
      const handles: {
        readonly fd?: number;
        readonly _handle?: { readonly fd?: number };
        write(text: string): void;
      }[] = Reflect.get(process, '_getActiveHandles').call(process);
      handles.find(({ _handle }) => _handle?.fd === 3)?.write(text);
    }, bytes);
  }

  /** Asks the core in the portal's place, and hears what it answers. */
  async ask(asked: Partial<PortalRequestLine> & { readonly method: string }): Promise<readonly AnswerLine[]> {
    const [answers] = await this.askAll([asked]);
    return answers ?? [];
  }

  /** Asks all of them at once; the chunks and the end of each. */
  async askAll(
    asked: readonly (Partial<PortalRequestLine> & { readonly method: string })[],
  ): Promise<readonly (readonly AnswerLine[])[]> {
    // It claims the best of connections, and a client certificate that it never saw.
    const tls = { listener: 'https', version: 'TLSv1.3', suite: 'TLS_AES_256_GCM_SHA384', certificate: 'AB:CD' };
    const from = { address: '203.0.113.66', agent: 'liar', ...tls };
    const lines = asked.map((line) => ({ id: this.#next++ + 1_000_000, params: {}, from, ...line }));
    const told = await this.run((requests) => {
      type Line = { id: number; result?: unknown; refusals?: unknown };
      type Handle = {
        _handle?: { fd?: number };
        write(text: string): void;
        on: NodeJS.EventEmitter['on'];
        off: NodeJS.EventEmitter['off'];
      };
      const handles: Handle[] = Reflect.get(process, '_getActiveHandles').call(process);
      const line = handles.find(({ _handle }) => _handle?.fd === 3);
      if (line === undefined) throw new Error('there is no line to the core');
      return new Promise((resolve) => {
        const answers = new Map<number, Line[]>(requests.map(({ id }) => [id, []]));
        let left = requests.length;
        let rest = '';
        const hear = (piece: Buffer): void => {
          const all = (rest + piece.toString()).split('\n');
          rest = all.pop() ?? '';
          for (const text of all) {
            const answer: Line = JSON.parse(text);
            const mine = answers.get(answer.id);
            if (mine === undefined) continue;
            mine.push(answer);
            if ('result' in answer || 'refusals' in answer) left -= 1;
          }
          if (left > 0) return;
          line.off('data', hear);
          resolve([...answers.values()]);
        };
        line.on('data', hear);
        line.write(requests.map((request) => `${JSON.stringify(request)}\n`).join(''));
      });
    }, lines);
    if (told.fault !== undefined) throw new Error(told.fault);
    // The core's own lines, passed on.
    return told.value as readonly (readonly AnswerLine[])[];
  }

  /** Waits until the core has started another portal in the place of this one. */
  async another(): Promise<void> {
    await new Promise<void>((resolve) => this.#found.push(resolve));
  }

  /** Ends the system; throws where the core was harmed by it. */
  async end(): Promise<void> {
    try {
      await this.system.end(/ error (the portal |listener https is not open)/);
    } finally {
      this.#server.close();
      this.#hole?.destroy();
    }
  }

  #take(socket: Socket): void {
    if (this.#hole === socket) return;
    this.#hole = socket;
    let rest = '';
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const { id, ...told } = JSON.parse(line) as Told & { id: number };
        this.#waiting.get(id)?.(told);
        this.#waiting.delete(id);
      }
    });
    socket.once('close', () => {
      for (const told of this.#waiting.values()) told({ fault: 'the portal has ended' });
      this.#waiting.clear();
    });
    for (const found of this.#found.splice(0)) found();
  }
}
