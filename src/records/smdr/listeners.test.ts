// Tests of the listeners: who is let in, who is not, and how they follow the configuration.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { limits } from '#base';
import { testIdentity } from '../../sip/transport/testing.ts';
import { temporaryPath } from '../../storage/testing.ts';
import type { SmdrSettings } from './smdr.ts';
import type { SmdrOptions } from './smdr-options.form.ts';
import { dialledIn, TestReader, TestSmdr } from './testing.ts';

const paths: string[] = [];
after(() => {
  for (const path of paths) rmSync(path, { recursive: true, force: true });
});

function open(wishes: Partial<SmdrOptions> = {}, more: Partial<SmdrSettings> = {}): Promise<TestSmdr> {
  const path = temporaryPath();
  paths.push(path);
  return TestSmdr.open(path, wishes, more);
}

/** What a stranger gets until the connection is closed, and how that ends. */
async function fateAt(port: number, localAddress = '127.0.0.1'): Promise<readonly [string, string]> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  let text = '';
  socket.on('data', (data: Buffer) => {
    text += data.toString('latin1');
  });
  const code = await new Promise<string>((resolve) => {
    socket.on('error', (fault: NodeJS.ErrnoException) => resolve(fault.code ?? ''));
    socket.on('close', () => resolve(''));
  });
  return [text, code];
}

const listener = (port: number, name = 'smdr', service = 'smdr') => ({
  ...{ name, service, address: '127.0.0.1', port, enabled: true },
});

test('a stranger is refused before a byte is sent, and is on record; what waits stays', async () => {
  const bed = await open({ allowedReaders: ['127.0.0.1/32'] });
  bed.calls(1, 2);
  const port = await bed.listen('smdr', '0.0.0.0');
  assert.deepEqual(await fateAt(port, '127.0.0.2'), ['', 'ECONNRESET']);
  assert.deepEqual(
    bed.facts.map(({ action, actor, level }) => [action, actor.sourceIp, actor.application, level]),
    [['reader refused', '127.0.0.2', 'SMDR', 'medium']],
  );
  const reader = await TestReader.connect(port);
  await reader.until(2);
  assert.equal(bed.facts.length, 1);
  await reader.leave();
  await bed.smdr.close();
});

test('an address that is allowed no more is cut off; new ones are judged by the options of the moment', async () => {
  const bed = await open({ allowedReaders: ['127.0.0.0/8'] });
  const port = await bed.listen();
  const first = await TestReader.connect(port, '127.0.0.1', '127.0.0.1');
  const second = await TestReader.connect(port, '127.0.0.1', '127.0.0.3');
  await bed.until(() => bed.readers === 2);
  bed.options = { ...bed.options, allowedReaders: ['127.0.0.3/32'] };
  await bed.smdr.apply([listener(0)]);
  await bed.until(() => bed.readers === 1);
  assert.ok(first.socket.destroyed || (await once(first.socket, 'close')).length > 0);
  bed.calls(1, 1);
  await second.until(1);
  await second.leave();
  await bed.smdr.close();
});

test('an enabled listener stays closed where nobody may read, and says why', async () => {
  const bed = await open({ allowedReaders: [] });
  const reasons = async (wishes: Partial<SmdrOptions>): Promise<readonly [string, boolean | undefined]> => {
    bed.options = { ...bed.options, ...wishes };
    await bed.smdr.apply([listener(0)]);
    const [line] = bed.smdr.listeners.lines;
    return [line?.closedBecause ?? 'none', line?.isSwitchedOff];
  };
  assert.deepEqual(await reasons({}), ['SMDR Options allows no readers', true]);
  assert.deepEqual(await reasons({ allowedReaders: ['127.0.0.1/32'] }), ['', undefined]);
  assert.deepEqual(await reasons({ recording: false }), [
    'Station Message Detail Recording is off in SMDR Options',
    true,
  ]);
  await bed.smdr.apply([{ ...listener(0), enabled: false }, listener(0, 'sip', 'sip-tls')]);
  assert.deepEqual(bed.smdr.listeners.lines, []);
  await bed.smdr.close();
});

test('what is above the listener closes it, with the connections that came in by it', async () => {
  let why = '';
  const bed = await open({}, { whyClosed: () => why });
  const port = await bed.listen();
  const reader = await TestReader.connect(port);
  await bed.until(() => bed.readers === 1);
  why = 'SMDR is switched off in Unsecured Interfaces';
  await bed.smdr.apply([listener(port)]);
  await once(reader.socket, 'close');
  assert.deepEqual(bed.smdr.listeners.lines, [
    { name: 'smdr', transport: 'TCP', address: '127.0.0.1', port, closedBecause: why, isSwitchedOff: true },
  ]);
  await assert.rejects(TestReader.connect(port), /ECONNREFUSED/);
  await bed.smdr.close();
});

