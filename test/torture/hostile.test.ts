// Slow, greedy and lying clients at a real node: honest phones register and call meanwhile, and what was taken comes back.

import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { limits } from '#base';
import type { StatusLine } from '../../apps/core/protocol.ts';
import { HonestPhones } from '../honest.ts';
import { until } from '../interop/wait.ts';
import { TestNode } from '../node.ts';
import { probe, text } from '../raw/messages.ts';
import { StreamPlace } from '../raw/stream-place.ts';
import { openFiles, residentBytes } from '../vitals.ts';

/** Each kind of client comes from an address of its own. */
const address = {
  handshakes: '127.0.47.1',
  many: '127.0.47.2',
  other: '127.0.47.3',
  slow: '127.0.47.4',
  liar: '127.0.47.5',
  deaf: '127.0.47.6',
} as const;

const honestMs = 1_000;
const mebibyte = 1_048_576;
/** What a node under load may keep of its heap before it collects. */
/** Portions of 500 requests that each client asks: their answers are more than the system's own buffers take. */
const rounds = 100;
const told = (bytes: number): string => `${(bytes / mebibyte).toFixed(0)} MiB`;
const mostGrownBytes = 160 * mebibyte;

let node: TestNode;
let phones: HonestPhones;
let startBytes: number;
let startFiles: number;
let handshakesBegunMs: number;
const halfOpen: Socket[] = [];

const status = (): Promise<StatusLine> => node.ask<StatusLine>('status');

/** A bare connection that is neither awaited nor heard. */
function begin(port: number, localAddress: string, first = ''): Socket {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined).resume();
  socket.once('connect', () => first !== '' && socket.write(first, 'latin1'));
  return socket;
}

async function assertHonest(when: string): Promise<void> {
  const { registeredMs, answeredMs } = await phones.prove();
  assert.ok(registeredMs < honestMs && answeredMs < honestMs, `${when}: ${registeredMs} ms, ${answeredMs} ms`);
}

before(async () => {
  node = await TestNode.start({ set: ['network-listeners.sip-tcp.enabled=true'] });
  phones = await HonestPhones.open(node);
  await phones.prove();
  startBytes = residentBytes(node.pid);
  startFiles = openFiles(node.pid);
});

after(async () => {
  for (const socket of halfOpen) socket.destroy();
  await phones?.close();
  await node?.remove();
});

test('handshakes that are begun and never finished keep no other address out', async () => {
  const port = await node.port('sip-tls');
  // The beginning of a TLS record with a ClientHello, and nothing more of it.
  const hello = '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03';
  for (let count = 0; count < limits.sip.handshakes + 100; count++)
    halfOpen.push(begin(port, address.handshakes, count % 2 === 0 ? hello : ''));
  handshakesBegunMs = performance.now();
  await until('all are there', 5_000, () => openFiles(node.pid) - startFiles >= limits.sip.handshakes);
  const place = await StreamPlace.open({ transport: 'tls', port, address: address.other });
  place.send(probe('TLS', `${address.other}:${place.port}`));
  await until('an answer over a new connection', honestMs, () => place.take().some((heard) => heard.status === 200));
  place.close();
  const more = await HonestPhones.open(node, ['803', '804']);
  const { registeredMs } = await more.prove();
  assert.ok(registeredMs < honestMs, `registered in ${registeredMs} ms`);
  await more.close();
});

test('one address has so many connections and no more, while another registers', async () => {
  const port = await node.port('sip-tcp');
  const most = limits.sip.connectionsPerAddress;
  const sockets: Socket[] = [];
  // In portions, as the system takes only so many at once.
  for (let count = 0; count < most + 100; count += 100) {
    const portion = Array.from({ length: 100 }, () => begin(port, address.many));
    sockets.push(...portion);
    await Promise.all(
      portion.map((socket) => new Promise((resolve) => socket.once('connect', resolve).once('close', resolve))),
    );
  }
  await until('those beyond are refused', 5_000, () => sockets.filter(({ closed }) => closed).length === 100);
  await until('the others are counted', 2_000, async () => (await status()).connections === most + 2);
  await assertHonest('beside 2,000 connections of one address');
  const place = await StreamPlace.open({ transport: 'tcp', port, address: address.other });
  place.send(probe('TCP', `${address.other}:${place.port}`));
  await until('an answer to another address', honestMs, () => place.take().some((heard) => heard.status === 200));
  place.close();
  for (const socket of sockets) socket.destroy();
  await until('the connections are gone', 5_000, async () => (await status()).connections === 2);
});

