// The node of the demonstration: a real one in a directory of its own, run and asked by the command line and nothing else.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#base';
import { DemoFailure, must } from './failure.ts';

/** What the demonstration reads of the command line's JSON. */
export interface Started {
  readonly started: {
    readonly pid: number;
    readonly authorityFingerprint: string;
    readonly listeners: readonly { readonly name: string; readonly address: string; readonly port: number }[];
  };
}

export interface Changed {
  readonly records: readonly { readonly key: string; readonly made: { readonly sipSecret?: string } }[];
}

export interface Verdict {
  readonly intact: boolean;
  readonly words: string;
}

interface Leg {
  readonly number: string;
  readonly tlsVersion: string;
  readonly srtpSuite: string;
}

export interface HistoryRecord {
  readonly caller: Leg;
  readonly called: Leg;
  readonly outcome: string;
  readonly endedBy: string;
  readonly secure: string;
}

const commandLine = join(import.meta.dirname, '..', 'cli', 'main.ts');
const startMs = 15_000;
const stopMs = 10_000;
const keptLogCharacters = 4_000;
const authorityFileName = 'authority.pem';
/** On this machine alone, at whatever port is free, without the tools; nothing unencrypted is open anyhow. */
const wishes = [
  ...['network-listeners.sip-tls.address=127.0.0.1', 'network-listeners.sip-tls.port=0'],
  'network-listeners.https.enabled=no',
  'network-listeners.management.enabled=no',
];

export class DemoNode {
  readonly directory = mkdtempSync(join(tmpdir(), 'ringfence-demo-'));
  /** Every process that was started for it: the node itself, and commands that ask it. */
  readonly #running = new Set<ChildProcess>();
  #core: ChildProcess | undefined;
  #log = '';

  /** Makes the data directory, as `ringfence init` does. */
  async make(): Promise<void> {
    await this.#run(['init', ...wishes.flatMap((wish) => ['--set', wish])]);
  }

  /** Starts the node; resolves when its listeners are open. */
  async start(): Promise<Started['started']> {
    const core = this.#spawn(['start']);
    this.#core = core;
    core.stderr?.on('data', (bytes: Buffer) => {
      this.#log = (this.#log + bytes.toString('utf8')).slice(-keptLogCharacters);
    });
    const line = await new Promise<string>((resolve, reject) => {
      const fail = (why: string): void => reject(new DemoFailure(`the node ${why}: ${this.#log.trim()}`));
      const late = systemClock.after(startMs, () => fail(`did not start within ${startMs / 1_000} s`));
      core.stdout?.once('data', (bytes: Buffer) => resolve(bytes.toString('utf8')));
      core.once('exit', (code) => fail(`ended with ${code}`));
      core.stdout?.once('data', late);
    });
    return parse<Started>(line).started;
  }

  /** The authority that phones are to trust, PEM. */
  get authority(): string {
    return readFileSync(join(this.directory, authorityFileName), 'utf8');
  }

  /** Asks the running node by the command line; what it prints as JSON. */
  async ask<T>(...argv: readonly string[]): Promise<T> {
    return parse<T>(await this.#run(argv));
  }

  /** Ends the node as an administrator does; its exit code. */
  async stop(): Promise<number> {
    const core = this.#core;
    must(core !== undefined && core.exitCode === null, 'the node had ended before it was told to');
    const ended = new Promise<number>((resolve) => core.once('exit', (code) => resolve(code ?? 1)));
    const kill = systemClock.after(stopMs, () => core.kill('SIGKILL'));
    core.kill('SIGTERM');
    const code = await ended;
    kill();
    return code;
  }

  /** Takes everything away, whatever state it is in. */
  async remove(): Promise<void> {
    const ended = [...this.#running].map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of this.#running) child.kill('SIGKILL');
    await Promise.all(ended);
    this.removeNow();
  }

  /** The same without waiting, for a process that is about to end. */
  removeNow(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }

  async #run(argv: readonly string[]): Promise<string> {
    const child = this.#spawn(argv);
    const [out, err] = [collect(child.stdout), collect(child.stderr)];
    const code = await new Promise<number>((resolve) => child.once('close', (status) => resolve(status ?? 1)));
    must(code === 0, `ringfence ${argv[0]} ended with ${code}: ${err.text.trim()}`);
    return out.text;
  }

  #spawn(argv: readonly string[]): ChildProcess {
    const argumentsOfAll = ['--data', this.directory, '--json', ...argv];
    const child = spawn(process.execPath, [commandLine, ...argumentsOfAll], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: bareEnvironment(),
    });
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    return child;
  }
}

/** Nothing of an installation on this machine, such as its database or master key, may be reached from here. */
const bareEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RINGFENCE_')));

function collect(stream: NodeJS.ReadableStream | null): { text: string } {
  const collected = { text: '' };
  stream?.on('data', (bytes: Buffer) => {
    collected.text += bytes.toString('utf8');
  });
  return collected;
}

/** The command line is of the same release and prints what `T` says. */
const parse = <T>(text: string): T => JSON.parse(text) as T;
