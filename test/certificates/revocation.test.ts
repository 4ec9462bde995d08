// Revocation by lists and responders that really listen, on a clock that moves only when told: what is revoked stops working within
// the refresh, and a certificate cannot send this system anywhere before it is believed.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { limits } from '#base';
import { httpFetch } from '#outbound';
import { answerOcsp, type Made, makeCrl, makeRoot } from '../../src/security/certificates/testing.ts';
import { World } from './world.ts';

const minuteMs = 60_000;
const crlOf = (issuer: Made, revoked: readonly Made[], world: World, number = 1) =>
  makeCrl(issuer, revoked, { nowMs: world.nowMs, number });

interface Request {
  readonly path: string;
  readonly body: Buffer;
}

/** A server of lists and answers on this machine. */
async function serve(t: TestContext, answer: (request: Request) => Promise<Buffer | number>) {
  const requests: Request[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const asked = { path: request.url ?? '', body: Buffer.concat(parts) };
    requests.push(asked);
    const body = await answer(asked);
    if (typeof body === 'number') response.writeHead(body, { location: 'http://127.0.0.1:1/' }).end();
    else response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  // A listening TCP server has an address of this kind.
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function setUp(fetch?: typeof httpFetch) {
  const world = await World.make(fetch);
  const root = await makeRoot('Root', { nowMs: world.nowMs });
  world.trust(root);
  world.set({ revocationLocal: true, revocationRefreshMinutes: 60 });
  const check = async (made: Made, wish: Parameters<World['checks']['check']>[2] = {}) => {
    const checked = await world.checks.check('telephony', made.ders, { level: 'medium', ...wish });
    return checked.ok ? checked.value.revocation : checked.refusal.code.replace('security.certificate-', '');
  };
  return { world, root, check };
}

/** Resolves when revocation has news. */
const news = (world: World): Promise<void> =>
  new Promise((resolve) => {
    const stop = world.checks.changed.on(() => {
      stop();
      resolve();
    });
  });

const settle = async (): Promise<void> => {
  for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setImmediate(resolve));
};

test('a certificate that is put on a real list stops working within the refresh, without being shown again', async (t) => {
  const { world, root, check } = await setUp(httpFetch);
  const revoked: Made[] = [];
  let number = 1;
  const { url, requests } = await serve(t, () => crlOf(root, revoked, world, number));
  const phone = await world.make({ issuer: root, crl: `${url}/list.crl` });
  assert.equal(await check(phone), 'good');
  assert.equal(await check(phone), 'good');
  assert.equal(requests.length, 1, 'a list is fetched once');
  [revoked[0], number] = [phone, 2];
  world.clock.advance(59 * minuteMs);
  assert.equal(await check(phone), 'good');
  const told = news(world);
  world.clock.advance(minuteMs);
  await told;
  assert.equal(await check(phone), 'revoked');
  assert.equal(requests.length, 2);
});

test('a real responder is asked, and asked again when its answer is to be refreshed', async (t) => {
  const { world, root, check } = await setUp(httpFetch);
  let status: 'good' | 'revoked' = 'good';
  const { url, requests } = await serve(t, async ({ body }) => answerOcsp(body, root, { status, nowMs: world.nowMs }));
  const phone = await world.make({ issuer: root, ocsp: url });
  assert.equal(await check(phone), 'good');
  status = 'revoked';
  world.clock.advance(59 * minuteMs);
  assert.equal(await check(phone), 'good');
  world.clock.advance(minuteMs);
  assert.equal(await check(phone), 'revoked');
  assert.equal(requests.length, 2);
});

test('nothing on this machine is asked unless a setting allows it, and no redirect is followed', async (t) => {
  const { world, root, check } = await setUp(httpFetch);
  const { url, requests } = await serve(t, async () => 302);
  const phone = await world.make({ issuer: root, crl: `${url}/list.crl` });
  world.set({ revocationLocal: false });
  assert.equal(await check(phone), 'unknown');
  assert.equal(await check(phone, { level: 'high', usage: 'client' }), 'pinned');
  assert.equal(requests.length, 0);
  world.set({ revocationLocal: true });
  world.clock.advance(limits.certificates.fetchAgainMs);
  assert.equal(await check(phone), 'unknown');
  assert.equal(requests.length, 1);
});

test('a certificate that is not believed sends this system nowhere', async () => {
  const { world, root, check } = await setUp();
  const stranger = await makeRoot('Stranger', { nowMs: world.nowMs });
  const place = { crl: 'http://victim.example/', ocsp: 'http://victim.example/ocsp' };
  assert.equal(await check(await world.make({ issuer: stranger, ...place })), 'chain');
  assert.equal(await check(await world.make({ issuer: root, usage: ['other'], ...place })), 'usage');
  assert.equal(await check(await world.make({ issuer: root, ...place, endsMs: world.nowMs - 1 })), 'in-date');
  const low = await world.make({ issuer: root, ...place });
  assert.equal(await check(low, { level: 'low' }), 'none');
  world.set({ revocation: 'off' });
  assert.equal(await check(low), 'none');
  assert.deepEqual(world.asked, []);
});

test('an older list never takes the place of a newer one; a list that ends with no newer one is none', async () => {
  const { world, root, check } = await setUp();
  const phone = await world.make({ issuer: root, crl: 'http://pki.example/list' });
  const nextMs = world.nowMs + 150 * minuteMs;
  const lists = await Promise.all([
    makeCrl(root, [], { nowMs: world.nowMs - 10 * minuteMs, number: 6, nextMs }),
    makeCrl(root, [phone], { nowMs: world.nowMs, number: 7, nextMs }),
  ]);
  let list = lists[1];
  world.places.set('http://pki.example/list', () => list);
  assert.equal(await check(phone), 'revoked');
  list = lists[0];
  for (let hour = 0; hour < 2; hour++) {
    world.clock.advance(60 * minuteMs);
    await settle();
    assert.equal(await check(phone), 'revoked', `after ${hour + 1} h`);
  }
  world.clock.advance(31 * minuteMs);
  await settle();
  assert.equal(await check(phone), 'unknown');
  assert.ok(world.asked.length >= 3);
});

test('what the setting says happens when nobody answers', async () => {
  const { world, root, check } = await setUp();
  const phone = await world.make({ issuer: root, crl: 'http://pki.example/list' });
  world.trust(root, phone);
  const at = async (revocation: 'by-level' | 'accept' | 'refuse' | 'off') => {
    world.set({ revocation });
    return [await check(phone), await check(phone, { level: 'high' })];
  };
  assert.deepEqual(await at('by-level'), ['unknown', 'revocation-unknown']);
  assert.deepEqual(await at('accept'), ['unknown', 'unknown']);
  assert.deepEqual(await at('refuse'), ['revocation-unknown', 'revocation-unknown']);
  assert.deepEqual(await at('off'), ['none', 'none']);
  assert.equal(world.asked.length, 1, 'a place that failed is left in peace for a while');
});

test('a thousand phones at once make one fetch', async () => {
  const { world, root, check } = await setUp();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const phones = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      world.make({ issuer: root, name: `${index}`, crl: 'http://pki.example/list' }),
    ),
  );
  world.places.set('http://pki.example/list', async () => {
    await held;
    return crlOf(root, [], world);
  });
  const checking = Array.from({ length: 1_000 }, (_, index) => {
    const phone = phones[index % phones.length];
    assert.ok(phone);
    return check(phone);
  });
  release();
  assert.deepEqual(new Set(await Promise.all(checking)), new Set(['good']));
  assert.equal(world.asked.length, 1);
});

