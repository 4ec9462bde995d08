// Another program of the machine, run beside the test: its output, its end. Only what was started here is ended here.

import { type ChildProcess, spawn } from 'node:child_process';
import { until } from './wait.ts';

const patienceMs = 3_000;

export interface ProgramOptions {
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Written to its standard input, which then ends. */
  readonly input?: string;
}

/** What runs: should the test's process end before it, it ends too. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export class Program {
  readonly #command: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<number>;
  #output = '';

  constructor(command: string, argv: readonly string[], options: ProgramOptions = {}) {
    const child = spawn(command, argv, {
      stdio: 'pipe',
      ...(options.directory === undefined ? {} : { cwd: options.directory }),
      // One language and no colours, so that lines can be read.
      env: { ...process.env, LC_ALL: 'C', TERM: 'dumb', ...options.environment },
    });
    this.#command = command;
    this.#child = child;
    const take = (bytes: Buffer): void => {
      this.#output += bytes.toString('latin1');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    this.#ended = new Promise((resolve) => {
      child.once('error', (fault) => {
        this.#output += `${command}: ${fault.message}\n`;
        resolve(-1);
      });
      child.once('close', (code) => {
        running.delete(child);
        resolve(code ?? -1);
      });
    });
    running.add(child);
  }

  /** Everything it has written so far, both streams together. */
  get output(): string {
    return this.#output;
  }

  /** The exit code once it has ended; -1 when a signal ended it or it could not be run. */
  get ended(): Promise<number> {
    return this.#ended;
  }

  /** Waits for output that fits, from place `from` on. */
  async wrote(pattern: RegExp, withinMs: number, from = 0): Promise<RegExpExecArray> {
    return await until(`${this.#command} writes ${pattern}`, withinMs, () => {
      const found = pattern.exec(this.#output.slice(from));
      if (found !== null) return found;
      if (this.#isOver) throw new Error(`${this.#command} ended: ${this.#output.slice(-2_000)}`);
      return undefined;
    });
  }

  /** Asks it to end, and makes it end when it does not. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number> {
    if (this.#isOver) return await this.#ended;
    this.#child.kill(signal);
    const late = setTimeout(() => this.#child.kill('SIGKILL'), patienceMs);
    const code = await this.#ended;
    clearTimeout(late);
    return code;
  }

  get #isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined;
  }
}

/** Runs a program to its end, which must come within `withinMs`. */
export async function runToEnd(
  command: string,
  argv: readonly string[],
  withinMs: number,
  options: ProgramOptions = {},
): Promise<{ readonly code: number; readonly output: string }> {
  const program = new Program(command, argv, options);
  const late = setTimeout(() => void program.end('SIGKILL'), withinMs);
  const code = await program.ended;
  clearTimeout(late);
  return { code, output: program.output };
}
