// Slow, greedy and broken clients at the web server of a running system: it stays within its memory, honest people are served, and
// calls are set up meanwhile.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { limits } from '#base';
import { HonestPhones } from '../honest.ts';
import { residentBytes } from '../vitals.ts';
import { Attacked, type Worn } from './attacked.ts';

const mebibyte = 1_048_576;
/** What the web server of an idle system has, and what its limits let a flood add to it. */
const mostBytes = 450 * mebibyte;
const honestMs = 2_500;

let system: Attacked;
let phones: HonestPhones;
let admin: Worn;
let portalPid: number;
const open = new Set<Socket>();

before(async () => {
  system = await Attacked.start();
  admin = await system.wearAdministrator();
  phones = await HonestPhones.open(system.node);
  await phones.prove();
  portalPid = system.portalPid();
});
after(async () => {
  for (const socket of open) socket.destroy();
  await phones?.close();
  await system.end();
});

/** A connection from this address of the machine itself; it is neither awaited nor heard. */
function begin(localAddress: string, how: 'tcp' | 'tls', first = ''): Socket {
  const place = { host: '127.0.0.1', port: system.port, localAddress };
  const socket = how === 'tcp' ? connectTcp(place) : connectTls({ ...place, ca: system.ca, servername: 'localhost' });
  socket.on('error', () => undefined);
  socket.once(how === 'tcp' ? 'connect' : 'secureConnect', () => first !== '' && socket.write(first, 'latin1'));
  socket.once('close', () => open.delete(socket));
  open.add(socket);
  return socket;
}

async function letGo(): Promise<void> {
  const closed = [...open].map((socket) => once(socket, 'close'));
  for (const socket of open) socket.destroy();
  await Promise.all(closed);
}

const settled = (sockets: readonly Socket[], how: 'connect' | 'secureConnect'): Promise<unknown> =>
  Promise.all(sockets.map((socket) => Promise.race([once(socket, how), once(socket, 'close')])));

/** Somebody who is logged in is answered, and the phones call each other. */
async function assertHonest(when: string): Promise<void> {
  const began = performance.now();
  const answer = await system.rest('GET', 'home', admin.headers);
  const tookMs = performance.now() - began;
  assert.equal(answer.status, 200, `${when}: ${answer.text}`);
  assert.ok(tookMs < honestMs, `${when}: ${Math.round(tookMs)} ms`);
  const { registeredMs, answeredMs } = await phones.prove();
  assert.ok(registeredMs < honestMs && answeredMs < honestMs, `${when}: ${registeredMs} ms, ${answeredMs} ms`);
}

function assertMemory(when: string): void {
  const now = residentBytes(portalPid);
  assert.ok(now < mostBytes, `${when}: ${Math.round(now / mebibyte)} MiB`);
}

const { connections, connectionsPerAddress } = limits.portals;

test('one address has so many connections, and others are served', async () => {
  const sockets = Array.from({ length: connectionsPerAddress + 50 }, () => begin('127.0.61.1', 'tcp'));
  await settled(sockets, 'connect');
  await assertHonest('all places of one address are taken');
  const refused = () => sockets.filter(({ destroyed, readableEnded }) => destroyed || readableEnded).length;
  for (const socket of sockets) socket.resume();
  while (refused() < 50) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(refused(), 50);
  await letGo();
});

test('when many addresses take all connections, one who has none is served all the same', async () => {
  const places = Math.ceil(connections / connectionsPerAddress) + 2;
  for (let place = 0; place < places; place++) {
    const sockets = Array.from({ length: connectionsPerAddress }, () => begin(`127.0.62.${place + 1}`, 'tcp').resume());
    await settled(sockets, 'connect');
  }
  await assertHonest('all connections are taken');
  assertMemory('all connections are taken');
  await letGo();
});

test('heads and bodies that come a byte at a time hold nobody up, and are given up', async () => {
  const cookie = `Cookie: __Host-ringfence-system-administration=${'s'.repeat(43)}\r\n`;
  const type = 'Content-Type: application/json\r\nContent-Length: 60000\r\n';
  const head = `GET / HTTP/1.1\r\nHost: ${system.host}\r\nX: `;
  const body = `POST /api/v1/changes HTTP/1.1\r\nHost: ${system.host}\r\n${cookie}${type}\r\n{`;
  const slow = Array.from({ length: 100 }, (_, index) => begin('127.0.63.1', 'tls', index % 2 === 0 ? head : body));
  await settled(slow, 'secureConnect');
  const drip = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write('x');
  }, 500);
  try {
    await assertHonest('a hundred clients drip');
    for (const socket of slow) socket.resume();
    const began = performance.now();
    while (slow.some(({ destroyed }) => !destroyed) && performance.now() - began < 40_000)
      await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(slow.filter(({ destroyed }) => !destroyed).length, 0, 'slow clients are still there');
  } finally {
    clearInterval(drip);
  }
  assertMemory('after slow clients');
});

