// Tests of the local socket with a real socket in a temporary directory.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { FakeClock, limits, no, ok, silentLog } from '#base';
import { coreCodes } from './core.codes.ts';
import { CodeIndex } from './refusals.ts';
import { type Answer, LocalSocket, type LocalSocketOptions } from './socket.ts';

const directory = mkdtempSync(join(tmpdir(), 'ringfence-socket-'));
after(() => rmSync(directory, { recursive: true }));
let number = 0;
const freshPath = (): string => join(directory, `${number++}.sock`);
const codes = new CodeIndex([coreCodes]);

const answer: Answer = async (method, params, write) => {
  if (method === 'fault') throw new Error('a secret detail');
  if (method === 'refuse') return no([coreCodes.refuse('core.usage', { why: 'so' }, 'port')]);
  if (method !== 'stream') return ok({ method, params });
  for (let chunk = 0; chunk < 200; chunk++) await write('x'.repeat(10_000));
  return ok(200);
};

const options = (path: string): LocalSocketOptions => ({
  path,
  keyPath: `${path}-key`,
  clock: new FakeClock(),
  log: silentLog,
  answer,
  refusalLine: (refusal) => codes.line(refusal),
});

async function opened(given: LocalSocketOptions): Promise<LocalSocket> {
  const local = await LocalSocket.open(given);
  assert.ok(local.ok, JSON.stringify(local));
  return local.value;
}

const keyLine = (path: string): string => `${JSON.stringify({ key: readFileSync(`${path}-key`, 'utf8').trim() })}\n`;

/** Shows the key, sends `pieces` one after the other and gives every line that comes back. */
const ask = (path: string, ...pieces: string[]): Promise<unknown[]> => say(path, keyLine(path), ...pieces);

/** The same without the key. */
async function say(path: string, ...pieces: string[]): Promise<unknown[]> {
  const socket = connect({ path, allowHalfOpen: true });
  await once(socket, 'connect');
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((next) => setImmediate(next));
  }
  socket.end();
  const lines = (await text(socket)).split('\n').filter((line) => line !== '');
  return lines.map((line): unknown => JSON.parse(line));
}

test('requests are answered in order, however the bytes are cut; the file is its owner’s alone', async () => {
  const path = freshPath();
  const local = await opened(options(path));
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const answers = await ask(path, '{"id":1,"meth', 'od":"a","params":{"x":"ä"}}\n{"id":2,', '"method":"refuse"}\n');
  assert.deepEqual(answers, [
    { id: 1, result: { method: 'a', params: { x: 'ä' } } },
    {
      id: 2,
      refusals: [
        { code: 'core.usage', words: 'so.', remedy: 'See `ringfence --help`.', exit: 2, http: 422, field: 'port' },
      ],
    },
  ]);
  await local.close();
  assert.equal(existsSync(path), false);
});

test('the key is its owner’s alone, another one with each start, and gone at the end', async () => {
  const path = freshPath();
  const keys: string[] = [];
  for (let start = 0; start < 2; start++) {
    const local = await opened(options(path));
    assert.equal(statSync(`${path}-key`).mode & 0o777, 0o600);
    keys.push(keyLine(path));
    await local.close();
    assert.equal(existsSync(`${path}-key`), false);
  }
  assert.match(keys[0] ?? '', /^\{"key":"[0-9a-f]{64}"\}\n$/);
  assert.notEqual(keys[0], keys[1]);
});

test('without the key nothing is answered, whatever the first line is', async () => {
  const path = freshPath();
  let empty = 0;
  const local = await opened({ ...options(path), onEmpty: () => empty++ });
  const request = '{"id":1,"method":"a"}\n';
  const half = keyLine(path).slice(0, -10);
  const wrong = [
    request,
    '{"key":""}\n',
    '{"key":null}\n',
    '[]\n',
    '\n',
    'null\n',
    `${half}"}\n`,
    `${'x'.repeat(10_000)}\n`,
  ];
  for (const line of [...wrong, keyLine(path).replace('key', 'Key')]) {
    const answers = await say(path, line, keyLine(path), request);
    assert.equal(answers.length, 1, line);
    assert.match(JSON.stringify(answers), /"id":0.*core\.wrong-key/);
  }
  assert.equal(empty, 0, 'a stranger counts as no client');
  assert.deepEqual(await ask(path, request), [{ id: 1, result: { method: 'a', params: undefined } }].map(printed));
  await local.close();
});

