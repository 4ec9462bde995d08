// A program of this project run to its end, for tests: its exit code and all that it said.

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Ended {
  /** None: it did not end, and was killed. */
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

export interface Circumstances {
  readonly environment?: Readonly<Record<string, string>>;
  /** Put before the command. */
  readonly wrapper?: readonly string[];
  /** Where it runs. */
  readonly directory?: string;
}

const patienceMs = 20_000;

// Every process that this one starts keeps there what it has compiled, so that the next of many short ones starts sooner.
process.env.NODE_COMPILE_CACHE ??= new URL('../node_modules/.cache/compiled', import.meta.url).pathname;

export async function runToEnd(argv: readonly string[], circumstances: Circumstances = {}): Promise<Ended> {
  const { environment = {}, wrapper = [], directory = process.cwd() } = circumstances;
  const [program = '', ...rest] = [...wrapper, process.execPath, ...argv];
  const env = { ...process.env, NODE_TEST_CONTEXT: '', ...environment };
  const child = spawn(program, rest, { env, cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  const tooLong = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, error, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  clearTimeout(tooLong);
  return { code, out, error };
}