test('bodies of many that nobody logged in with, sent at once, take no more memory than there is', async () => {
  const cookie = `Cookie: __Host-ringfence-system-administration=${'b'.repeat(43)}\r\n`;
  const head = (bytes: number): string =>
    `POST /api/v1/changes HTTP/1.1\r\nHost: ${system.host}\r\n${cookie}Content-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`;
  const small = head(limits.portals.smallBodyBytes) + '{'.padEnd(limits.portals.smallBodyBytes - 1, ' ');
  const large = head(limits.portals.bodyBytes) + '{'.padEnd(limits.portals.bodyBytes - 1, ' ');
  for (let place = 0; place < 4; place++) {
    const sockets = Array.from({ length: 100 }, (_, index) =>
      begin(`127.0.64.${place + 1}`, 'tls', index % 2 === 0 ? small : large).resume(),
    );
    await settled(sockets, 'secureConnect');
  }
  await assertHonest('four hundred bodies are on their way');
  assertMemory('four hundred bodies are on their way');
  await letGo();
});

test('requests without end, of many who are not logged in, leave room for one who is', async () => {
  const cookie = `Cookie: __Host-ringfence-system-administration=${'f'.repeat(43)}\r\n`;
  const request = `GET /api/v1/home HTTP/1.1\r\nHost: ${system.host}\r\n${cookie}\r\n`;
  let answered = 0;
  const sockets = Array.from({ length: 40 }, (_, index) => {
    const socket = begin(`127.0.65.${(index % 4) + 1}`, 'tls', request);
    // Each asks again as soon as it has its answer.
    return socket.on('data', () => {
      answered += 1;
      socket.write(request);
    });
  });
  await settled(sockets, 'secureConnect');
  for (let turn = 0; turn < 5; turn++) await assertHonest('forty clients ask without end');
  assertMemory('forty clients ask without end');
  assert.ok(answered > 100, `${answered} requests are no flood`);
  await letGo();
});

test('a client that asks for much and reads nothing is not sent more than a little', async () => {
  const page = await system.ask('/');
  const [, script = '/'] = /src="(\/assets\/[^"]+\.js)"/.exec(page.text) ?? [];
  const request = `GET ${script} HTTP/1.1\r\nHost: ${system.host}\r\n\r\n`;
  const sockets = Array.from({ length: 50 }, () =>
    begin('127.0.66.1', 'tls', request.repeat(limits.portals.requestsAhead)).pause(),
  );
  await settled(sockets, 'secureConnect');
  await assertHonest('fifty clients read nothing');
  assertMemory('fifty clients read nothing');
  await letGo();
});

const smuggled = (host: string, cookie: string): string =>
  `GET /api/v1/forms HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`;

test('request smuggling: what two readers could read differently is refused, and what follows is not read at all', async () => {
  const heads = [
    'Content-Length: 6\r\nTransfer-Encoding: chunked\r\n',
    'Content-Length: 2\r\nContent-Length: 7\r\n',
    'Transfer-Encoding: chunked, identity\r\n',
    'Transfer-Encoding: xchunked\r\n',
    'Transfer-Encoding: chunked\r\nTransfer-encoding: cow\r\n',
    'Content-Length : 2\r\n',
    'Content-Length: 2\n',
  ];
  for (const head of heads) {
    const post = `POST /api/v1/changes HTTP/1.1\r\nHost: ${system.host}\r\nCookie: ${admin.cookie}\r\nX-CSRF-Token: ${admin.csrf}\r\n`;
    const bytes = `${post}Content-Type: application/json\r\n${head}\r\n0\r\n\r\n${smuggled(system.host, admin.cookie)}`;
    const text = await system.raw(bytes);
    assert.match(text, /^HTTP\/1\.1 400/, JSON.stringify(head));
    assert.doesNotMatch(text, /users-and-services/, JSON.stringify(head));
  }
});

test('when it is over, memory and connections have come back', async () => {
  await letGo();
  await assertHonest('after all of it');
  const { connections: left } = await system.node.ask<{ connections: number }>('status');
  assert.ok(left <= 4, `${left} connections`);
  assertMemory('after all of it');
});