test('more checks at once than there is room for are refused, and nothing is remembered of it', async () => {
  const { world, root, check } = await setUp();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  world.places.set('http://pki.example/list', async () => {
    await held;
    return crlOf(root, [], world);
  });
  const phone = await world.make({ issuer: root, crl: 'http://pki.example/list' });
  const many = Array.from({ length: limits.certificates.checks }, (_, index) => check(phone, { host: `h${index}` }));
  assert.equal(await check(phone, { host: 'one-more' }), 'busy');
  release();
  await Promise.all(many);
  assert.equal(await check(phone, { host: 'one-more' }), 'good');
});

test('a stapled answer spares the question; one that is forged, old or about another certificate does not', async () => {
  const { world, root } = await setUp();
  const server = await world.make({ issuer: root, names: ['mail.example'], ocsp: 'http://pki.example/ocsp' });
  const other = await world.make({ issuer: root, ocsp: 'http://pki.example/other' });
  let request: Buffer = Buffer.alloc(0);
  const keep = (body: Buffer): undefined => {
    request = body;
  };
  world.places.set('http://pki.example/ocsp', keep);
  world.places.set('http://pki.example/other', keep);
  const check = async (made: Made, stapled?: Buffer) => {
    const wish = { host: 'mail.example', level: 'medium', ...(stapled === undefined ? {} : { stapled }) } as const;
    const checked = await world.checks.check('outgoing', made.ders, wish);
    return checked.ok ? checked.value.revocation : checked.refusal.code.replace('security.certificate-', '');
  };
  assert.equal(await check(server), 'unknown');
  const staple = (wish: Parameters<typeof answerOcsp>[2] = {}) =>
    answerOcsp(request, root, { nonce: 'none', nowMs: world.nowMs, ...wish });
  assert.equal(await check(server, staple()), 'good');
  assert.equal(await check(server, staple({ status: 'revoked' })), 'revoked');
  const old = staple({ nowMs: world.nowMs - 100 * minuteMs, nextMs: world.nowMs - 10 * minuteMs });
  assert.equal(await check(server, old), 'unknown');
  assert.equal(await check(server, staple({ by: other })), 'unknown');
  assert.equal(await check(server, Buffer.from('junk')), 'unknown');
  await world.checks.check('telephony', other.ders, { level: 'medium' });
  assert.equal(await check(server, staple()), 'unknown', 'the answer is about the other one');
});

test('an answer to another question is none; a responder that the issuer named is believed, one that it did not is not', async () => {
  const { world, root, check } = await setUp();
  const place = 'http://pki.example/ocsp';
  const ask = async (answer: (body: Buffer) => Buffer): Promise<string> => {
    world.places.set(place, answer);
    return check(await world.make({ issuer: root, ocsp: place }));
  };
  const { nowMs } = world;
  assert.equal(await ask((body) => answerOcsp(body, root, { nowMs })), 'good');
  assert.equal(await ask((body) => answerOcsp(body, root, { nowMs, nonce: 'none' })), 'good');
  assert.equal(await ask((body) => answerOcsp(body, root, { nowMs, nonce: Buffer.alloc(32) })), 'unknown');
  const named = await world.make({ issuer: root, name: 'Responder', usage: ['ocsp'] });
  assert.equal(await ask((body) => answerOcsp(body, root, { nowMs, by: named })), 'good');
  const late = await world.make({ issuer: root, name: 'Responder', usage: ['ocsp'], endsMs: nowMs - 1 });
  assert.equal(await ask((body) => answerOcsp(body, root, { nowMs, by: late })), 'unknown');
  const stranger = await makeRoot('Stranger', { nowMs });
  const forged = await world.make({ issuer: stranger, name: 'Responder', usage: ['ocsp'] });
  assert.equal(await ask((body) => answerOcsp(body, root, { nowMs, by: forged })), 'unknown');
  assert.equal(await ask((body) => body), 'unknown');
});
