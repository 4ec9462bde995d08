// The bench: CPU of the server alone per operation, and its memory; beside Kamailio turn about in the same run.
//
// node bench/run.ts [CASE…] [--beside kamailio | kamailio-fm] [--turns N] [--json]

import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../test/node.ts';
import { type BenchCase, callsAtOnce, cases, phones } from './cases.ts';
import { selfSigned } from './certificate.ts';
import { Load, type LoadResult } from './load/load.ts';
import { startKamailio } from './peers/kamailio.ts';
import { startRingfence } from './peers/ringfence.ts';
import { cpuMicros, memoryBytes } from './process.ts';
import type { BenchServer, ServerPlan } from './server.ts';
import { srtpFigures } from './srtp.ts';

const firstNumber = 100_000;
const secretPrefix = 'bench-secret-';
const serverCore = 0;
const ways = 50;
/** The share of operations that may be lost to full socket buffers: the load does not send again. */
const mostLost = 0.02;
const mostTries = 3;

/** Kamailio as Debian ships it checks its allocator; `-x fm` does not. */
const peers = new Map<string, (plan: ServerPlan) => Promise<BenchServer>>([
  ['kamailio', (plan) => startKamailio(plan)],
  ['kamailio-fm', (plan) => startKamailio(plan, ['-x', 'fm'])],
]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    beside: { type: 'string' },
    turns: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});

interface Turn {
  readonly microsPerOperation: number;
  readonly result: LoadResult;
}

interface CaseReport {
  readonly name: string;
  readonly operation: string;
  readonly microsPerOperation: Record<string, number>;
  readonly turns: Record<string, readonly number[]>;
  readonly ratio?: number;
  readonly medianMs: Record<string, number>;
  readonly p99Ms: Record<string, number>;
}

const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

const round = (number: number, digits = 0): number => Number(number.toFixed(digits));

class Contender {
  readonly server: BenchServer;
  readonly plan: ServerPlan;
  readonly #loads = new Map<string, Load>();

  constructor(server: BenchServer, plan: ServerPlan) {
    this.server = server;
    this.plan = plan;
  }

  /** The load of a transport; its phones stay for all cases. */
  async load(transport: 'udp' | 'tls'): Promise<Load> {
    const known = this.#loads.get(transport);
    if (known !== undefined) return known;
    const port = transport === 'udp' ? this.plan.udpPort : this.plan.tlsPort;
    const load = new Load({ transport, port, ways, firstNumber, extensions: phones, secretPrefix });
    await load.open();
    this.#loads.set(transport, load);
    return load;
  }

  /** A turn that lost too much to full buffers says nothing of the cost and is taken again, a few times. */
  async turn(bench: BenchCase, left = mostTries): Promise<Turn> {
    const load = await this.load(bench.transport);
    const before = cpuMicros(this.server.pids());
    const result = await bench.turn(load);
    const spent = cpuMicros(this.server.pids()) - before;
    if (result.failed > result.done * mostLost) {
      const words = `${this.server.name}: ${result.failed} of ${bench.name} failed: ${result.complaints.join('; ')}`;
      if (left === 0) throw new Error(words);
      say(`${words}; once more`);
      return await this.turn(bench, left - 1);
    }
    return { microsPerOperation: spent / result.done, result };
  }

  memory(): number {
    return memoryBytes(this.server.pids());
  }

