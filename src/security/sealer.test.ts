// Tests of sealing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '#base';
import { MasterKey } from './masterkey.ts';
import { isSealed, Sealer } from './sealer.ts';

const place = { form: 'users-and-services', key: '201', field: 'sipSecret' };
const sealer = new Sealer(new MasterKey(Buffer.alloc(32, 1)));
const clear = 'wörd 🔑 with anything';

test('what is sealed opens in its place, with its key, and shows nothing', () => {
  const sealed = sealer.seal(place, new Secret(clear));
  assert.match(sealed, /^sealed:v1:[0-9a-f]{8}:[\w-]{16}:[\w-]+$/);
  assert.ok(isSealed(sealed));
  const opened = new Sealer(new MasterKey(Buffer.alloc(32, 1))).open(place, sealed);
  assert.ok(opened.ok);
  assert.equal(opened.value.reveal(), clear);
  assert.notEqual(sealer.seal(place, new Secret(clear)), sealed);
});

test('another place or key does not open it', () => {
  const sealed = sealer.seal(place, new Secret(clear));
  const elsewhere = [
    { ...place, form: 'x' },
    { ...place, key: '202' },
    { ...place, field: 'other' },
    { form: 'users-and-services/201', key: '', field: 'sipSecret' },
  ];
  for (const other of elsewhere) assert.equal(sealer.open(other, sealed).ok, false);
  assert.equal(new Sealer(new MasterKey(Buffer.alloc(32, 2))).open(place, sealed).ok, false);
});

test('every altered character breaks the seal, with a refusal that names the place and no secret', () => {
  const sealed = sealer.seal(place, new Secret(clear));
  for (let index = 0; index < sealed.length - 1; index++) {
    const altered = sealed.slice(0, index) + (sealed[index] === 'A' ? 'B' : 'A') + sealed.slice(index + 1);
    const opened = sealer.open(place, altered);
    assert.ok(!opened.ok, `opened with character ${index} altered`);
    assert.equal(opened.refusal.code, 'security.seal-broken');
    assert.match(opened.refusal.words, /users-and-services\/201\/sipSecret/);
  }
  for (const text of ['', 'plain', 'sealed:v1:', `${sealed}:x`, sealed.slice(0, -4)])
    assert.equal(sealer.open(place, text).ok, false);
});
