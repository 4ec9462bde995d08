// The fuzzer of the parser: `node test/fuzz/parse.ts --count 1000000 --seed 1`. Ends with 1 where a message makes it throw,
// takes too long, or is kept.

import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { mutate } from './mutate.ts';
import { Random } from './random.ts';
import { readBytes } from './read.ts';
import { fuzzSeeds } from './seeds.ts';

export interface FuzzFigures {
  readonly count: number;
  readonly message: number;
  readonly bad: number;
  readonly hopeless: number;
  /** Of parsing, reading and answering, without mutating. */
  readonly microsecondsEach: number;
  readonly slowestMs: number;
  /** How much more is held at the end than after the first tenth, both after collecting. */
  readonly keptBytes: number;
}

/** The largest message with everything read and answered takes a few milliseconds; the rest is a busy machine. */
const tooSlowMs = 2_000;
const tooMuchBytes = 1_048_576;

/** Parses `count` mutated messages; throws, with the message and its number, where one of them harms. */
export function fuzzParser(count: number, seed: number): FuzzFigures {
  const random = new Random(seed);
  const kinds = { message: 0, bad: 0, hopeless: 0 };
  let spentMs = 0;
  let slowestMs = 0;
  let heldBytes = 0;
  for (let number = 0; number < count; number++) {
    if (number === Math.ceil(count / 10)) heldBytes = heldNow();
    const bytes = mutate(random, fuzzSeeds[random.below(fuzzSeeds.length)] ?? Buffer.alloc(0), fuzzSeeds);
    const started = performance.now();
    try {
      kinds[readBytes(bytes)]++;
    } catch (fault) {
      throw new Error(`message ${number} of seed ${seed}: ${JSON.stringify(bytes.toString('latin1'))}`, {
        cause: fault,
      });
    }
    const tookMs = performance.now() - started;
    spentMs += tookMs;
    slowestMs = Math.max(slowestMs, tookMs);
    if (tookMs > tooSlowMs) throw new Error(`message ${number} of seed ${seed} took ${tookMs} ms`);
  }
  const keptBytes = heldNow() - heldBytes;
  if (keptBytes > tooMuchBytes) throw new Error(`${keptBytes} bytes more are held than at the start`);
  return { count, ...kinds, microsecondsEach: (spentMs / count) * 1000, slowestMs, keptBytes };
}

function heldNow(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  return process.memoryUsage().heapUsed;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { count: { type: 'string' }, seed: { type: 'string' } } });
  const figures = fuzzParser(Number(values.count ?? 1_000_000), Number(values.seed ?? 1));
  for (const [name, value] of Object.entries(figures)) console.log(`${name} ${Math.round(value * 100) / 100}`);
}