  async close(): Promise<void> {
    for (const load of this.#loads.values()) load.close();
    await this.server.stop();
  }
}

async function contender(start: (plan: ServerPlan) => Promise<BenchServer>, directory: string): Promise<Contender> {
  const plan: ServerPlan = {
    directory,
    core: serverCore,
    udpPort: await freePort(),
    tlsPort: await freePort(),
    firstNumber,
    extensions: phones,
    secretPrefix,
    ...(await selfSigned(directory)),
  };
  return new Contender(await start(plan), plan);
}

/**
 * Resident memory of a registration and of a call over UDP, beyond what the extensions themselves need: all that a fresh
 * process grew by, garbage and compiled code included, so it errs upwards.
 */
async function memoryFigures(contender: Contender): Promise<{ registrationBytes: number; callBytes: number }> {
  const load = await contender.load('udp');
  const before = contender.memory();
  await load.registrations(phones, 1_500);
  const registered = contender.memory();
  const calling = load.calls(callsAtOnce, 250, 12_000);
  await new Promise((resolve) => setTimeout(resolve, (callsAtOnce / 250) * 1_000 + 2_500));
  const busy = contender.memory();
  await calling;
  return {
    registrationBytes: round((registered - before) / phones),
    callBytes: round((busy - registered) / callsAtOnce),
  };
}

async function runCase(bench: BenchCase, contenders: readonly Contender[]): Promise<CaseReport> {
  const turns = new Map<Contender, Turn[]>();
  for (const each of contenders) {
    await bench.prepare(await each.load(bench.transport));
    await bench.warm(await each.load(bench.transport));
    turns.set(each, []);
  }
  for (let turn = 0; turn < Number(values.turns); turn++) {
    for (const each of contenders) turns.get(each)?.push(await each.turn(bench));
  }
  const figures = (of: (turn: Turn) => number, digits = 0): Record<string, number> =>
    Object.fromEntries([...turns].map(([{ server }, all]) => [server.name, round(median(all.map(of)), digits)]));
  const [ours, theirs] = [...turns.values()];
  const ratios = theirs?.map((turn, index) => (ours?.[index]?.microsPerOperation ?? 0) / turn.microsPerOperation);
  const report: CaseReport = {
    name: bench.name,
    operation: bench.operation,
    microsPerOperation: figures((turn) => turn.microsPerOperation),
    turns: Object.fromEntries(
      [...turns].map(([{ server }, all]) => [server.name, all.map((turn) => round(turn.microsPerOperation))]),
    ),
    medianMs: figures((turn) => turn.result.medianMs, 2),
    p99Ms: figures((turn) => turn.result.p99Ms, 2),
    ...(ratios === undefined ? {} : { ratio: round(median(ratios), 2) }),
  };
  for (const [name, micros] of Object.entries(report.microsPerOperation)) {
    say(
      `${bench.name.padEnd(18)} ${name.padEnd(10)} ${String(micros).padStart(6)} µs CPU an operation  (turns: ${report.turns[name]?.join(' ')}; median ${report.medianMs[name]} ms, p99 ${report.p99Ms[name]} ms)`,
    );
  }
  if (report.ratio !== undefined) say(`${bench.name.padEnd(18)} ratio ${report.ratio.toFixed(2)}`);
  return report;
}

async function main(): Promise<void> {
  const wanted = positionals.length === 0 ? [...cases.map(({ name }) => name), 'srtp'] : positionals;
  const unknown = wanted.filter((name) => name !== 'srtp' && !cases.some((each) => each.name === name));
  if (unknown.length > 0 || (values.beside !== undefined && !peers.has(values.beside))) {
    process.stderr.write(
      `bench: cases are ${cases.map(({ name }) => name).join(', ')} and srtp; --beside takes ${[...peers.keys()].join(' or ')}\n`,
    );
    process.exitCode = 2;
    return;
  }
  const machine = {
    cpu: cpus()[0]?.model ?? '',
    cores: cpus().length,
    memoryGiB: round(totalmem() / 2 ** 30),
    node: process.version,
  };
  say(
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}; server on core ${serverCore}, load on the others`,
  );
  const directory = mkdtempSync(join(tmpdir(), 'ringfence-bench-'));
  const contenders: Contender[] = [];
  const reports: CaseReport[] = [];
  let memory: Record<string, { registrationBytes: number; callBytes: number }> | undefined;
  try {
    const served = wanted.filter((name) => name !== 'srtp');
    if (served.length > 0) {
      contenders.push(await contender(startRingfence, directory));
      const peer = peers.get(values.beside ?? '');
      if (peer !== undefined) contenders.push(await contender(peer, directory));
      if (served.includes('registrations') || served.includes('calls')) {
        memory = {};
        for (const each of contenders) {
          memory[each.server.name] = await memoryFigures(each);
          say(
            `memory             ${each.server.name.padEnd(10)} ${memory[each.server.name]?.registrationBytes} bytes a registration (${phones}), ${memory[each.server.name]?.callBytes} bytes a call (${callsAtOnce} at once)`,
          );
        }
      }
    }
    for (const bench of cases) if (wanted.includes(bench.name)) reports.push(await runCase(bench, contenders));
  } finally {
    for (const each of contenders) await each.close();
    rmSync(directory, { recursive: true, force: true });
  }
  const srtp = wanted.includes('srtp') ? srtpFigures() : undefined;
  for (const { suite, protectMicros, unprotectMicros } of srtp ?? []) {
    say(
      `srtp               ${suite.padEnd(24)} ${protectMicros.toFixed(1)} µs to protect, ${unprotectMicros.toFixed(1)} µs to unprotect a packet of 160 bytes`,
    );
  }
  const ratios = reports.flatMap(({ ratio }) => ratio ?? []);
  if (values.json) process.stdout.write(`${JSON.stringify({ machine, memory, cases: reports, srtp })}\n`);
  // Of several cases the worst: the line by which a change is judged.
  if (ratios.length > 0) say(`ratio ${Math.max(...ratios).toFixed(2)}`);
}

await main();
process.exit();
