// The core process: calls, configuration, records and keys. Started by the command line; SIGTERM and SIGINT end it cleanly.

import { closeSync, createReadStream, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Log, makeLog, no, ok, type Refusal, type Result, systemClock } from '#base';
import { recordsCodes, verifyExport } from '#records';
import { type Actor, systemActor } from '#security';
import { printMade, printStarted } from './announce.ts';
import { codeIndex } from './books.ts';
import { coreCodes } from './core.codes.ts';
import { makeDoor, verdictOf } from './door.ts';
import { type House, openHouse } from './house.ts';
import { makeAnswer } from './requests.ts';
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
  if (settings.value.mode === 'verify-export') return await verify(settings.value);
  const house = await openHouse(settings.value, log);
  if (!house.ok) return house;
  if (settings.value.mode !== 'init') return await serve(settings.value, house.value, log);
  const { directory, oneTimePasswords, close } = house.value;
  process.stdout.write(printMade(directory.path, oneTimePasswords, settings.value.json));
  await close();
  return ok(undefined);
}

/** Runs until it is told to stop: on the network, or offline for the clients of the local socket alone. */
async function serve(settings: CoreSettings, house: House, log: Log): Promise<Done> {
  const startedAtMs = systemClock.nowMs();
  const network = settings.mode === 'run' ? await openNetwork(house, log) : undefined;
  if (network?.ok === false) {
    await house.close();
    return network;
  }
  const running = new Running(house, network?.value);
  const door = makeDoor({
    house,
    network: network?.value,
    version,
    startedAtMs,
    stop: (actor) => void running.end(actor),
  });
  const socket = await LocalSocket.open({
    path: settings.socketPath,
    log,
    answer: makeAnswer(door),
    refusalLine: (refusal) => codeIndex.line(refusal),
    onEmpty: () => network === undefined && void running.end(systemActor('The last client left')),
  });
  if (!socket.ok) {
    await running.end(systemActor('The local socket cannot be opened'));
    return no([socket.refusal]);
  }
  running.socket = socket.value;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void running.end(systemActor(signal)));
  if (network === undefined) {
    systemClock.after(lonelyMs, () => socket.value.clients === 0 && void running.end(systemActor('No client came')));
    return ok(undefined);
  }
  house.trail.note({ level: 'medium', actor: systemActor('Start'), action: 'start', data: `Version: ${version}` });
  process.stdout.write(printStarted(await door.status(), house.oneTimePasswords, settings.json));
  return ok(undefined);
}

/** What runs, and the one way to end it. */
class Running {
  socket: LocalSocket | undefined;
  readonly #house: House;
  readonly #network: Network | undefined;
  #ending: Promise<void> | undefined;

  constructor(house: House, network: Network | undefined) {
    this.#house = house;
    this.#network = network;
  }

  /** Calls first, with their records; then the doors; then what must last. Asked twice, it ends once. */
  end(actor: Actor): Promise<void> {
    this.#ending ??= this.#end(actor);
    return this.#ending;
  }

  async #end(actor: Actor): Promise<void> {
    if (this.#network !== undefined) {
      await this.#network.close();
      this.#house.trail.note({ level: 'medium', actor, action: 'stop', data: '' });
    }
    await this.socket?.close();
    await this.#house.close();
    process.exit();
  }
}

async function verify({ exportFile, publicKeyFile, json }: CoreSettings): Promise<Done> {
  let publicKey: string;
  try {
    publicKey = readFileSync(publicKeyFile, 'utf8');
    closeSync(openSync(exportFile, 'r'));
  } catch (fault) {
    return no([
      coreCodes.refuse('core.file-unreadable', { why: fault instanceof Error ? fault.message : String(fault) }),
    ]);
  }
  const report = await verifyExport(
    createInterface({ input: createReadStream(exportFile), crlfDelay: Number.POSITIVE_INFINITY }),
    publicKey,
  );
  const verdict = verdictOf(report);
  process.stdout.write(json ? `${JSON.stringify(verdict)}\n` : `${verdict.words}\n`);
  return report.finding === undefined
    ? ok(undefined)
    : no([recordsCodes.refuse('records.trail-damaged', { words: verdict.words })]);
}

const done = await main().catch((fault: unknown): Done => {
  process.stderr.write(`${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\n`);
  return no([coreCodes.refuse('core.fault', { id: 'above' })]);
});
if (!done.ok) {
  const lines = done.refusal.map((refusal) => codeIndex.line(refusal));
  for (const { words, remedy, code } of lines) process.stderr.write(`ringfence: ${words} ${remedy} (${code})\n`);
  process.exit(Math.max(...lines.map(({ exit }) => exit)));
}
