// Tests of the client mode: a collector that takes, breaks off, is away, or takes nothing.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { limits, no, ok } from '#base';
import { temporaryPath } from '../../storage/testing.ts';
import type { CollectorPlace, ConnectCollector } from './collector.ts';
import type { SmdrOptions } from './smdr-options.form.ts';
import { callOf, TestSmdr, trunk } from './testing.ts';

const paths: string[] = [];
after(() => {
  for (const path of paths) rmSync(path, { recursive: true, force: true });
});

/** A program that takes lines of CSV on a port, as collectors of IP Office do. */
class TestCollector {
  readonly #server: Server;
  readonly sockets = new Set<Socket>();
  text = '';
  connections = 0;

  constructor() {
    this.#server = createServer((socket) => {
      this.connections++;
      this.sockets.add(socket);
      socket.on('data', (data: Buffer) => {
        this.text += data.toString('utf8');
      });
      socket.on('error', () => undefined);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** What was dialled in the calls of the whole lines. */
  get dialled(): readonly string[] {
    const lines = this.text.split('\r\n').slice(0, -1);
    return lines.map((line) => line.split(',')[6] ?? '');
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.#server.close();
  }
}

const plainly: ConnectCollector = async ({ host, port }) => {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect');
    return ok(socket);
  } catch {
    return no({ code: 'test.away', words: 'the collector is away' });
  }
};

async function open(wishes: Partial<SmdrOptions>, connectTo: ConnectCollector = plainly, path = temporaryPath()) {
  paths.push(path);
  const options = { collectorHost: '127.0.0.1', collectorSecurity: 'clear', ...wishes } as const;
  return TestSmdr.open(path, options, { connect: connectTo });
}

const row = (bed: TestSmdr) => bed.smdr.delivery().find(({ kind }) => kind === 'collector');
/** The connection rests, and is ended. */
const endMs = limits.smdr.collectorIdleMs + 1;

async function received(bed: TestSmdr, collector: TestCollector, count: number): Promise<void> {
  await bed.until(() => collector.dialled.length >= count);
}

async function receipt(bed: TestSmdr, number: number): Promise<void> {
  await bed.until(() => {
    bed.clock.advance(endMs);
    return row(bed)?.arrived === number;
  });
}

test('calls are pushed as lines of CSV, and count when the collector has ended its side', async () => {
  const collector = new TestCollector();
  const bed = await open({ collectorPort: await collector.listen() });
  bed.calls(1, 2);
  await received(bed, collector, 2);
  assert.deepEqual([row(bed)?.arrived, row(bed)?.waiting], [0, 2]);
  bed.calls(3, 1);
  await received(bed, collector, 3);
  assert.equal(collector.connections, 1);
  await receipt(bed, 3);
  assert.match(collector.text, /^2026\/06\/13 09:00:00,00:01:00,1,201,O,1,1,,0,1000000,0,E201,,T9001,provider1,/);
  assert.deepEqual(collector.dialled, ['1', '2', '3']);
  bed.calls(4, 1);
  await received(bed, collector, 4);
  assert.equal(collector.connections, 2);
  await bed.smdr.close();
  collector.close();
});

test('a call over two trunks is one line', async () => {
  const collector = new TestCollector();
  const bed = await open({ collectorPort: await collector.listen() });
  bed.smdr.write(callOf({ id: 'x', caller: trunk(1), called: trunk(2, '0891'), dialled: '0891', rang: 1 }));
  bed.calls(5, 1);
  await received(bed, collector, 2);
  assert.deepEqual(collector.dialled, ['0891', '5']);
  await receipt(bed, 3);
  await bed.smdr.close();
  collector.close();
});

test('what broke off is sent again, at once with the next record', async () => {
  const collector = new TestCollector();
  const bed = await open({ collectorPort: await collector.listen() });
  bed.calls(1, 2);
  await received(bed, collector, 2);
  for (const socket of collector.sockets) socket.resetAndDestroy();
  await bed.until(() => row(bed)?.trouble !== '');
  assert.equal(row(bed)?.state, 'failing');
  assert.match(bed.smdr.conditions().get('smdr-collector')?.words ?? '', /do not reach the collector/);
  bed.calls(3, 1);
  await bed.until(() => {
    bed.clock.advance(300);
    return collector.dialled.length >= 5;
  });
  await receipt(bed, 3);
  assert.deepEqual(collector.dialled, ['1', '2', '1', '2', '3']);
  assert.deepEqual([row(bed)?.trouble, bed.smdr.conditions().size], ['', 0]);
  await bed.smdr.close();
  collector.close();
});

test('while the collector is away it is tried later and later, and no more often than once in a second', async () => {
  const tried: number[] = [];
  const bed = await open({}, async () => {
    tried.push(Math.round(bed.clock.steadyMs() / 1_000));
    return no({ code: 'test.away', words: 'the collector is away' });
  });
  bed.calls(1, 1);
  const step = async (ms: number): Promise<void> => {
    bed.clock.advance(ms);
    for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  };
  await step(0);
  for (let second = 0; second < 700; second++) await step(1_000);
  assert.deepEqual(tried, [0, 1, 6, 21, 81, 381, 681]);
  for (let call = 2; call < 12; call++) {
    bed.calls(call, 1);
    await step(100);
  }
  assert.equal(tried.length, 8, 'a new record is an attempt, and ten within a second are one');
  await bed.smdr.close();
});

