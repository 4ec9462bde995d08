// What trunks are told by the DNS: no records, no answer, and addresses that a name may not lead to.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, limits } from '#base';
import { type Dns, makeNames } from './names.ts';

const failing = (code: string) => async () => {
  throw Object.assign(new Error(`queryNaptr ${code} example.com`), { code });
};
const dns = (more: Partial<Dns>): Dns => ({
  ...{ resolveNaptr: async () => [], resolveSrv: async () => [], lookup: async () => [] },
  ...more,
});

test('a name without records is told apart from a DNS that fails or says nothing', async () => {
  const clock = new FakeClock();
  for (const code of ['ENOTFOUND', 'ENODATA'])
    assert.deepEqual(await makeNames(clock, dns({ resolveNaptr: failing(code) })).naptr('example.com'), []);
  await assert.rejects(makeNames(clock, dns({ resolveSrv: failing('ESERVFAIL') })).srv('x'), /ESERVFAIL/);
  const waiting = makeNames(clock, dns({ lookup: () => new Promise(() => undefined) })).addresses('x', true);
  clock.advance(limits.trunks.questionMs);
  await assert.rejects(waiting, /no answer within 5 seconds/);
  assert.equal(clock.waiting, 0);
});

test('a name leads elsewhere, and to this machine only where localhost was written', async () => {
  const found = ['192.0.2.1', '127.0.0.1', '::1', '169.254.1.1', '10.0.0.9', '224.0.0.1', '::ffff:127.0.0.1'];
  const names = makeNames(new FakeClock(), dns({ lookup: async () => found }));
  assert.deepEqual(await names.addresses('sip.example.com', true), ['192.0.2.1', '10.0.0.9']);
  assert.deepEqual(await names.addresses('localhost', false), ['192.0.2.1', '10.0.0.9']);
  assert.ok((await names.addresses('localhost', true)).includes('127.0.0.1'));
});
