// A real node for tests and benches: its own process, its own data directory, ports chosen at run time.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { AnswerLine, RefusalLine, StatusLine } from '../apps/core/protocol.ts';
import { HttpsClient } from './https.ts';

const core = new URL('../apps/core/main.ts', import.meta.url).pathname;
/** Longer than the slowest machine needs; whoever hangs is ended then. */
const startMs = 90_000;

export interface NodeWishes {
  /** `FORM.FIELD=VALUE` and `FORM.KEY.FIELD=VALUE`, as `init --set` takes them. */
  readonly set?: readonly string[];
  /** Whether the tools are served, on a free port of 127.0.0.1: then the portal runs too. Default: where `set` speaks of it. */
  readonly https?: boolean;
  /** Put before the command, such as `taskset -c 0`. */
  readonly wrapper?: readonly string[];
  readonly nodeOptions?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** An unencrypted listener that is wished for opens only with its interface switched on. */
const switches = (wished: readonly string[]): string[] =>
  wished.flatMap((wish) => {
    const [, name] = /^network-listeners\.(sip-udp|sip-tcp|http)\.enabled=(?:yes|true)$/.exec(wish) ?? [];
    const level = name === 'http' ? ['service-security-levels.http=unsecure-secure'] : [];
    return name === undefined ? [] : [`unsecured-interfaces.${name}.enabled=yes`, ...level];
  });

export class Refused extends Error {
  readonly refusals: readonly RefusalLine[];

  constructor(refusals: readonly RefusalLine[]) {
    super(refusals.map(({ code, words }) => `${code}: ${words}`).join('\n'));
    this.refusals = refusals;
  }
}

/** The processes that run. One that a failed test leaves would keep the tests of its file from ever ending. */
const running = new Set<ChildProcess>();
/** Longer than what a file does after its tests may take. */
const leftMs = 60_000;
if (process.env.NODE_TEST_CONTEXT !== undefined)
  after(() => {
    const end = (): void => {
      for (const child of running) child.kill('SIGKILL');
    };
    setTimeout(end, leftMs).unref();
  });

/** A running core and a connection to its local socket. */
export class TestNode {
  readonly directory: string;
  readonly #wishes: NodeWishes;
  #child: ChildProcess | undefined;
  #client: Client | undefined;
  log = '';
  /** The one-time passwords of the first accounts, by their login. */
  passwords: Readonly<Record<string, string>> = {};
  /** The lines of the log that tell of faults, the first thousand. */
  readonly faults: string[] = [];
  #line = '';

  private constructor(directory: string, wishes: NodeWishes) {
    this.directory = directory;
    this.#wishes = wishes;
  }

  /** Makes a data directory, with TLS on a free port of 127.0.0.1 and the other listeners there but off, HTTPS and management too unless wished. */
  static async make(wishes: NodeWishes = {}): Promise<TestNode> {
    const node = new TestNode(mkdtempSync(join(tmpdir(), 'ringfence-')), wishes);
    const places = ['https', 'management', 'http', 'sip-tls', 'sip-tcp', 'sip-udp', 'smdr', 'smdr-tls'].flatMap(
      (name) => [`network-listeners.${name}.address=127.0.0.1`, `network-listeners.${name}.port=0`],
    );
    const { set: wished = [] } = wishes;
    const isWished = (name: string): boolean => wished.some((wish) => wish.startsWith(`network-listeners.${name}.`));
    const { https = isWished('https') } = wishes;
    const served = [
      ...(https ? [] : ['network-listeners.https.enabled=no']),
      ...(isWished('management') ? [] : ['network-listeners.management.enabled=no']),
    ];
    const set = [...places, ...served, ...switches(wished), ...wished].flatMap((wish) => ['--set', wish]);
    const argv = [core, '--init', '--json', '--data', node.directory, ...set];
    const made = spawnSync(process.execPath, argv, { encoding: 'utf8' });
    if (made.status === 0) {
      node.passwords = JSON.parse(made.stdout).oneTimePasswords;
      return node;
    }
    rmSync(node.directory, { recursive: true, force: true });
    throw new Error(`init failed: ${made.stderr}`);
  }

  /** Of a data directory that is there. */
  static of(directory: string): TestNode {
    return new TestNode(directory, {});
  }

  static async start(wishes: NodeWishes = {}): Promise<TestNode> {
    const node = await TestNode.make(wishes);
    await node.run();
    return node;
  }

