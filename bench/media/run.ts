// The bench of the media engine: CPU of one stream whose end is the system, and how late its packets leave, on one thread under SRTP.
//
// node bench/media/run.ts [--seconds N] [--json] [case …]. The telephones are another process, whose CPU is not counted.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { randomKey, silentLog, systemClock } from '#base';
import { MediaEngine, type MediaSession } from '#media';
import type { PeerCounts, PeerPlan } from './peers.ts';

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '15' }, json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const seconds = Number(values.seconds);
/** Until all of it is compiled, and the figures of the thread are of a time after that. */
const warmingMs = 11_000;
const suite = 'AES_CM_128_HMAC_SHA1_80';

interface Case {
  readonly name: string;
  readonly streams: number;
  /** Of a telephone: it talks one second in so many. */
  readonly talks: number;
  readonly begin: (session: MediaSession, index: number) => void;
  readonly together?: (index: number) => string;
}

const cases: readonly Case[] = [
  {
    ...{ name: 'voicemail', streams: 100, talks: 1 },
    begin: (session) => {
      session.play(['bench'], { loop: true });
      session.record({ mostMs: 3_600_000, silenceMs: 0, of: 'far' });
    },
  },
  {
    ...{ name: 'conference', streams: 60, talks: 20, together: () => 'one' },
    begin: (session) => session.join('one'),
  },
  {
    ...{ name: 'mixed', streams: 200, talks: 4, together: (index) => `room ${index >> 2}` },
    begin: (session, index) => session.join(`room ${index >> 2}`),
  },
  {
    ...{ name: 'relayed', streams: 200, talks: 1, together: (index) => `pair ${index >> 1}` },
    begin: (session, index) => session.join(`pair ${index >> 1}`),
  },
];

export interface Figure {
  readonly name: string;
  readonly streams: number;
  /** Of one core. */
  readonly percentEach: number;
  readonly streamsPerCore: number;
  readonly paceMedianMs: number;
  readonly paceP99Ms: number;
  readonly worstStreamP99Ms: number;
  readonly lostShare: number;
}

const clip = Int16Array.from({ length: 160_000 }, (_, at) => Math.round(8_000 * Math.sin(at / 7 + Math.sin(at / 900))));
const clips = { samples: clip, names: [{ name: 'bench', start: 0, length: clip.length }] };

async function answerOf<T>(peers: ChildProcess, what: unknown): Promise<T> {
  peers.send(what as never);
  const [answer] = await once(peers, 'message');
  return answer;
}

const hex = (): string => randomKey(30).toString('hex');
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

async function open(engine: MediaEngine, { streams, together }: Case): Promise<MediaSession[]> {
  const sessions: MediaSession[] = [];
  for (let index = 0; index < streams; index++) {
    const opened = await engine.session({
      address: '127.0.0.1',
      ...(together === undefined ? {} : { together: together(index) }),
    });
    if (!opened.ok) throw new Error(opened.refusal.words);
    sessions.push(opened.value);
  }
  return sessions;
}

async function run(each: Case): Promise<Figure> {
  const engine = await MediaEngine.open({ log: silentLog, clock: systemClock, clips });
  const peers = fork(new URL('./peers.ts', import.meta.url));
  const sessions = await open(engine, each);
  const plans = sessions.map(
    ({ port }): PeerPlan => ({ port, suite, sends: hex(), receives: hex(), talks: each.talks }),
  );
  const { ports } = await answerOf<{ ports: number[] }>(peers, plans);
  for (const [index, session] of sessions.entries()) {
    const { sends = '', receives = '' } = plans[index] ?? {};
    session.connect({
      ...{ remote: { address: '127.0.0.1', port: ports[index] ?? 0 }, codec: 'PCMU', payloadType: 0 },
      ...{ eventsPayloadType: 101, sends: true, receives: true },
      sendKey: { suite, key: Buffer.from(receives, 'hex') },
      receiveKey: { suite, key: Buffer.from(sends, 'hex') },
    });
    each.begin(session, index);
  }
  await pause(warmingMs);
  const before = process.cpuUsage();
  const beforeMs = performance.now();
  const paces: number[] = [];
  const medians: number[] = [];
  for (let second = 0; second < seconds; second++) {
    await pause(1_000);
    if (second % 5 !== 4) continue;
    paces.push(engine.counts.paceP99Ms);
    medians.push(engine.counts.paceMedianMs);
  }
  const { user, system } = process.cpuUsage(before);
  const tookMs = performance.now() - beforeMs;
  const statistics = await Promise.all(sessions.map((session) => session.statistics()));
  const { counts } = await answerOf<{ counts: PeerCounts }>(peers, 'counts');
  if (counts.refused > 0 || statistics.some(({ refused }) => refused > 0)) throw new Error('packets were refused');
  if (counts.received < (counts.sent * 9) / 10)
    throw new Error(`of ${counts.sent} packets ${counts.received} came back`);
  const percentEach = (user + system) / 10 / tookMs / each.streams;
  const sum = (of: (index: (typeof statistics)[number]) => number): number =>
    statistics.reduce((total, one) => total + of(one), 0);
  const figure = {
    ...{ name: each.name, streams: each.streams, percentEach, streamsPerCore: Math.floor(100 / percentEach) },
    paceMedianMs: median(medians),
    paceP99Ms: median(paces),
    worstStreamP99Ms: Math.max(...statistics.map(({ paceP99Ms }) => paceP99Ms)),
    lostShare:
      sum(({ lost }) => lost) /
      Math.max(
        1,
        sum(({ received }) => received),
      ),
  };
  peers.disconnect();
  await engine.close();
  return figure;
}

for (const each of cases) {
  if (positionals.length > 0 && !positionals.includes(each.name)) continue;
  const figure = await run(each);
  if (values.json) process.stdout.write(`${JSON.stringify(figure)}\n`);
  else
    process.stdout.write(
      `${figure.name}: ${figure.streams} streams, ${figure.percentEach.toFixed(3)} % of a core each (${figure.streamsPerCore} a core); ` +
        `late at p50 ${figure.paceMedianMs.toFixed(2)} ms, at p99 ${figure.paceP99Ms.toFixed(2)} ms, from the very start ${figure.worstStreamP99Ms.toFixed(2)} ms; ` +
        `lost ${(figure.lostShare * 100).toFixed(3)} %\n`,
    );
}