test('messages that come a byte at a time, over TCP and TLS, are answered once they are whole', async () => {
  const places: StreamPlace[] = [];
  for (const transport of ['tcp', 'tls'] as const) {
    const port = await node.port(`sip-${transport}`);
    for (let count = 0; count < 50; count++)
      places.push(await StreamPlace.open({ transport, port, address: address.slow }));
  }
  const message = probe('TCP', 'slow.example');
  for (let at = 0; at < message.length; at++) {
    for (const place of places) place.send(message.subarray(at, at + 1));
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (at === 100) await assertHonest('beside 100 slow connections');
  }
  const heard = places.map(() => 0);
  await until('all are answered', 3_000, () => {
    for (const [index, place] of places.entries()) heard[index] = (heard[index] ?? 0) + place.take().length;
    return heard.every((count) => count === 1);
  });
  for (const place of places) place.close();
});

test('a Content-Length that lies ends its connection with 400 or 513, or takes its own next message along', async () => {
  const port = await node.port('sip-tcp');
  const lies: readonly [string, string, number, 'ends' | 'goes on' | 'waits'][] = [
    ['longer than the body', '400', 0, 'waits'],
    ['shorter than the body', '2', 200, 'goes on'],
    ['negative', '-1', 400, 'ends'],
    ['no number', '0x10', 400, 'ends'],
    ['beyond every number', '9'.repeat(40), 513, 'ends'],
    ['larger than a message may be', '65536', 513, 'ends'],
    ['two of them', '3\r\nl: 4', 400, 'ends'],
    ['none', '', 400, 'ends'],
  ];
  for (const [name, value, wanted, end] of lies) {
    const place = await StreamPlace.open({ transport: 'tcp', port, address: address.liar });
    place.send(probe('TCP', 'liar.example'));
    await until('its first answer', honestMs, () => place.take().length === 1);
    const honest = text('OPTIONS', 'sip:ringfence', lines(name), 'abc').toString('latin1');
    const length = value === '' ? '' : `Content-Length: ${value}\r\n`;
    place.send(Buffer.from(honest.replace(/Content-Length: 3\r\n/, length), 'latin1'));
    const statuses: number[] = [];
    const listen = (): void => void statuses.push(...place.take().map((heard) => heard.status));
    if (end === 'ends') await until(`${name}: it ends`, 3_000, () => place.ended);
    else await new Promise((resolve) => setTimeout(resolve, 100));
    listen();
    assert.deepEqual(statuses, wanted === 0 ? [] : [wanted], name);
    assert.equal(place.ended, end === 'ends', name);
    place.close();
  }
});

const lines = (name: string): string[] => [
  'Via: SIP/2.0/TCP liar.example;branch=z9hG4bKliar',
  'From: <sip:liar@ringfence>;tag=1',
  'To: <sip:ringfence>',
  `Call-ID: ${name.replaceAll(' ', '-')}`,
  'CSeq: 1 OPTIONS',
];

/** Clients that ask and ask, and never read an answer; gone when it resolves. Gives how much they asked, in bytes. */
async function askAndNeverRead(): Promise<number> {
  const port = await node.port('sip-tcp');
  const places = await Promise.all(
    Array.from({ length: 3 }, () => StreamPlace.open({ transport: 'tcp', port, address: address.deaf })),
  );
  const portion = Buffer.concat(Array.from({ length: 500 }, () => probe('TCP', 'deaf.example')));
  for (const { socket } of places) socket.pause();
  for (let round = 0; round < rounds; round++) {
    for (const place of places) place.send(portion);
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (round === rounds / 2) await assertHonest('beside clients that do not read');
  }
  await until('all has been read', 10_000, () => places.every(({ socket }) => socket.writableLength === 0));
  await assertHonest('after all that');
  for (const place of places) place.close();
  return rounds * portion.length * places.length;
}

test('clients that ask and never read their answers cost a bounded memory and nobody else a call', async (t) => {
  const grown: number[] = [];
  for (let time = 0; time < 3; time++) {
    const asked = await askAndNeverRead();
    grown.push(residentBytes(node.pid) - startBytes);
    t.diagnostic(`${told(asked)} asked; ${told(grown[time] ?? 0)} more resident than at first`);
  }
  const [first = 0, , last = 0] = grown;
  assert.ok(first < mostGrownBytes && last - first < mostGrownBytes / 4, grown.map(told).join(', '));
});

test('in the end there are as many files and connections as at first, and hardly more memory', async (t) => {
  const left = limits.sip.handshakeMs + 3_000 - (performance.now() - handshakesBegunMs);
  await until('the handshakes were ended', Math.max(left, 1_000), () => openFiles(node.pid) <= startFiles);
  await until('they were ended by the node, not by us', 2_000, () => halfOpen.every(({ closed }) => closed));
  const { connections, calls, dialogs, pid } = await status();
  assert.deepEqual([connections, calls, dialogs], [2, 0, 0]);
  await assertHonest('in the end');
  const grown = residentBytes(pid) - startBytes;
  t.diagnostic(
    `${openFiles(pid)} files, ${startFiles} at first; ${told(grown)} more resident than ${told(startBytes)}`,
  );
  assert.ok(grown < mostGrownBytes, `${grown} bytes`);
  assert.doesNotMatch(node.log, / error /);
});