  /** Starts the process, again after it was killed; returns when it is open. */
  async run(): Promise<void> {
    const child = this.#spawn();
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`the node did not start: ${this.log}`));
      }, startMs);
      child.stdout.once('data', () => {
        clearTimeout(late);
        resolve();
      });
      child.once('exit', (code) => {
        clearTimeout(late);
        reject(new Error(`the node ended with ${code}: ${this.log}`));
      });
    });
    this.#client = await Client.open(this.directory);
  }

  /** Starts the process and kills it so soon that it may not have come to its opening. */
  async runBriefly(ms: number): Promise<void> {
    const child = this.#spawn();
    const ended = once(child, 'exit');
    setTimeout(() => child.kill('SIGKILL'), ms);
    await ended;
  }

  #spawn() {
    const [command = process.execPath, ...first] = [...(this.#wishes.wrapper ?? []), process.execPath];
    const argv = [...first, ...(this.#wishes.nodeOptions ?? []), core, '--data', this.directory, '--json'];
    const environment = { ...process.env, ...this.#wishes.environment };
    const child = spawn(command, argv, { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
    this.#child = child;
    running.add(child);
    child.once('exit', () => running.delete(child));
    child.stderr.on('data', (bytes: Buffer) => {
      this.#hear(bytes.toString());
    });
    return child;
  }

  #hear(text: string): void {
    this.log = (this.log + text).slice(-20_000);
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) if (/^\S+ error /.test(line) && this.faults.length < 1_000) this.faults.push(line);
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get authorityPem(): string {
    return readFileSync(join(this.directory, 'authority.pem'), 'utf8');
  }

  /** Asks as the command line does. Throws `Refused`. */
  async ask<T>(method: string, params?: unknown): Promise<T> {
    if (this.#client === undefined) throw new Error('the node does not run');
    return (await this.#client.ask(method, params)).result as T;
  }

  /** Asks for an export: its whole text. */
  async askText(method: string, params?: unknown): Promise<string> {
    if (this.#client === undefined) throw new Error('the node does not run');
    return (await this.#client.ask(method, params)).text;
  }

  async port(name: string): Promise<number> {
    const { listeners } = await this.ask<StatusLine>('status');
    const found = listeners.find((listener) => listener.name === name);
    if (found === undefined || found.closedBecause !== '') throw new Error(`listener ${name} is not open`);
    return found.port;
  }

  /** A program of its own that speaks to the REST interface; whoever asks closes it. */
  async https(): Promise<HttpsClient> {
    return new HttpsClient(await this.port('https'), this.authorityPem);
  }

  /** The same, logged in with the one-time password, which it has changed to `password`. */
  async loggedIn(loginId: string, password: string): Promise<HttpsClient> {
    const client = await this.https();
    await client.logIn(loginId, this.passwords[loginId] ?? '', password);
    return client;
  }

  /** Adds an extension; its secret is returned. */
  async addExtension(number: string, patch: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const changed = await this.ask<{ records: { made: Record<string, string> }[] }>('form.change', {
      changes: [{ kind: 'add', form: 'users-and-services', patch: { number, ...patch } }],
    });
    return changed.records[0]?.made.sipSecret ?? String(patch.sipSecret);
  }

  async change(form: string, patch: Readonly<Record<string, unknown>>, key?: string): Promise<void> {
    await this.ask('form.change', {
      changes: [{ kind: 'change', form, ...(key === undefined ? {} : { key }), patch }],
    });
  }

  /** Ends the process as an administrator does; the exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number> {
    this.#client?.close();
    this.#client = undefined;
    const ended = this.ended();
    this.signal(signal);
    return await ended;
  }

  /** From now on nobody reads what the process says. */
  closeOutput(): void {
    this.#child?.stdout?.destroy();
    this.#child?.stderr?.destroy();
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Holds the process still, every thread of it, until it gets SIGCONT. */
  async freeze(): Promise<void> {
    this.signal('SIGSTOP');
    const threads = `/proc/${this.pid}/task`;
    const isStill = (thread: string): boolean =>
      readFileSync(join(threads, thread, 'stat'), 'utf8')
        .split(') ')[1]
        ?.startsWith('T') === true;
    while (!readdirSync(threads).every(isStill)) await setImmediate();
  }

  /** The exit code, once the process has ended by itself; -1 when it was killed. */
  async ended(): Promise<number> {
    const child = this.#child;
    if (child === undefined) return 0;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode ?? -1;
  }

  /** Ends the process as `kill -9` does: nothing is closed. What it had answered by then is still read. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended();
    await this.#client?.closed;
    this.#client = undefined;
  }

  /** Ends the process and removes its directory. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

interface Answered {
  readonly result: unknown;
  readonly text: string;
}

class Client {
  /** When the other end has closed, and everything that it sent is read. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #waiting = new Map<
    number,
    { text: string; done: (answer: Answered) => void; fail: (fault: Error) => void }
  >();
  #next = 1;
  #rest = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.#receive(text));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const { fail } of this.#waiting.values()) fail(new Error('the node has closed the socket'));
      this.#waiting.clear();
    });
  }

  /** Opens the socket of a data directory, showing the key that lies beside it. */
  static open(directory: string): Promise<Client> {
    return new Promise((resolve, reject) => {
      const socket = connect(join(directory, 'ringfence.sock'), () => resolve(new Client(socket)));
      socket.once('error', reject);
      socket.write(`${JSON.stringify({ key: readFileSync(join(directory, 'socket-key'), 'utf8').trim() })}\n`);
    });
  }

  ask(method: string, params: unknown): Promise<Answered> {
    const id = this.#next++;
    return new Promise((done, fail) => {
      this.#waiting.set(id, { text: '', done, fail });
      this.#socket.write(`${JSON.stringify(params === undefined ? { id, method } : { id, method, params })}\n`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#take(JSON.parse(line));
  }

  #take(line: AnswerLine): void {
    const waiting = this.#waiting.get(line.id);
    if (waiting === undefined) return;
    if ('chunk' in line) {
      waiting.text += line.chunk;
      return;
    }
    this.#waiting.delete(line.id);
    if ('refusals' in line) waiting.fail(new Refused(line.refusals));
    else waiting.done({ result: line.result, text: waiting.text });
  }
}

/** A free port of 127.0.0.1, for the other programs of a test. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const place = server.address();
      server.close(() =>
        place !== null && typeof place === 'object' ? resolve(place.port) : reject(new Error('no port')),
      );
    });
  });
}
