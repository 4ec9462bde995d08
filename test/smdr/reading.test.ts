// SMDR of a whole node as a plain TCP client reads it: byte by byte for each kind of call, over restarts of both ends and kills, and by
// whom it may be read.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import type { Handset } from '#handset';
import type { AuditLine, HistoryLine } from '../../apps/core/protocol.ts';
import { TestReader } from '../../src/records/smdr/testing.ts';
import { until } from '../interop/wait.ts';
import { endOf, hangUp, place, Site, talk } from '../office/site.ts';

const patienceMs = 20_000;
const listeners = ['smdr', 'smdr-tls'].flatMap((name) =>
  ['address=127.0.0.1', 'port=0', 'enabled=yes'].map((wish) => `network-listeners.${name}.${wish}`),
);
const options = ['recording=yes', 'reportInternal=yes', 'allowedReaders=127.0.0.1/32'];

let site: Site;
let ada: Handset;
let bob: Handset;
let outside: Handset;

before(async () => {
  site = await Site.open({}, [
    'unsecured-interfaces.smdr.enabled=yes',
    ...listeners,
    ...options.map((wish) => `smdr-options.${wish}`),
  ]);
  outside = site.provider.subscriber('+498912345');
  [ada, bob] = [await site.phone('201'), await site.phone('202')];
  await site.change(
    { kind: 'add', form: 'inbound-numbers', patch: { number: '+4989123202', day: '202' } },
    { kind: 'add', form: 'account-codes', patch: { name: 'sales', code: '4711' } },
  );
});

after(() => site?.close());

const reader = async (): Promise<TestReader> => TestReader.connect(await site.node.port('smdr'));