test('a listener that moves is closed first; one that stays is not touched; a port that is taken is told', async () => {
  const bed = await open();
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const takenPort = typeof address === 'object' && address !== null ? address.port : 0;
  const port = await bed.listen();
  const reader = await TestReader.connect(port);
  await bed.until(() => bed.readers === 1);
  await bed.smdr.apply([listener(0), listener(takenPort, 'other')]);
  assert.equal(bed.readers, 1);
  const [stays, other] = bed.smdr.listeners.lines;
  assert.deepEqual([stays?.port, stays?.closedBecause], [port, '']);
  assert.match(other?.closedBecause ?? '', /EADDRINUSE/);
  assert.equal(other?.isSwitchedOff, undefined);
  await reader.leave();
  taken.close();
  await bed.smdr.apply([listener(takenPort)]);
  assert.deepEqual(
    bed.smdr.listeners.lines.map((line) => [line.port, line.closedBecause]),
    [[takenPort, '']],
  );
  await bed.smdr.close();
});

test('there are so many readers at once, and no more', async () => {
  const bed = await open();
  const port = await bed.listen();
  const readers: TestReader[] = [];
  while (readers.length < limits.smdr.readers) readers.push(await TestReader.connect(port));
  await bed.until(() => bed.readers === limits.smdr.readers);
  assert.deepEqual(await fateAt(port), ['', 'ECONNRESET']);
  assert.equal(bed.facts.length, 1);
  await readers[0]?.leave();
  await bed.until(() => bed.readers === limits.smdr.readers - 1);
  const next = await TestReader.connect(port);
  await bed.until(() => bed.readers === limits.smdr.readers);
  for (const reader of [next, ...readers]) reader.socket.destroy();
  await bed.smdr.close();
});

test('what a reader sends is dropped; one that sends much is cut off', async () => {
  const bed = await open();
  const port = await bed.listen();
  const reader = await TestReader.connect(port);
  await bed.until(() => bed.readers === 1);
  for (let minute = 0; minute < 5; minute++) {
    reader.socket.write('x'.repeat(limits.smdr.receivedBytesPerMinute / 2));
    bed.calls(minute, 1);
    await reader.until(minute + 1);
    bed.clock.advance(60_000);
  }
  reader.socket.write('x'.repeat(limits.smdr.receivedBytesPerMinute + 1));
  await once(reader.socket, 'close');
  await bed.smdr.close();
});

/** As the address of a reader, and what its program demands of the certificate. */
async function overTls(port: number, ca: string, more: object = {}): Promise<TLSSocket> {
  const socket = connectTls({ port, host: '127.0.0.1', ca, ...more });
  await once(socket, 'secureConnect');
  return socket;
}

test('over TLS: the same records, the certificate of the moment, and nothing below the options', async () => {
  const [first, second] = await Promise.all([testIdentity('first'), testIdentity('second')]);
  let shown = first;
  const bed = await open({}, { secureContext: () => ({ ...shown, minVersion: 'TLSv1.3' }) });
  bed.calls(1, 200);
  const port = await bed.listen('smdr-tls');
  const reader = TestReader.over(await overTls(port, first.cert));
  await reader.until(200);
  assert.equal(dialledIn(reader.lines).at(-1), 200);
  assert.match(bed.smdr.delivery()[1]?.security ?? '', /^TLSv1\.3 TLS_/);
  await assert.rejects(overTls(port, first.cert, { maxVersion: 'TLSv1.2' }));
  shown = second;
  bed.smdr.listeners.renew();
  await assert.rejects(overTls(port, first.cert), /self-signed|certificate/i);
  const other = await overTls(port, second.cert);
  bed.calls(201, 1);
  await reader.until(201);
  await bed.sent(201);
  bed.clock.advance(1_500);
  await reader.leave();
  await bed.until(() => bed.readers === 1);
  assert.equal(bed.arrived, 201);
  other.destroy();
  await bed.smdr.close();
});

test('a stranger gets no handshake, and one that does not finish it is cut off', async () => {
  const identity = await testIdentity();
  const bed = await open({}, { secureContext: () => identity });
  const port = await bed.listen('smdr-tls', '0.0.0.0');
  assert.deepEqual(await fateAt(port, '127.0.0.2'), ['', 'ECONNRESET']);
  const silent = await TestReader.connect(port);
  const closed: Promise<unknown> = once(silent.socket, 'close');
  // A turn for the system to take it in; what it waits for is on the clock.
  await bed.until(() => bed.clock.waiting > 0);
  bed.clock.advance(limits.smdr.handshakeMs + 1);
  await closed;
  const plain: Socket = (await TestReader.connect(port)).socket;
  plain.write('GET / HTTP/1.1\r\n\r\n');
  await once(plain, 'close');
  assert.equal(bed.readers, 0);
  await bed.smdr.close();
});
