// The core process: calls, configuration, records and keys. Started by the command line; SIGTERM and SIGINT end it cleanly.

import { readFileSync } from 'node:fs';
import { type Log, makeLog, no, ok, type Refusal, type Result, systemClock, takeFaultsOfTasks } from '#base';
import { recordsCodes, type TrailReport, verifyFiles } from '#records';
import { type Actor, systemActor } from '#security';
import { printMade, printStarted } from './announce.ts';
import { verdictOf } from './audit-door.ts';
import { codeIndex } from './books.ts';
import { Changes } from './changes.ts';
import { coreCodes } from './core.codes.ts';
import type { CoreDoor } from './core-door.ts';
import { makeDoor } from './door.ts';
import { type House, openHouse } from './house.ts';
import type { RefusalLine } from './protocol.ts';
import { isStream, makeAnswer, makePortalAnswer } from './requests.ts';
import { type CoreSettings, readSettings } from './settings.ts';
import { LocalSocket } from './socket.ts';
import { type Network, openNetwork } from './wire.ts';

type Done = Result<void, readonly Refusal[]>;

const packageFile = new URL('../../package.json', import.meta.url);
const { version }: { version: string } = JSON.parse(readFileSync(packageFile, 'utf8'));
/** Offline, the first client must come soon; without one nobody is there. */
const lonelyMs = 20_000;

async function main(): Promise<Done> {
  const settings = readSettings(process.argv.slice(2), process.env);
  if (!settings.ok) return no([settings.refusal]);
  const log = makeLog((line) => process.stderr.write(line), settings.value.logLevel);
  takeFaultsOfTasks((fault) => void log.fault('a task that was due failed', fault));
  if (settings.value.mode === 'verify-export') return await verify(settings.value);
  const house = await openHouse(settings.value, log);
  if (!house.ok) return house;
  if (settings.value.mode !== 'init') return await serve(settings.value, house.value, log);
  const { directory, makeFirstAccounts, close } = house.value;
  const made = await makeFirstAccounts((passwords) => {
    process.stdout.write(printMade(directory.path, passwords, settings.value.json));
  });
  await close();
  return made.ok ? made : no([made.refusal]);
}

/** Runs until it is told to stop: on the network, or offline for the clients of the local socket alone. */
async function serve(settings: CoreSettings, house: House, log: Log): Promise<Done> {
  const startedAtMs = systemClock.nowMs();
  const changes = new Changes(systemClock);
  const refusalLine = (refusal: Refusal): RefusalLine => codeIndex.line(refusal);
  const surroundings = { log, changes, refusalLine, isStream };
  const opened = settings.mode === 'run' ? await openNetwork(house, surroundings) : undefined;
  if (opened?.ok === false) {
    await house.close();
    return opened;
  }
  const network = opened?.value;
  const running = new Running(house, network, log);
  const stop = (actor: Actor) => void running.end(actor);
  const { accounts } = house;
  const facts = { version, startedAtMs, stop, clock: systemClock };
  const door = await makeDoor({ ...surroundings, ...facts, house, accounts, network });
  const socket = await openSocket(settings, door, running, log);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(systemActor(signal)));
  if (socket.ok) network?.portal.open(makePortalAnswer(door));
  const announced = socket.ok && network !== undefined ? await announce(settings, house, door) : ok(undefined);
  if (!socket.ok || !announced.ok) {
    await running.close();
    return no([...(socket.ok ? [] : [socket.refusal]), ...(announced.ok ? [] : [announced.refusal])]);
  }
  if (network === undefined)
    systemClock.after(lonelyMs, () => socket.value.clients === 0 && stop(systemActor('No client came')));
  return ok(undefined);
}

/** The system is open: on record, and told with the one-time passwords of a first start. */
async function announce(settings: CoreSettings, house: House, door: CoreDoor): Promise<Result<void>> {
  const status = await door.status();
  house.trail.note({ level: 'medium', actor: systemActor('Start'), action: 'start', data: `Version: ${version}` });
  return await house.makeFirstAccounts((passwords) => {
    process.stdout.write(printStarted(status, passwords, settings.json));
  });
}

async function openSocket(
  { mode, socketPath, socketKeyPath }: CoreSettings,
  door: CoreDoor,
  running: Running,
  log: Log,
): Promise<Result<LocalSocket>> {
  const socket = await LocalSocket.open({
    path: socketPath,
    keyPath: socketKeyPath,
    clock: systemClock,
    log,
    answer: makeAnswer(door),
    refusalLine: (refusal) => codeIndex.line(refusal),
    onEmpty: () => mode === 'offline' && void running.end(systemActor('The last client left')),
  });
  if (socket.ok) running.socket = socket.value;
  return socket;
}

/** What runs, and the one way to end it. */
class Running {
  socket: LocalSocket | undefined;
  readonly #house: House;
  readonly #network: Network | undefined;
  readonly #log: Log;
  #ending: Promise<void> | undefined;

  constructor(house: House, network: Network | undefined, log: Log) {
    this.#house = house;
    this.#network = network;
    this.#log = log;
  }

  /** Ends the process. Asked twice, it ends once. */
  end(actor: Actor): Promise<void> {
    this.#ending ??= this.#end(actor);
    return this.#ending;
  }

  /** Calls first, with their records; then the doors; then what must last. */
  async close(actor?: Actor): Promise<void> {
    await this.#network?.close();
    if (actor !== undefined && this.#network !== undefined)
      this.#house.trail.note({ level: 'medium', actor, action: 'stop', data: '' });
    await this.socket?.close();
    await this.#house.close();
  }

  async #end(actor: Actor): Promise<never> {
    try {
      await this.close(actor);
    } catch (fault) {
      this.#log.fault('the system did not stop cleanly; what is on record stays on record', fault);
      process.exit(1);
    }
    process.exit();
  }
}

async function verify({ exportFiles, publicKeyFile, json }: CoreSettings): Promise<Done> {
  const report = await readExports(exportFiles, publicKeyFile);
  if (!report.ok) return no([report.refusal]);
  const verdict = verdictOf(report.value);
  if (json) process.stdout.write(`${JSON.stringify(verdict)}\n`);
  else if (verdict.intact) process.stdout.write(`${verdict.words}\n`);
  return verdict.intact ? ok(undefined) : no([recordsCodes.refuse('records.trail-damaged', { words: verdict.words })]);
}

async function readExports(exportFiles: readonly string[], publicKeyFile: string): Promise<Result<TrailReport>> {
  try {
    return ok(await verifyFiles(exportFiles, readFileSync(publicKeyFile, 'utf8')));
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    return no(coreCodes.refuse('core.file-unreadable', { why }));
  }
}

// Node opens a debugger on this signal, which would be a way to everything for whoever is on this machine.
process.on('SIGUSR1', () => undefined);
// Calls go on when nobody reads any more what is said here.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const done = await main().catch((fault: unknown): Done => {
  process.stderr.write(`${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\n`);
  return no([coreCodes.refuse('core.fault', { id: 'above' })]);
});
if (!done.ok) {
  const lines = done.refusal.map((refusal) => codeIndex.line(refusal));
  for (const { words, remedy, code } of lines) process.stderr.write(`ringfence: ${words} ${remedy} (${code})\n`);
  process.exit(Math.max(...lines.map(({ exit }) => exit)));
}
