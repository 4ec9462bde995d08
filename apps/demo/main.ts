// `ringfence demo`: a real node in a temporary directory and two built-in phones that call each other, encrypted.
// Exit code 0 when all of it was as it must be, 1 with what failed, 2 wrong usage.

import { parseArgs } from 'node:util';
import { systemClock } from '#base';
import { DemoFailure } from './failure.ts';
import { DemoNode } from './node.ts';
import { tell } from './story.ts';
import { Teller } from './teller.ts';

/** A demonstration that takes longer has failed, whatever it would show. */
const limitMs = 60_000;

interface Options {
  readonly json: boolean;
  readonly tamper: boolean;
}

function readOptions(): Options | undefined {
  try {
    const options = { json: { type: 'boolean' }, tamper: { type: 'boolean' } } as const;
    const { json = false, tamper = false } = parseArgs({ args: process.argv.slice(2), options }).values;
    return { json, tamper };
  } catch (fault) {
    process.stderr.write(`ringfence: ${fault instanceof Error ? fault.message : fault}\n`);
    return undefined;
  }
}

async function run({ json, tamper }: Options): Promise<number> {
  const teller = new Teller(json, (text) => process.stdout.write(text));
  teller.begin(
    tamper
      ? 'Two phones, one call, and one phone that encrypts with other keys than it says: this must fail.'
      : 'Two phones, one call, encrypted from end to end.',
  );
  const node = new DemoNode();
  process.once('exit', () => node.removeNow());
  const failure = await Promise.race([attempt(node, teller, tamper), interrupted(), late()]);
  await node.remove();
  if (failure === undefined) teller.step(`The directory ${node.directory} is removed`);
  teller.end(failure);
  return failure === undefined ? 0 : 1;
}

/** The words of what failed; undefined when nothing did. */
async function attempt(node: DemoNode, teller: Teller, tamper: boolean): Promise<string | undefined> {
  try {
    await tell(node, teller, { tamper });
    return undefined;
  } catch (fault) {
    if (fault instanceof DemoFailure) return fault.message;
    return `a fault of the demonstration itself: ${fault instanceof Error ? fault.stack : fault}`;
  }
}

const interrupted = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve(`interrupted by ${signal}`));
  });

const late = (): Promise<string> =>
  new Promise((resolve) => {
    systemClock.after(limitMs, () => resolve(`not finished within ${limitMs / 1_000} s`));
  });

const options = readOptions();
process.exit(options === undefined ? 2 : await run(options));
