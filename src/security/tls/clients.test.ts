// Tests of who is recognised: judged once, again after a while or when what is trusted changed; refused ones are not remembered.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { FakeClock, limits, no, ok, type Result } from '#base';
import { makeAuthority } from '../certificates/issue.ts';
import { Clients } from './clients.ts';

const certificate = new X509Certificate((await makeAuthority('Test', Date.now())).certificate);
const { raw, fingerprint256 } = certificate;

function make() {
  const clock = new FakeClock();
  const asked: number[] = [];
  const world = { verdict: ok(undefined) as Result<unknown> };
  const clients = new Clients(async (chain) => {
    asked.push(chain.length);
    return world.verdict;
  }, clock);
  return { clients, clock, asked, world };
}

const refusal = no({ code: 'security.certificate-revoked', words: 'It was revoked.' });

test('a client that was accepted is recognised without being judged again for a while', async () => {
  const { clients, clock, asked } = make();
  assert.equal(await clients.isRecognised(fingerprint256), false, 'nobody has judged it');
  assert.deepEqual(await clients.judge([raw]), { accepted: true, fingerprint: fingerprint256, why: '' });
  clock.advance(limits.clients.verdictMs - 1);
  assert.equal(await clients.isRecognised(fingerprint256), true);
  assert.equal(asked.length, 1);
  clock.advance(1);
  assert.equal(await clients.isRecognised(fingerprint256), true);
  assert.equal(asked.length, 2);
});

test('one that was revoked meanwhile is not recognised any more, at the latest after a while, at once when that is known', async () => {
  const { clients, clock, world } = make();
  await clients.judge([raw]);
  world.verdict = refusal;
  assert.equal(await clients.isRecognised(fingerprint256), true);
  clock.advance(limits.clients.verdictMs);
  assert.equal(await clients.isRecognised(fingerprint256), false);
  world.verdict = ok(undefined);
  await clients.judge([raw]);
  world.verdict = refusal;
  clients.lookAgain();
  assert.equal(await clients.isRecognised(fingerprint256), false);
});

test('one that is refused is told why, and is not recognised', async () => {
  const { clients, world } = make();
  world.verdict = refusal;
  assert.deepEqual(await clients.judge([raw]), {
    accepted: false,
    fingerprint: fingerprint256,
    why: 'It was revoked.',
  });
  assert.equal(await clients.isRecognised(fingerprint256), false);
});

test('what is no certificate is refused unasked', async () => {
  const { clients, asked } = make();
  for (const chain of [[], [Buffer.alloc(0)], [Buffer.from('nonsense')]])
    assert.equal((await clients.judge(chain)).accepted, false);
  assert.deepEqual(asked, []);
});