interface Columns {
  readonly calling: string;
  readonly answer?: string;
  readonly dialled: string;
  readonly completion?: string;
  readonly called?: string;
  readonly account?: string;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** The last call as its record must read: the times are those of Call History, everything else is given. */
async function lineOf({ calling, answer = '', dialled, completion = '', called = '', account = '' }: Columns) {
  const [call] = await site.node.ask<readonly HistoryLine[]>('history.list', { limit: 1 });
  assert.ok(call !== undefined);
  const start = new Date(call.startedAtMs);
  const lasted = Math.round((call.endedAtMs - (call.answeredAtMs || call.startedAtMs)) / 1_000);
  const hour = start.getUTCHours();
  const time = `${two(hour % 12 || 12)}:${two(start.getUTCMinutes())}${hour < 12 ? ' ' : 'p'}`;
  return [
    ` ${two(start.getUTCMonth() + 1)}/${two(start.getUTCDate())} ${time} 00:00:${two(lasted)} ${calling.padEnd(4)} `,
    ` ${answer.padEnd(3)} ${dialled.padEnd(26)}${completion.padEnd(1)} ${called.padEnd(4)}       ${account.padEnd(12)} 000  `,
  ].join('');
}

/** Waits until this very line has come. */
const came = (to: TestReader, line: string): Promise<true> =>
  until(`${line} came`, patienceMs, () => to.lines.includes(line) || undefined);

/** Calls a number of its own, so that its record can be told from others. */
let next = 1_000;
async function callOut(): Promise<string> {
  const digits = `0892${next++}`;
  site.provider.subscriber(`+49${digits.slice(1)}`);
  await hangUp(await talk(ada, digits));
  return digits;
}

const dialledIn = (lines: readonly string[]): string[] => lines.map((line) => line.slice(33, 59).trim());

test('each kind of call is a line of 90 bytes', async () => {
  const lines = await reader();
  let count = 0;
  const reads = async (columns: Columns): Promise<void> => {
    await lines.until(++count);
    assert.equal(lines.lines.at(-1), await lineOf(columns));
  };
  await hangUp(await talk(ada, '08912345'));
  const outgoing = { calling: '201', dialled: '08912345', completion: 'A', called: 'T001' };
  await reads(outgoing);
  await hangUp(await talk(ada, '*114711*08912345'));
  await reads({ ...outgoing, account: 'sales' });
  const incoming = { calling: 'T001', dialled: '4989123202', called: '202' };
  await hangUp(await talk(outside, '+4989123202'));
  await reads({ ...incoming, answer: '000' });
  bob.whenCalled = { do: 'ring' };
  const unanswered = place(outside, '+4989123202');
  assert.ok((await unanswered.rings(patienceMs)).ok);
  await hangUp(unanswered);
  bob.whenCalled = { do: 'answer', afterMs: 0 };
  await reads({ ...incoming, answer: '***' });
  assert.equal(await endOf(place(outside, '+4989123999')), 404);
  const wrong = { calling: 'T001', answer: '***', dialled: '4989123999', completion: 'E' };
  await reads(wrong);
  assert.equal(await endOf(place(ada, '005352345678')), 403);
  await reads({ calling: '201', dialled: '005352345678', completion: 'T' });
  assert.match(lines.text, /^([ -~]{90}\r\n){6}$/);
  await lines.leave();
});

test('an internal call is recorded only where the classes of both sides say so', async () => {
  const lines = await reader();
  await hangUp(await talk(ada, '202'));
  await site.add('class-of-service', { number: 1, smdrInternal: true });
  await hangUp(await talk(ada, '202'));
  await came(lines, await lineOf({ calling: '201', answer: '000', dialled: '202', completion: 'I', called: '202' }));
  assert.equal(lines.lines.filter((line) => line.charAt(59) === 'I').length, 1);
  await lines.leave();
});

test('the same over TLS, with the certificate of the system', async () => {
  const ca = site.node.authorityPem;
  const socket = connectTls({ host: '127.0.0.1', port: await site.node.port('smdr-tls'), ca });
  await once(socket, 'secureConnect');
  const lines = TestReader.over(socket);
  const dialled = await callOut();
  await came(lines, await lineOf({ calling: '201', dialled, completion: 'A', called: 'T001' }));
  await lines.leave();
});

test('a stranger is cut off without a byte, and on record', async () => {
  const port = await site.node.port('smdr');
  const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
  let bytes = 0;
  socket.on('data', (data: Buffer) => {
    bytes += data.length;
  });
  const fault = await new Promise<Error>((resolve) => socket.once('error', resolve));
  assert.match(fault.message, /ECONNRESET/);
  assert.equal(bytes, 0);
  const [entry] = await until('it is on record', patienceMs, async () => {
    const found = await site.node.ask<readonly AuditLine[]>('audit.list', { action: 'reader refused', limit: 5 });
    return found.length > 0 && found;
  });
  assert.deepEqual([entry?.sourceIp, entry?.application], ['127.0.0.2', 'SMDR']);
});

test('nothing is lost over readers that come, break off and come again', async () => {
  const called: string[] = [];
  const got: string[] = [];
  for (let round = 1; round <= 3; round++) {
    called.push(await callOut());
    const lines = await reader();
    called.push(await callOut());
    await until('both came', patienceMs, () => dialledIn(lines.lines).includes(called.at(-1) ?? ''));
    got.push(...dialledIn(lines.lines));
    lines.socket.resetAndDestroy();
    called.push(await callOut());
  }
  const last = await reader();
  await until('the last one came', patienceMs, () => dialledIn(last.lines).includes(called.at(-1) ?? ''));
  got.push(...dialledIn(last.lines));
  assert.deepEqual(
    [...new Set(got)].filter((digits) => called.includes(digits)),
    called,
  );
  await last.leave();
});

test('a restart in good order loses nothing, and sends nothing twice', async () => {
  const lines = await reader();
  const before = await callOut();
  await until('it came', patienceMs, () => dialledIn(lines.lines).includes(before));
  const ended = once(lines.socket, 'close');
  assert.equal(await site.node.stop(), 0);
  await ended;
  await site.again();
  const after = await callOut();
  const further = await reader();
  await until('the next one came', patienceMs, () => dialledIn(further.lines).includes(after));
  assert.deepEqual(dialledIn(further.lines), [after]);
  await further.leave();
});

test('kill -9 in the midst of calls: what had ended is there, and each interrupted call has one record', async () => {
  const lines = await reader();
  const called: string[] = [];
  const got: string[] = [];
  for (let kill = 1; kill <= 3; kill++) {
    called.push(await callOut());
    const held = `0893${next++}`;
    site.provider.subscriber(`+49${held.slice(1)}`);
    await talk(ada, held);
    called.push(held);
    await site.node.kill();
    await site.again();
  }
  got.push(...dialledIn(lines.lines));
  const further = await reader();
  const last = called.at(-1) ?? '';
  await until('the last one came', patienceMs, () => dialledIn(further.lines).includes(last));
  got.push(...dialledIn(further.lines));
  const rows = (await site.rows('smdr-records')).map(({ dialled }) => dialled);
  for (const digits of called) {
    assert.ok(got.includes(digits), `${digits} did not come`);
    assert.equal(rows.filter((dialled) => dialled === digits).length, 1, digits);
  }
  await further.leave();
  assert.deepEqual(site.node.faults, []);
});
