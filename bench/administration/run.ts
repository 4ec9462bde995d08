// The bench of administration beside calls: what a call costs and how long its set-up takes while administrators work hard.
//
// node bench/administration/run.ts [--turns N] [--json]. Calls run alone, administration alone, then both; turn about.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { HttpsClient } from '../../test/https.ts';
import { TestNode } from '../../test/node.ts';
import { Load, type LoadResult } from '../load/load.ts';
import { cpuMicros } from '../process.ts';
import { administer, type WorkResult } from './work.ts';

const firstNumber = 100_000;
const phones = 1_000;
const ways = 50;
const secretPrefix = 'bench-secret-';
const callsPerSecond = 50;
const turnMs = 20_000;
const holdMs = 1_000;
const importRows = 10_000;
const listsPerSecond = 50;
const password = 'Bench-figures-4718+ok';

const { values } = parseArgs({
  options: { turns: { type: 'string', default: '3' }, json: { type: 'boolean', default: false } },
});

interface Turn {
  readonly idle: LoadResult;
  readonly busy: LoadResult;
  readonly work: WorkResult;
  /** Microseconds of CPU of the core for a call: alone, and beside administration, whose own cost is taken off. */
  readonly idleMicros: number;
  readonly busyMicros: number;
}

const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);
const at = (numbers: readonly number[], share: number): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
const median = (numbers: readonly number[]): number => at(numbers, 0.5);

async function start(): Promise<{ node: TestNode; load: Load; browser: HttpsClient }> {
  const node = await TestNode.start({ https: true, set: [`numbering.extensionLength=${String(firstNumber).length}`] });
  const rows = Array.from(
    { length: phones },
    (_, index) => `${firstNumber + index},${secretPrefix}${firstNumber + index}`,
  );
  const text = `number,sipSecret\n${rows.join('\n')}\n`;
  await node.ask('form.import', { form: 'users-and-services', format: 'csv', mode: 'add', dryRun: false, text });
  const port = await node.port('sip-tls');
  const load = new Load({ transport: 'tls', port, ways, firstNumber, extensions: phones, secretPrefix });
  await load.open();
  await load.registrations(phones, 500);
  await load.calls(1_000, 100, holdMs);
  const browser = await node.loggedIn('administrator', password);
  return { node, load, browser };
}

/** CPU of the core alone, without the portal and whatever else it started. */
async function spending<T>(node: TestNode, work: () => Promise<T>): Promise<{ result: T; micros: number }> {
  const before = cpuMicros([node.pid]);
  const result = await work();
  return { result, micros: cpuMicros([node.pid]) - before };
}

async function main(): Promise<void> {
  const { node, load, browser } = await start();
  const turns: Turn[] = [];
  let round = 0;
  const count = (callsPerSecond * turnMs) / 1_000;
  const calls = () => load.calls(count, callsPerSecond, holdMs);
  const work = (forMs = turnMs) =>
    administer(browser, {
      ...{ firstNumber: 300_000, rows: importRows, round: round++, pagesPerSecond: listsPerSecond, forMs },
    });
  try {
    const first = await work(1_000);
    say(`10,000 extensions added in ${(first.importMs / 1_000).toFixed(1)} s`);
    for (let turn = 0; turn < Number(values.turns); turn++) {
      const idle = await spending(node, calls);
      const alone = await spending(node, work);
      const both = await spending(node, async () => await Promise.all([calls(), work()]));
      const [busy, done] = both.result;
      turns.push({
        ...{ idle: idle.result, busy, work: done },
        idleMicros: idle.micros / idle.result.done,
        busyMicros: (both.micros - alone.micros) / busy.done,
      });
      say(
        `turn ${turn + 1}: set-up p50 ${idle.result.medianMs.toFixed(2)} → ${busy.medianMs.toFixed(2)} ms, p99 ${idle.result.p99Ms.toFixed(2)} → ${busy.p99Ms.toFixed(2)} ms; ` +
          `CPU a call ${Math.round(turns.at(-1)?.idleMicros ?? 0)} → ${Math.round(turns.at(-1)?.busyMicros ?? 0)} µs; import ${(done.importMs / 1_000).toFixed(1)} s, audit export ${(done.exportMs / 1_000).toFixed(1)} s; ` +
          `list p50 ${median(done.pages).toFixed(1)} ms, p99 ${at(done.pages, 0.99).toFixed(1)} ms (${done.pages.length}); calls failed ${idle.result.failed} → ${busy.failed}`,
      );
      for (const failure of new Set(done.failures)) say(`  failed: ${failure}`);
    }
  } finally {
    browser.close();
    load.close();
    await node.remove();
  }
  const figure = (of: (turn: Turn) => number): number => Number(median(turns.map(of)).toFixed(2));
  const figures = {
    cpu: /model name\s*: (.*)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '',
    setUpP99Ms: { idle: figure((turn) => turn.idle.p99Ms), busy: figure((turn) => turn.busy.p99Ms) },
    setUpMedianMs: { idle: figure((turn) => turn.idle.medianMs), busy: figure((turn) => turn.busy.medianMs) },
    microsPerCall: { idle: figure((turn) => turn.idleMicros), busy: figure((turn) => turn.busyMicros) },
    importMs: figure((turn) => turn.work.importMs),
    listMedianMs: figure((turn) => median(turn.work.pages)),
  };
  say(JSON.stringify(figures, null, 2));
  if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
}

await main();
process.exit();
