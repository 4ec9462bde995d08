// The fuzz run: `node test/fuzz/run.ts --count 1000000 --seed 1`. Most of the messages go to the parser, as many as fit into
// the time to a running node, over UDP, TCP and TLS. Ends with 1 where the node dies, grows, keeps anything, or no longer calls.

import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { parseArgs } from 'node:util';
import type { StatusLine } from '../../apps/core/protocol.ts';
import { HonestPhones } from '../honest.ts';
import { TestNode } from '../node.ts';
import { residentBytes } from '../vitals.ts';
import { mutate } from './mutate.ts';
import { fuzzParser } from './parse.ts';
import { Random } from './random.ts';
import { fuzzSeeds } from './seeds.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '120' },
  },
});
/** Datagrams in a burst, and connections' worth of bytes beside them. */
const burst = 40;
const sources = 8;
/** What the second half of the run may add to the node's memory: its heap breathes. */
const mostGrownBytes = 48 * 1_048_576;
/** The longest that anything of a stranger's is kept: a transaction's 32 seconds, and the next sweep. */
const settleMs = 45_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Living {
  readonly sent: number;
  readonly half: number;
  readonly end: number;
}

async function attack(node: TestNode, seconds: number, random: Random): Promise<Living> {
  const udp = await node.port('sip-udp');
  const tcp = await node.port('sip-tcp');
  const tls = await node.port('sip-tls');
  const sockets = await Promise.all(
    Array.from({ length: sources }, async (_, index) => {
      const socket = createSocket('udp4');
      await new Promise<void>((resolve) => socket.bind(0, `127.0.0.${index + 2}`, resolve));
      return socket;
    }),
  );
  const next = (): Buffer => mutate(random, fuzzSeeds[random.below(fuzzSeeds.length)] ?? Buffer.alloc(0), fuzzSeeds);
  let sent = 0;
  let half = 0;
  const begun = performance.now();
  for (let turn = 0; performance.now() - begun < seconds * 1_000; turn++) {
    for (let index = 0; index < burst; index++) {
      const bytes = next();
      if (bytes.length <= 65_000) sockets[index % sources]?.send(bytes, udp, '127.0.0.1');
      sent += 1;
    }
    if (turn % 5 === 0) {
      const stream =
        turn % 10 === 0
          ? connect(tcp, '127.0.0.1')
          : connectTls({ port: tls, host: '127.0.0.1', rejectUnauthorized: false });
      stream.on('error', () => undefined);
      stream.resume();
      for (let index = 0; index < 5; index++) stream.write(next());
      sent += 5;
      stream.setTimeout(2_000, () => stream.destroy());
    }
    await pause(8);
    if (half === 0 && performance.now() - begun > seconds * 500) half = residentBytes(node.pid);
  }
  for (const socket of sockets) socket.close();
  return { sent, half, end: residentBytes(node.pid) };
}

async function settled(node: TestNode): Promise<StatusLine> {
  for (const end = performance.now() + settleMs; ; ) {
    const status = await node.ask<StatusLine>('status');
    const kept = status.calls + status.dialogs + status.transactions;
    if (kept === 0 || performance.now() > end) return status;
    await pause(1_000);
  }
}

async function main(): Promise<string[]> {
  const seed = Number(values.seed);
  const node = await TestNode.start({
    set: ['network-listeners.sip-udp.enabled=yes', 'network-listeners.sip-tcp.enabled=yes'],
  });
  const wrong: string[] = [];
  try {
    const phones = await HonestPhones.open(node);
    await phones.prove();
    const living = await attack(node, Number(values.seconds), new Random(seed));
    const grown = living.end - living.half;
    console.log(
      `sent ${living.sent} to a running node; its memory ${Math.round(living.half / 1e6)} MB at half, ${Math.round(living.end / 1e6)} MB at the end`,
    );
    if (grown > mostGrownBytes) wrong.push(`the node grew by ${grown} bytes in the second half`);
    const honest = await phones.prove();
    console.log(
      `an honest phone registers in ${Math.round(honest.registeredMs)} ms, its call is answered in ${Math.round(honest.answeredMs)} ms`,
    );
    await phones.close();
    const { calls, dialogs, transactions } = await settled(node);
    console.log(`left over: ${calls} calls, ${dialogs} dialogs, ${transactions} transactions`);
    if (calls + dialogs + transactions > 0) wrong.push('something was left over');
    const verdict = await node.ask<{ intact: boolean; words: string }>('audit.verify');
    if (!verdict.intact) wrong.push(verdict.words);
    const faults = node.log.split('\n').filter((line) => line.includes(' error '));
    if (faults.length > 0) wrong.push(`${faults.length} faults in the log, the first: ${faults[0]}`);
    const left = Math.max(0, Number(values.count) - living.sent);
    const figures = fuzzParser(left, seed);
    console.log(
      `${left} parsed: ${figures.message} messages, ${figures.bad} answerable, ${figures.hopeless} hopeless; slowest ${Math.round(figures.slowestMs)} ms, ${figures.keptBytes} bytes kept`,
    );
  } finally {
    await node.remove();
  }
  return wrong;
}

const wrong = await main();
for (const words of wrong) console.log(`FAILED: ${words}`);
console.log(wrong.length === 0 ? 'All of it was survived.' : `${wrong.length} failed`);
process.exit(wrong.length === 0 ? 0 : 1);
