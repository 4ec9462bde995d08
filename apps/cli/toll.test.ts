// The commands of the toll guard as a user runs them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CommandLine } from './testing.ts';

const line = new CommandLine();
before(() => line.open());
after(() => line.close());

test('what an extension could cost is told with what stops it', async () => {
  const { out, asked } = await line.done(['toll', 'simulate', '214', '--from', '2026-11-27T18:00:00Z']);
  assert.match(asked, /"extension":"214","span":\{"fromMs":1795802400000\}/);
  assert.match(out, /^At most\t30.00 EUR$/m);
  assert.match(out, /^Dearest open destination\tCuba \(\+53\), 5.00 EUR a minute$/m);
  assert.match(out, /^Stopped 7 times: Extension 214 has reached the limit\.$/m);
  assert.equal(JSON.parse((await line.done(['toll', 'simulate', '214', '--json'])).out).amount, 300_000);
  const wrong = await line.run(['toll', 'simulate', '214', '--to', 'soon']);
  assert.equal(wrong.code, 2);
  assert.match(wrong.error, /--to takes a time such as/);
});

test('what was spent is a table; blocks are read and released through their view', async () => {
  const spent = await line.done(['toll', 'spent']);
  assert.equal(spent.out, 'Extension 214\t1\t2\t3\t1.00 EUR\t1.50 EUR\t0.00 EUR\n');
  assert.match((await line.done(['toll', 'blocks'])).asked, /"form":"toll-blocks"/);
  const released = await line.done(['toll', 'release', 'extension-214']);
  assert.match(released.asked, /"view":"toll-blocks","action":"release","key":"extension-214"/);
  assert.equal(released.out, 'extension-214 is released.\n');
});