test('beyond 3,000 that wait the oldest are given up, counted and told', async () => {
  const away: ConnectCollector = async () => no({ code: 'test.away', words: 'the collector is away' });
  const path = temporaryPath();
  const bed = await open({}, away, path);
  bed.calls(1, limits.smdr.collectorRecords + 7);
  await bed.until(() => row(bed)?.trouble !== '');
  assert.deepEqual([row(bed)?.waiting, row(bed)?.lost], [limits.smdr.collectorRecords, 7]);
  assert.equal(bed.smdr.conditions().get('smdr-collector')?.severity, 'major');
  assert.equal(bed.smdr.delivery()[0]?.lost, 0, 'for readers they are there still');
  await bed.smdr.close();
  const collector = new TestCollector();
  const again = await open({ collectorPort: await collector.listen() }, plainly, path);
  await received(again, collector, limits.smdr.perConnection);
  await bed.until(() => {
    if (collector.dialled.length >= limits.smdr.collectorRecords) again.clock.advance(endMs);
    return row(again)?.waiting === 0;
  });
  assert.deepEqual([collector.dialled[0], collector.dialled.at(-1)], ['8', '3007']);
  assert.equal(collector.dialled.length, limits.smdr.collectorRecords);
  await again.smdr.close();
  collector.close();
});

test('what was recorded before client mode was switched on is not pushed; a restart goes on where it was', async () => {
  const collector = new TestCollector();
  const port = await collector.listen();
  const path = temporaryPath();
  const bed = await open({ collectorHost: '', collectorPort: port }, plainly, path);
  bed.calls(1, 3);
  assert.equal(row(bed), undefined);
  bed.options = { ...bed.options, collectorHost: '127.0.0.1' };
  await bed.smdr.apply([]);
  bed.calls(4, 2);
  await received(bed, collector, 2);
  await bed.smdr.close();
  assert.deepEqual(collector.dialled, ['4', '5']);
  const again = await open({ collectorPort: port }, plainly, path);
  await received(again, collector, 4);
  assert.deepEqual(collector.dialled, ['4', '5', '4', '5'], 'there was no receipt');
  await receipt(again, 5);
  await again.smdr.close();
  const third = await open({ collectorPort: port }, plainly, path);
  third.calls(6, 1);
  await received(third, collector, 5);
  assert.equal(collector.dialled.at(-1), '6');
  await third.smdr.close();
  collector.close();
});

test('another place takes over at once, and the place says how it is reached', async () => {
  const [first, second] = [new TestCollector(), new TestCollector()];
  const places: CollectorPlace[] = [];
  const telling: ConnectCollector = (place) => {
    places.push(place);
    return plainly(place);
  };
  const [one, two] = [await first.listen(), await second.listen()];
  const bed = await open({ collectorPort: one }, telling);
  bed.calls(1, 1);
  await received(bed, first, 1);
  bed.options = { ...bed.options, collectorPort: two, collectorSecurity: 'tls' };
  await bed.smdr.apply([]);
  await received(bed, second, 1);
  assert.deepEqual(places, [
    { host: '127.0.0.1', port: one, security: 'clear' },
    { host: '127.0.0.1', port: two, security: 'tls' },
  ]);
  await bed.smdr.close();
  first.close();
  second.close();
});

test('what is open in the clear ends when that may not be any more, and what was sent is kept', async () => {
  const collector = new TestCollector();
  let may = true;
  const path = temporaryPath();
  paths.push(path);
  const collectorPort = await collector.listen();
  const connectTo: ConnectCollector = async (place) =>
    may ? plainly(place) : no({ code: 'test.closed', words: 'it may not leave in the clear' });
  const bed = await TestSmdr.open(
    path,
    { collectorHost: '127.0.0.1', collectorPort, collectorSecurity: 'clear' },
    { connect: connectTo, mayLeaveInClear: () => may },
  );
  bed.calls(1, 1);
  await received(bed, collector, 1);
  may = false;
  await bed.smdr.apply([]);
  await bed.until(() => collector.sockets.size === 0);
  await bed.until(() => {
    bed.clock.advance(1_000);
    return row(bed)?.trouble === 'it may not leave in the clear';
  });
  assert.deepEqual([row(bed)?.waiting, collector.connections], [1, 1]);
  await bed.smdr.close();
  collector.close();
});

test('a collector that does not end its side gives no receipt', async () => {
  const server = createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => undefined).resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const bed = await open({ collectorPort: typeof address === 'object' && address !== null ? address.port : 0 });
  bed.calls(1, 1);
  await bed.until(() => {
    bed.clock.advance(limits.smdr.collectorStuckMs);
    return row(bed)?.trouble === 'it did not answer the end of the connection';
  });
  assert.equal(row(bed)?.arrived, 0);
  await bed.smdr.close();
  server.close();
});
