// Tests of a call that is tested: its address, and the expectation that keeps it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RouteExplained } from '../../../../portal/api.ts';
import { expectationOf, keepable, nameFor } from './expectation.ts';
import { addressOf, isWhole, printWish, readWish, type TestWish } from './wish.ts';

const wish: TestWish = { kind: 'extension', caller: '201', dialled: '0+49', at: '2027-01-31T18:00:00Z' };
const trunk: TestWish = { kind: 'trunk', caller: 'provider', dialled: '4930', at: '' };

test('an address says the whole call, and is read as it was written', () => {
  for (const one of [wish, trunk]) assert.deepEqual(readWish(printWish(one)), one);
  assert.deepEqual(readWish({}), { kind: 'extension', caller: '', dialled: '', at: '' });
  assert.equal(readWish({ extension: '201', dialled: '1', at: 'soon' }).at, '');
  assert.deepEqual([wish, { ...wish, dialled: ' ' }, { ...wish, caller: '' }].map(isWhole), [true, false, false]);
});

test('the system is asked with every sign as it was dialled', () => {
  assert.equal(addressOf(wish), `routing/explain?caller=201&dialled=0%2B49&atMs=${Date.UTC(2027, 0, 31, 18)}`);
  assert.equal(addressOf(trunk), 'routing/explain?caller=provider&dialled=4930&fromTrunk=true');
});

const explained = (outcome: RouteExplained['outcome'], leadsTo: string): RouteExplained => ({
  ...{ words: '', outcome, leadsTo, refusedWith: '', atMs: 0, steps: [] },
});

test('what no expectation can say is not kept', () => {
  assert.equal(keepable(wish, explained('rings', '202')), 'rings');
  assert.equal(keepable(wish, explained('refused', '')), 'refused');
  assert.equal(keepable(wish, explained('goes-out', 'national')), 'goes-out');
  assert.equal(keepable(wish, explained('goes-out', '')), undefined);
  assert.equal(keepable(wish, explained('carried-out', '')), undefined);
  assert.equal(keepable(trunk, explained('rings', '202')), undefined);
});

test('an expectation says who dials what, when, and what must become of it', () => {
  const name = nameFor(wish);
  assert.equal(name, '201-049');
  assert.match(nameFor({ ...wish, dialled: '*#'.repeat(30) }), /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/);
  const patchOf = (...given: Parameters<typeof expectationOf>) => {
    const made = expectationOf(...given);
    return made.kind === 'add' ? made.patch : undefined;
  };
  const common = { name, extension: '201', dialled: '0+49', at: wish.at };
  assert.deepEqual(patchOf(name, wish, 'rings', '202'), {
    ...{ ...common, expected: 'extension', expectedExtension: '202' },
  });
  assert.deepEqual(patchOf(name, wish, 'goes-out', 'national'), {
    ...{ ...common, expected: 'route', expectedRoute: 'national' },
  });
  assert.deepEqual(patchOf(name, wish, 'refused', ''), { ...common, expected: 'refused' });
});
