// Tests of the drill's parts that need no system: what a scan finds, what answers are read as, and what time tells.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { test } from 'node:test';
import { systemClock } from '#base';
import { bodyOf, headerOf, isWholeMessage, say, statusOf } from './say.ts';
import { scan } from './scan.ts';
import { apartMs } from './timing.ts';

async function listen(answer = ''): Promise<{ server: Server; port: number; sources: string[] }> {
  const sources: string[] = [];
  const server = createServer((socket) => {
    sources.push(socket.remoteAddress ?? '');
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = server.address();
  return { server, sources, port: place !== null && typeof place === 'object' ? place.port : 0 };
}

test('a scan finds a listener that nobody listed, and not one that is listed', async () => {
  const { server, port } = await listen();
  const mine = (findings: readonly { door: string; through: boolean }[]) =>
    findings.filter(({ door }) => door === `127.0.0.1:${port}`).map(({ through }) => through);
  assert.deepEqual(mine((await scan(['127.0.0.1'], [], [port], systemClock)).findings), [true]);
  assert.deepEqual(mine((await scan(['127.0.0.1'], [{ port }], [port], systemClock)).findings), []);
  server.close();
  await once(server, 'close');
  assert.deepEqual(mine((await scan(['127.0.0.1'], [], [port], systemClock)).findings), []);
});

test('what is said comes from an address of the drill’s own, and the whole answer is heard', async () => {
  const { server, port, sources } = await listen('HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\nX-A: b\r\n\r\nabc');
  const door = { name: 'door', speaks: 'http', address: '127.0.0.1', port } as const;
  const { text, isOpen } = await say(door, 'GET / HTTP/1.1\r\n\r\n', isWholeMessage, systemClock);
  assert.ok(isOpen);
  assert.deepEqual([statusOf(text), headerOf(text, 'x-a'), bodyOf(text)], [404, 'b', 'abc']);
  assert.deepEqual(sources, ['127.83.68.67']);
  server.close();
  const closed = await say(door, 'x', isWholeMessage, systemClock);
  assert.deepEqual([closed.isOpen, closed.text], [false, '']);
  assert.match(closed.why, /ECONNREFUSED/);
});

test('what is no answer has no status; half an answer is not whole', () => {
  assert.equal(statusOf('hello 200'), 0);
  assert.equal(statusOf('SIP/2.0 401 Unauthorized\r\n'), 401);
  assert.equal(isWholeMessage('SIP/2.0 200 OK\r\nl: 4\r\n\r\nabc'), false);
  assert.equal(isWholeMessage('SIP/2.0 200 OK\r\nl: 4\r\n\r\nabcd'), true);
  assert.equal(isWholeMessage('SIP/2.0 200 OK\r\n'), false);
});

test('times tell something only where none of one could be one of the other', () => {
  assert.equal(apartMs([250, 500, 250], [500, 250]), 0);
  assert.equal(apartMs([10, 12], [40, 45]), 28);
  assert.equal(apartMs([40, 45], [10, 12]), 28);
  assert.equal(apartMs([], [1]), 0);
});
