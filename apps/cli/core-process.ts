// The core as a process: becoming it, reaching one that runs, or starting one offline for the length of a command.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CoreClient } from './client.ts';
import { Refused, refuse } from './refused.ts';

const apps = join(import.meta.dirname, '..');
const coreFile = join(apps, 'core', 'main.ts');
const demoFile = join(apps, 'demo', 'main.ts');
const socketFileName = 'ringfence.sock';
const databaseFileName = 'ringfence.db';
const lookAgainMs = 20;
/** Another command's offline core is in the way for no longer than that command takes. */
const longestTurnMs = 10_000;

/** Goes on as the core, in this very process: its signals, its exit code. Never returns. */
export const becomeCore = (argv: readonly string[]): never => become(coreFile, argv);

/** Goes on as the demonstration. Never returns. */
export const becomeDemo = (argv: readonly string[]): never => become(demoFile, argv);

function become(file: string, argv: readonly string[]): never {
  if (process.execve === undefined) throw new Error('this system cannot replace a process by another');
  return process.execve(process.execPath, [process.execPath, ...process.execArgv, file, ...argv], process.env);
}

const socketOf = (directory: string): string => join(resolve(directory), socketFileName);

/** The core that runs on a data directory. Refused when none does. */
export async function reachRunning(directory: string): Promise<CoreClient> {
  const client = await CoreClient.connect(socketOf(directory));
  if (client === undefined) throw refuse('cli.not-running', { directory });
  return client;
}

/** The core that runs on a data directory, or one without listeners that ends when this command does. */
export async function reachAny(directory: string): Promise<CoreClient> {
  const path = socketOf(directory);
  const running = await CoreClient.connect(path);
  if (running !== undefined) return running;
  if (!existsSync(join(directory, databaseFileName)) && !process.env.RINGFENCE_DATABASE)
    throw refuse('cli.no-system', { directory });
  for (let waitedMs = 0; ; ) {
    const core = new OfflineCore(directory);
    while (core.isRunning) {
      const client = await CoreClient.connect(path);
      if (client !== undefined) return client;
      await delay(lookAgainMs);
      waitedMs += lookAgainMs;
    }
    const refused = core.refused();
    const inTheWay = refused.refusals.some(({ code }) => code === 'storage.in-use');
    if (!inTheWay || waitedMs > longestTurnMs) throw refused;
  }
}

/** A core started for this command. What it says on its error stream is kept until it is known whether it matters. */
class OfflineCore {
  readonly #process: ChildProcess;
  #said = '';

  constructor(directory: string) {
    const argv = [...process.execArgv, coreFile, '--offline', '--data', directory];
    this.#process = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process.stderr?.on('data', (bytes: Buffer) => {
      this.#said += bytes.toString('utf8');
    });
    // This command need not outlive its core, nor wait for it.
    this.#process.unref();
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Why it ended before it could be asked anything. */
  refused(): Refused {
    const exit = this.#process.exitCode === 2 ? 2 : 1;
    const found = [...this.#said.matchAll(/^ringfence: (.*) \(([a-z]+\.[a-z-]+)\)$/gm)];
    const refusals = found.map(([, words = '', code = '']) => ({ code, words, remedy: '', exit }) as const);
    if (refusals.length > 0) return new Refused(refusals);
    process.stderr.write(this.#said);
    return refuse('cli.no-answer');
  }
}

/** Waits until a process has ended. Refused when it has not by then. */
export async function waitForEnd(pid: number, seconds: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < seconds * 1_000; waitedMs += lookAgainMs) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await delay(lookAgainMs);
  }
  throw refuse('cli.not-ended', { pid, seconds });
}
