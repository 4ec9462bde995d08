import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, limits } from '#base';
import { Nonces } from './nonces.ts';

const realm = 'ringfence';

test('a nonce is fresh for its realm and time, and all differ', () => {
  const clock = new FakeClock();
  const nonces = new Nonces(clock);
  const nonce = nonces.issue(realm);
  assert.match(nonce, /^[0-9a-f]{60}$/);
  assert.notEqual(nonces.issue(realm), nonce);
  assert.ok(nonces.isFresh(nonce, realm));
  assert.equal(nonces.isFresh(nonce, 'other'), false);
  clock.advance(limits.sip.nonceMs);
  assert.ok(nonces.isFresh(nonce, realm));
  clock.advance(1);
  assert.equal(nonces.isFresh(nonce, realm), false);
});

test('a nonce with any digit changed is not ours, nor is one of another key', () => {
  const clock = new FakeClock();
  const nonces = new Nonces(clock);
  const nonce = nonces.issue(realm);
  for (let at = 0; at < nonce.length; at++) {
    const digit = nonce[at] === '0' ? '1' : '0';
    assert.equal(nonces.isFresh(nonce.slice(0, at) + digit + nonce.slice(at + 1), realm), false, `digit ${at}`);
  }
  assert.equal(nonces.isFresh(new Nonces(clock).issue(realm), realm), false);
  for (const other of ['', nonce.toUpperCase(), `${nonce}0`, nonce.slice(1), 'x'.repeat(60)])
    assert.equal(nonces.isFresh(other, realm), false, other);
});

test('each count serves once; counts may overtake each other within a window', () => {
  const nonces = new Nonces(new FakeClock());
  const nonce = nonces.issue(realm);
  assert.deepEqual(
    [3, 1, 2, 3, 1, 2].map((count) => nonces.use(nonce, count)),
    [true, true, true, false, false, false],
  );
  assert.ok(nonces.use(nonce, 18));
  assert.equal(nonces.use(nonce, 3), false, 'still known at the window edge');
  assert.ok(nonces.use(nonce, 4));
  assert.equal(nonces.use(nonce, 2), false, 'behind the window');
  assert.ok(nonces.use(nonce, 0xffff_ffff));
  assert.equal(nonces.use(nonce, 0xffff_ffff), false);
  assert.ok(nonces.use(nonce, 0xffff_fff0));
  assert.equal(nonces.use(nonce, 0xffff_ffef), false);
  assert.ok(nonces.use(nonces.issue(realm), 1), 'another nonce counts for itself');
});

test('counts are bounded; a nonce whose counts were forgotten is no longer taken', () => {
  const clock = new FakeClock();
  const nonces = new Nonces(clock, undefined, 10);
  const first = nonces.issue(realm);
  assert.ok(nonces.use(first, 1));
  for (let index = 0; index < 100; index++) {
    clock.advance(1);
    const nonce = nonces.issue(realm);
    assert.ok(nonces.isFresh(nonce, realm));
    assert.ok(nonces.use(nonce, 1));
    assert.ok(!(nonces.isFresh(first, realm) && nonces.use(first, 1)), 'its count never serves again');
    assert.ok(nonces.size <= 11, `${nonces.size}`);
  }
  assert.equal(nonces.isFresh(first, realm), false);
});

test('counts of expired nonces are let go', () => {
  const clock = new FakeClock();
  const nonces = new Nonces(clock);
  for (let index = 0; index < 50; index++) nonces.use(nonces.issue(realm), 1);
  for (let turn = 0; turn < 2; turn++) {
    clock.advance(limits.sip.nonceMs + 1);
    nonces.use(nonces.issue(realm), 1);
  }
  assert.equal(nonces.size, 2);
});