const printed = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('a stranger who says nothing is cut off, and many of them keep no client out', async () => {
  const path = freshPath();
  const clock = new FakeClock();
  const local = await opened({ ...options(path), clock });
  const strangers = Array.from({ length: limits.socket.clients + 10 }, () => connect(path));
  let closed = 0;
  for (const stranger of strangers) stranger.on('error', () => undefined).on('close', () => closed++);
  await Promise.all(strangers.map((stranger) => once(stranger, 'connect')));
  assert.equal((await ask(path, '{"id":1,"method":"a"}\n')).length, 1);
  clock.advance(limits.socket.keyMs);
  while (closed < strangers.length) await new Promise((next) => setImmediate(next));
  assert.equal(clock.waiting, 0);
  await local.close();
});

test('a fault shows an id and nothing else, and the next request is served', async () => {
  const local = await opened(options(freshPath()));
  const path = join(directory, `${number - 1}.sock`);
  const [fault, next] = await ask(path, '{"id":1,"method":"fault"}\n{"id":2,"method":"a"}\n');
  assert.match(JSON.stringify(fault), /core\.fault/);
  assert.doesNotMatch(JSON.stringify(fault), /secret detail/);
  assert.deepEqual(next, { id: 2, result: { method: 'a' } });
  await local.close();
});

test('exports come in chunks before the result', async () => {
  const path = freshPath();
  const local = await opened(options(path));
  const answers = await ask(path, '{"id":7,"method":"stream"}\n');
  assert.equal(answers.length, 201);
  assert.deepEqual(answers.at(-1), { id: 7, result: 200 });
  await local.close();
});

test('what is no request is refused and ends the connection', async () => {
  const path = freshPath();
  const local = await opened(options(path));
  for (const line of ['nonsense', '[]', 'null', '{"id":1}', '{"id":"1","method":"a"}', '{"id":1.5,"method":"a"}']) {
    const answers = await ask(path, `${line}\n{"id":1,"method":"a"}\n`);
    assert.equal(answers.length, 1, line);
    assert.match(JSON.stringify(answers), /core\.request-malformed/);
  }
  await local.close();
});

test('a request beyond the limit is refused without being kept', async () => {
  const path = freshPath();
  const local = await opened(options(path));
  const socket = connect({ path, allowHalfOpen: true });
  let answered = '';
  socket.on('data', (bytes) => {
    answered += bytes.toString();
  });
  socket.write(keyLine(path));
  const piece = Buffer.alloc(1_048_576, 0x20);
  for (let sent = 0; sent <= limits.socket.requestBytes; sent += piece.length) {
    if (!socket.write(piece)) await once(socket, 'drain');
  }
  socket.end('\n');
  await once(socket, 'close');
  assert.match(answered, /^\{"id":0,"refusals":\[\{"code":"core\.request-too-long"[^\n]*\n$/);
  assert.deepEqual(await ask(path, '{"id":1,"method":"a"}\n'), [{ id: 1, result: { method: 'a' } }]);
  await local.close();
});

test('too many clients are told so; it tells when the last one has left', async () => {
  const path = freshPath();
  let empty = 0;
  const local = await opened({ ...options(path), onEmpty: () => empty++ });
  const sockets = Array.from({ length: limits.socket.clients }, () => connect(path));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const socket of sockets) socket.write(`${keyLine(path)}{"id":1,"method":"a"}\n`);
  await Promise.all(sockets.map((socket) => once(socket, 'data')));
  assert.match(JSON.stringify(await ask(path)), /core\.too-many-clients/);
  assert.equal(empty, 0);
  for (const socket of sockets) socket.destroy();
  while (local.clients > 0) await new Promise((next) => setImmediate(next));
  assert.equal(empty, 1);
  await local.close();
});

test('the file of a dead process is replaced, that of a living one refused', async () => {
  const path = freshPath();
  await leaveStaleFile(path);
  assert.ok(existsSync(path));
  const local = await opened(options(path));
  const second = await LocalSocket.open(options(path));
  assert.ok(!second.ok);
  assert.equal(second.refusal.code, 'core.socket-in-use');
  assert.deepEqual(await ask(path, '{"id":1,"method":"a"}\n'), [{ id: 1, result: { method: 'a' } }]);
  await local.close();
  const nowhere = await LocalSocket.open(options(join(directory, 'none', 'a.sock')));
  assert.ok(!nowhere.ok);
  assert.equal(nowhere.refusal.code, 'core.socket-failed');
});

/** A thread that is ended while it listens leaves its file behind, as a killed process does. */
async function leaveStaleFile(path: string): Promise<void> {
  const listen = `require('node:net').createServer().listen(${JSON.stringify(path)})
    .on('listening', () => require('node:worker_threads').parentPort.postMessage('listening'));`;
  const worker = new Worker(listen, { eval: true });
  await once(worker, 'message');
  await worker.terminate();
  if (existsSync(path)) return;
  // This Node cleaned up after the thread: a file that was moved has no one to listen on it either.
  const other = createServer().listen(`${path}.2`);
  await once(other, 'listening');
  renameSync(`${path}.2`, path);
  other.close();
}
