// Tests of the commands of SMDR, each as a process of its own.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CommandLine } from './testing.ts';

const line = new CommandLine();
before(() => line.open());
after(() => line.close());

test('records are listed page by page, as lines too, and sent again by their number', async () => {
  const { asked } = await line.done(['--json', 'smdr', 'list', '--last', '5']);
  assert.match(asked, /"form":"smdr-records","query":\{[^}]*"offset":0,"limit":1000/);
  const { out } = await line.done(['smdr', 'list', '--raw']);
  assert.equal(out, '\r\n');
  assert.match((await line.done(['smdr', 'status'])).asked, /"form":"smdr-delivery"/);
  const again = await line.done(['smdr', 'send-again', '12']);
  assert.match(again.asked, /"sendAgain"/);
  assert.equal(again.out, 'The next reader gets record 12 and all after it.\n');
});

test('a count that is none is refused', async () => {
  const { code, error } = await line.run(['smdr', 'list', '--last', '0']);
  assert.equal(code, 2);
  assert.match(error, /--last takes a whole number/);
});
