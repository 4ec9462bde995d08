// The portal's process: Node's permission model on, no environment, nothing of the data directory. Its line is file descriptor 3.

import { type ChildProcess, spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { type Clock, type Log, limits, printable } from '#base';

export interface PortalProcess {
  readonly line: Duplex;
  /** Resolves with the reason when it has ended. */
  readonly ended: Promise<string>;
  /** Asks it to end, and ends it when it does not. */
  end(): void;
  kill(): void;
}

const root = join(import.meta.dirname, '..', '..', '..');
const main = join(root, 'apps', 'portal', 'main.ts');
/** What it runs on, and nothing else. */
const readable = [
  ...['package.json', 'node_modules'],
  ...['src/base', 'src/forms', 'src/portals', 'apps/portal', 'apps/web/dist'],
  ...['apps/core/protocol.ts', 'apps/core/portal-protocol.ts'],
];
const endMs = 1_500;

/**
 * What Node is told. With the permission model on nothing may be read but these, nothing written, no process, thread or native
 * code be started. `node:sqlite` does not ask the permission model, so it is taken away; so is what would be refused anyway.
 */
const portalArguments: readonly string[] = [
  '--permission',
  '--allow-net',
  ...readable.map((path) => `--allow-fs-read=${join(root, path)}`),
  '--no-experimental-sqlite',
  '--disable-proto=delete',
  '--no-experimental-ffi',
  '--no-addons',
  '--disable-sigusr1',
  '--no-warnings',
  `--max-old-space-size=${limits.portal.memoryMegabytes}`,
  main,
];

/** As `nice` counts: where a processor is wanted by both, the core has it nine times out of ten. */
const niceness = 10;

/** Its environment: no path, no secret of the core's. */
const portalEnvironment: Readonly<Record<string, string>> = { NODE_ENV: 'production' };

export function spawnPortal(clock: Clock, log: Log): PortalProcess {
  const child = spawn(process.execPath, portalArguments, {
    cwd: '/',
    env: portalEnvironment,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const line = child.stdio[3];
  if (line === null || line === undefined || !('write' in line) || !('read' in line))
    throw new Error('the portal has no line');
  passLog(child, clock, log);
  if (child.pid !== undefined) setPriority(child.pid, niceness);
  return {
    // Node makes a socket of it, which reads and writes.
    line: line as Duplex,
    ended: new Promise((resolve) => {
      child.once('error', (fault) => resolve(fault.message));
      child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `${signal}`));
    }),
    end() {
      const kill = clock.after(endMs, () => child.kill('SIGKILL'));
      child.once('exit', kill);
      child.kill('SIGTERM');
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

const levelOf = /^\S+ (debug|info|warn|error) /;

/** Its log goes into ours, marked as its own, so much a minute and no more: it could be anybody's words. */
function passLog(child: ChildProcess, clock: Clock, log: Log): void {
  if (child.stderr === null) return;
  let minute = 0;
  let lines = 0;
  const reader = createInterface({ input: child.stderr, crlfDelay: Number.POSITIVE_INFINITY });
  reader.on('line', (text) => {
    const now = Math.floor(clock.steadyMs() / 60_000);
    lines = now === minute ? lines + 1 : 1;
    minute = now;
    if (lines > limits.portal.logLinesPerMinute) return;
    const level = levelOf.exec(text)?.[1];
    const words = `portal: ${printable(text.replace(levelOf, ''))}`;
    if (level === 'error') log.error(words);
    else if (level === 'info' || level === 'debug') log.debug(words);
    else log.warn(words);
  });
}
