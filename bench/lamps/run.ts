// The bench of busy lamps: what a change of an extension costs where phones watch it, and what a subscription weighs.
//
// node bench/lamps/run.ts [--json]. The phones are in the same process and answer every NOTIFY; their work counts as ours, sockets
// and TLS do not.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ok, silentLog, systemClock } from '#base';
import { CallServer, systemOptions, tablesOf, usersAndServices } from '#calls';
import { Site } from '../site.ts';
import { LampPhone } from './phones.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const extensions = 1_000;
const lampsEach = 10;
const watchersOfOne = 2_000;
const changes = 6_000;

const numberOf = (index: number): string => String(10_000 + index);
const addressOf = (index: number): string => `10.1.${index >> 8}.${index & 255}`;
const site = new Site({
  'class-of-service': [{ number: 1, busyLamps: true }],
  'users-and-services': Array.from({ length: extensions }, (_, index) => ({
    ...{ number: numberOf(index), fixedAddress: `tcp:${addressOf(index)}:40000`, mediaSecurity: 'none' },
  })),
});
const { station: _, ...tables } = tablesOf(site, {
  emergency: { match: () => undefined },
  guard: { judge: () => ok(undefined) },
  accountCodeNamed: () => undefined,
  isUp: () => true,
});
const nothing = (): undefined => undefined;
const server = new CallServer({
  ...{ clock: systemClock, log: silentLog, options: () => site.single(systemOptions), tables: () => tables },
  ...{ secretFor: () => 'not needed', book: { begin: nothing, write: nothing }, note: nothing, flowTo: nothing },
  trunks: { identify: nothing, ways: () => [], digestOf: nothing, challengeOf: nothing },
  outside: { numberOf: () => '', nationalOf: (number) => number, shows: () => true, locate: nothing },
  guard: { refused: nothing, begin: nothing, answered: nothing, ended: nothing },
  feature: async () => false,
  desking: { pinOf: nothing, change: async () => false },
});
for (const record of site.records(usersAndServices).values()) server.setStation(record, false);
const phones = Array.from({ length: extensions }, (_, i) => new LampPhone(numberOf(i), addressOf(i), () => server));
const { activity, subscriptions } = server.watching;
const remote = { number: '10001', name: 'Somebody' };
const ringing = {
  ...({ callId: 'c', direction: 'recipient', state: 'early', held: false, secure: true } as const),
  remote,
};

/** Returns when every phone has been told. */
async function told(): Promise<void> {
  do await pause(40);
  while (subscriptions.load.waiting > 0);
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function heapBytes(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

async function subscribeAll(count: number, targetOf: (index: number) => string): Promise<number> {
  // What transactions keep for their repeats is let go of first.
  const before = heapBytes();
  const sizeBefore = subscriptions.size;
  for (let index = 0; index < count; index++) {
    phones[index % extensions]?.subscribe(targetOf(index));
    if (index % 500 === 499) await pause(10);
  }
  while (server.layer.size > 0) await pause(500);
  return (heapBytes() - before) / (subscriptions.size - sizeBefore);
}

async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const used = process.cpuUsage(before);
  return used.user + used.system;
}

const bytesEach = await subscribeAll(extensions * lampsEach, (index) =>
  numberOf((index * 7 + Math.floor(index / extensions)) % extensions),
);
if (subscriptions.size !== extensions * lampsEach) throw new Error(`only ${subscriptions.size} subscriptions`);

/** Three changes of an extension at a time, 40 ms apart, so that none is lost in another: a call that rings, talks and ends. */
async function calls(count: number): Promise<void> {
  for (let done = 0; done < count; done += 60) {
    const atOnce = Array.from({ length: 20 }, (_, index) =>
      activity.appear(numberOf((done / 3 + index) % extensions), ringing),
    );
    await pause(60);
    for (const one of atOnce) one.change({ state: 'confirmed' });
    await pause(60);
    for (const one of atOnce) one.gone();
    await pause(60);
  }
  await told();
}
await calls(600);
const notifiedBefore = LampPhone.notified;
const cpu = await cpuOf(() => calls(changes));
const notified = LampPhone.notified - notifiedBefore;
const idleCpu = await cpuOf(() => pause((changes / 60) * 180).then(() => undefined));

// The storm: two thousand phones' keys on one extension, by as many subscriptions.
const one = numberOf(500);
await subscribeAll(watchersOfOne, () => one);
const watchers = watchersOfOne + lampsEach;
const storms: { cpuMicros: number; ms: number; blockedMs: number }[] = [];
const delay = monitorEventLoopDelay({ resolution: 1 });
for (let round = 0; round < 7; round++) {
  const from = LampPhone.notified;
  const began = performance.now();
  let ms = 0;
  delay.enable();
  const cpuMicros = await cpuOf(async () => {
    const shown = activity.appear(one, ringing);
    while (LampPhone.notified - from < watchers) await pause(5);
    ms = performance.now() - began;
    shown.change({ state: 'confirmed' });
    for (let count = 0; count < 50; count++) shown.change({ held: count % 2 === 0 });
    shown.gone();
    while (LampPhone.notified - from < 2 * watchers) await pause(5);
  });
  delay.disable();
  storms.push({ cpuMicros: cpuMicros / 2, ms, blockedMs: delay.max / 1e6 });
  delay.reset();
  await pause(300);
}
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
const figures = {
  subscriptions: extensions * lampsEach,
  bytesEach: Math.round(bytesEach),
  changes,
  notified,
  microsAChange: (cpu - idleCpu) / changes,
  microsANotify: (cpu - idleCpu) / notified,
  watchersOfOne: watchers,
  stormCpuMs: median(storms.map(({ cpuMicros }) => cpuMicros)) / 1_000,
  stormMs: median(storms.map(({ ms }) => ms)),
  stormBlockedMs: median(storms.map(({ blockedMs }) => blockedMs)),
};
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else for (const [name, value] of Object.entries(figures)) process.stdout.write(`${name}: ${value.toFixed(1)}\n`);
