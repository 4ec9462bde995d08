// What a test with an office of phones asks of the node.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { HistoryLine } from '../../apps/core/protocol.ts';
import type { TestNode } from '../node.ts';

const patienceMs = 30_000;

export const numbersFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(first + index));

/** Adds the extensions of so many pairs of phones, from this number on. */
export async function makePairs(node: TestNode, first: number, pairs: number) {
  const all = numbersFrom(first, 2 * pairs);
  const accounts = all.map((number) => ({ number, secret: `secret-of-extension-${number}` }));
  const rows = accounts.map(({ number, secret }) => `${number},${secret}`);
  const text = `number,sipSecret\n${rows.join('\n')}\n`;
  await node.ask('form.import', { form: 'users-and-services', format: 'csv', mode: 'add', dryRun: false, text });
  return accounts.flatMap((caller, index) => {
    const called = accounts[index + 1];
    return index % 2 === 0 && called !== undefined ? [[caller, called] as const] : [];
  });
}

/** How long it took until `holds`. */
export async function soonMs(holds: () => boolean, what: string): Promise<number> {
  const began = performance.now();
  while (!holds()) {
    assert.ok(performance.now() - began < patienceMs, `not in time: ${what}`);
    await delay(20);
  }
  return performance.now() - began;
}

/** Every call on record, the newest first. */
export async function wholeHistory(node: TestNode): Promise<readonly HistoryLine[]> {
  const all: HistoryLine[] = [];
  for (;;) {
    const last = all.at(-1);
    const before = last === undefined ? {} : { before: { startedAtMs: last.startedAtMs, id: last.id } };
    const page = await node.ask<readonly HistoryLine[]>('history.list', { limit: 1_000, ...before });
    if (page.length === 0) return all;
    all.push(...page);
  }
}
