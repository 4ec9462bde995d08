import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { limits } from '#base';
import { keepAlive } from './flow.ts';
import { malformedResponse, requestText, responseText, StreamPeer, TestTransport } from './testing.ts';
import type { TransportOptions } from './transport.ts';

const sweepMs = 1_000;

async function setUp(t: TestContext, options: Partial<TransportOptions> = {}) {
  const host = new TestTransport(options);
  t.after(() => host.transport.shutdown());
  const port = await host.listen('TCP');
  const join = async (): Promise<StreamPeer> => {
    const peer = await StreamPeer.connect(port);
    t.after(() => peer.socket.destroy());
    return peer;
  };
  return { host, port, join, peer: await join(), counters: host.transport.counters };
}

/** Resolves when that many connections are open on the transport's side. */
async function untilOpen(host: TestTransport, count: number): Promise<void> {
  while (host.transport.connections !== count) await new Promise((resolve) => setImmediate(resolve));
}

test('a message arrives with its flow, and the answer goes back over the same connection', async (t) => {
  const { host, port, peer } = await setUp(t);
  peer.send(requestText());
  const { message, flow } = await host.arrival();
  const { localPort } = peer.socket;
  assert.deepEqual([message.source?.address, message.source?.port], ['127.0.0.1', localPort]);
  assert.deepEqual([flow.transport, flow.reliable, flow.secure, flow.open], ['TCP', true, false, true]);
  assert.deepEqual([flow.localAddress, flow.localPort], ['127.0.0.1', port]);
  assert.match(flow.key, new RegExp(`^TCP:127\\.0\\.0\\.1:${localPort}#\\d+$`));
  assert.ok(flow.send(responseText));
  assert.equal(await peer.until('\r\n\r\n'), responseText);
});

test('a message in three pieces with stray empty lines, then two at once', async (t) => {
  const { host, peer } = await setUp(t);
  const text = requestText('INVITE', { lines: 'Content-Length:\r\n 5\r\nContent-Type: text/plain\r\n' });
  const pieces = [`\r\n${text.slice(0, 50)}`, text.slice(50, -3), `${text.slice(-3)}hello`];
  for (const piece of pieces) {
    peer.send(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  peer.send(requestText() + requestText('BYE'));
  await host.arrival(2);
  assert.deepEqual(
    host.arrivals.map(({ message }) => [message.method, message.body]),
    [
      ['INVITE', 'hello'],
      ['OPTIONS', ''],
      ['BYE', ''],
    ],
  );
});

test('a keep-alive gets one CRLF, however it is cut; one empty line gets nothing (RFC 5626 §4.4.1)', async (t) => {
  const { host, peer, counters } = await setUp(t);
  for (const piece of ['\r\n\r', '\n', `${requestText()}\r\n`]) peer.send(piece);
  const { flow } = await host.arrival();
  flow.send('end');
  assert.equal(await peer.until('end'), '\r\nend');
  assert.equal(counters.keepAlives, 1);
});

test('a flood of empty lines gets one CRLF, and our own keep-alive swallows its answer', async (t) => {
  const { host, peer, counters } = await setUp(t);
  peer.send(requestText());
  const { flow } = await host.arrival();
  assert.ok(flow.send(keepAlive));
  await peer.until(keepAlive);
  peer.send('\r\n');
  peer.send(`${requestText()}`);
  await host.arrival(1);
  assert.equal(counters.keepAlives, 0);
  peer.send('\r\n'.repeat(100) + requestText());
  await host.arrival(2);
  flow.send('end');
  assert.equal(await peer.until('end'), `${keepAlive}\r\nend`);
});

test('a malformed request is answered and the connection goes on', async (t) => {
  const { host, peer, counters } = await setUp(t);
  peer.send(requestText('OPTIONS', { cseq: 'INVITE' }) + requestText());
  assert.match(await peer.until('\r\n\r\n'), /^SIP\/2\.0 400 CSeq Method Mismatch\r\n/);
  await host.arrival();
  assert.equal(counters.bad, 1);
});

test('a Content-Length that is missing, lies or is too large: answered, then the end', async (t) => {
  const { join } = await setUp(t);
  for (const [lines, status] of [
    ['', '400 Missing Content-Length'],
    ['l: -1\r\n', '400 Malformed Content-Length'],
    ['l: 0\r\nl: 0\r\n', '400 Repeated Content-Length'],
    ['l: 4294967296\r\n', '513 Message Too Large'],
  ] as const) {
    const peer = await join();
    peer.send(requestText('OPTIONS', { lines }) + requestText());
    await peer.gone;
    assert.match(peer.received, new RegExp(`^SIP/2\\.0 ${status}\\r\\n`));
    assert.equal(peer.received.split('SIP/2.0 ').length, 2, 'one answer');
  }
});

test('an ACK or response without length ends the connection without an answer', async (t) => {
  const { join } = await setUp(t);
  for (const text of [requestText('ACK', { lines: '' }), responseText.replace('l: 0\r\n', '')]) {
    const peer = await join();
    peer.send(text);
    await peer.gone;
    assert.equal(peer.received, '');
  }
});

test('other protocols are ended at once, without an answer', async (t) => {
  const { join, counters } = await setUp(t);
  const others = [
    'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
    '\u0016\u0003\u0001\u0002',
    'POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n',
  ];
  for (const text of others) {
    const peer = await join();
    peer.send(text);
    await peer.gone;
    assert.equal(peer.received, '');
  }
  assert.equal(counters.hopeless, 3);
});

test('a phone that has spoken may send something hopeless', async (t) => {
  const { host, peer, counters } = await setUp(t);
  peer.send(requestText() + malformedResponse + requestText());
  await host.arrival(1);
  assert.equal(counters.hopeless, 1);
});

test('limits of time: first message, rest of a message, idle, leaving', async (t) => {
  const { host, join, peer, counters } = await setUp(t);
  const { clock } = host;
  const { sip } = limits;
  const [partial, talking] = [await join(), await join()];
  await untilOpen(host, 3);
  peer.send('\r\n\r\n');
  await peer.until('\r\n');
  talking.send(requestText());
  await host.arrival();
  clock.advance(sip.firstMessageMs - sip.partMessageMs);
  partial.send(requestText() + requestText().slice(0, 20));
  await host.arrival(1);
  clock.advance(sip.partMessageMs);
  assert.equal(host.transport.connections, 3);
  clock.advance(2 * sweepMs);
  await Promise.all([peer.gone, partial.gone]);
  assert.deepEqual([counters.overdue, host.transport.connections], [2, 1]);
  clock.advance(sip.idleMs);
  await talking.gone;
  await host.until(() => host.closed.length === 3);
  assert.deepEqual(host.reasons.toSorted(), ['it brought no message', 'it left a message unfinished', 'it was idle']);
});

test('a peer that does not leave after a refusal is made to', async (t) => {
  const { host, port } = await setUp(t);
  const stubborn = new StreamPeer(connect({ port, host: '127.0.0.1', allowHalfOpen: true }));
  t.after(() => stubborn.socket.destroy());
  stubborn.send(requestText('OPTIONS', { lines: '' }));
  await stubborn.until('400 Missing');
  if (!stubborn.socket.readableEnded) await once(stubborn.socket, 'end');
  stubborn.send(requestText());
  host.clock.advance(limits.sip.endingMs + 2 * sweepMs);
  await host.until(() => host.closed.length === 1);
  assert.equal(host.arrivals.length, 0);
});

test('a peer that does not read: no more than the limit is kept, and it is ended', async (t) => {
  const { host, peer, counters } = await setUp(t);
  peer.send(requestText());
  const { flow } = await host.arrival();
  peer.socket.pause();
  const text = 'x'.repeat(60_000);
  let sent = 0;
  while (flow.send(text) && sent < 10_000) {
    sent++;
    if (sent % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(counters.unsent, 1);
  assert.ok(flow.open);
  host.clock.advance(limits.sip.unsentMs + 3 * sweepMs);
  assert.equal(flow.open, false);
  await host.until(() => host.closed.length === 1);
});

test('limits of number: in all, and from one place', async (t) => {
  for (const admissionLimits of [
    { connections: 2, connectionsPerAddress: 10, handshakes: 1 },
    { connections: 10, connectionsPerAddress: 2, handshakes: 1 },
  ]) {
    const { host, port, join, peer, counters } = await setUp(t, { admissionLimits });
    await join();
    await StreamPeer.begin(port).gone;
    assert.equal(counters.refused, 1);
    peer.socket.destroy();
    await host.until(() => host.closed.length === 1);
    await untilOpen(host, 1);
    (await join()).send(requestText());
    await host.arrival();
  }
});

test('the gate keeps connections and messages out', async (t) => {
  let isOpen = true;
  const { host, port, peer, counters } = await setUp(t, { gate: () => isOpen });
  peer.send(requestText());
  const { flow } = await host.arrival();
  isOpen = false;
  await StreamPeer.begin(port).gone;
  peer.send(requestText('OPTIONS', { cseq: 'BYE' }) + keepAlive);
  await peer.until('\r\n');
  assert.deepEqual([counters.gated, counters.bad, peer.received], [2, 0, '\r\n']);
  host.transport.disconnect('127.0.0.1');
  await peer.gone;
  assert.equal(flow.open, false);
});

test('a listener that is closed or moved keeps its connections', async (t) => {
  const { host, port, peer } = await setUp(t);
  peer.send(requestText());
  const { flow } = await host.arrival();
  const moved = await host.listen('TCP');
  assert.notEqual(moved, port);
  assert.deepEqual(
    host.transport.listeners.map((listener) => listener.port),
    [moved],
  );
  await assert.rejects(StreamPeer.connect(port), /ECONNREFUSED/);
  (await StreamPeer.connect(moved)).send(requestText('BYE'));
  await host.arrival(1);
  await host.transport.close('TCP');
  await assert.rejects(StreamPeer.connect(moved), /ECONNREFUSED/);
  flow.send(responseText);
  await peer.until(responseText);
});

test('a listener whose new place is refused stays where it was, on the same port too', async (t) => {
  const { host, port } = await setUp(t);
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.after(() => taken.close());
  const address = taken.address();
  const busy = typeof address === 'object' && address !== null ? address.port : 0;
  for (const [place, code, field] of [
    [{ address: '127.0.0.1', port: busy }, 'sip.port-in-use', 'port'],
    [{ address: '192.0.2.1', port }, 'sip.address-not-available', 'address'],
    [{ address: 'localhost', port: 0 }, 'sip.address-not-available', 'address'],
  ] as const) {
    const refused = await host.transport.listen({ name: 'TCP', transport: 'TCP', ...place });
    assert.ok(!refused.ok);
    assert.deepEqual([refused.refusal.code, refused.refusal.field], [code, field]);
    assert.ok(refused.refusal.words.includes(place.address), refused.refusal.words);
    (await StreamPeer.connect(port)).send(requestText());
  }
  await host.arrival(2);
  const again = await host.transport.listen({ name: 'TCP', transport: 'TCP', address: '0.0.0.0', port });
  assert.ok(again.ok, 'the same port for all addresses');
});

test('a connection that we open is used again, tells its ends, and is opened anew after its end', async (t) => {
  const { host: far, port } = await setUp(t);
  const near = new TestTransport();
  t.after(() => near.transport.shutdown());
  const flow = near.transport.flowTo('TCP', '127.0.0.1', port);
  assert.deepEqual([flow.open, flow.localAddress, flow.localPort], [true, '127.0.0.1', 5060]);
  assert.ok(flow.send(requestText()) && flow.send(requestText('BYE')));
  const arrival = await far.arrival(1);
  assert.equal(near.transport.flowTo('TCP', '127.0.0.1', port), flow);
  arrival.flow.send(responseText);
  assert.equal((await near.arrival()).message.status, 200);
  assert.equal(flow.localPort, arrival.flow.remotePort);
  assert.deepEqual(near.opened, [flow]);
  far.transport.disconnect('127.0.0.1');
  await near.until(() => near.closed.includes(flow));
  assert.equal(flow.send(requestText()), false);
  const anew = near.transport.flowTo('TCP', '127.0.0.1', port);
  assert.notEqual(anew, flow);
  assert.notEqual(anew.key, flow.key);
});

test('a place that cannot be reached: the flow closes, and is told once', async (t) => {
  const { host, port } = await setUp(t);
  await host.transport.close('TCP');
  const near = new TestTransport();
  t.after(() => near.transport.shutdown());
  const flow = near.transport.flowTo('TCP', '127.0.0.1', port);
  assert.ok(flow.send(requestText()));
  await near.until(() => near.closed.length === 1);
  assert.match(near.reasons[0] ?? '', /ECONNREFUSED/);
  assert.deepEqual([near.opened.length, flow.open, flow.send(requestText())], [0, false, false]);
  for (const [address, at] of [
    ['example.com', 5060],
    ['127.0.0.1', 0],
    ['127.0.0.1', 65_536],
  ] as const)
    assert.equal(near.transport.flowTo('TCP', address, at).open, false);
});

test('shutting down ends everything at once and leaves no timer', async () => {
  const host = new TestTransport();
  const port = await host.listen('TCP');
  await host.listen('UDP');
  const peers = await Promise.all(Array.from({ length: 20 }, () => StreamPeer.connect(port)));
  await untilOpen(host, 20);
  host.transport.flowTo('TCP', '127.0.0.1', port);
  await host.transport.shutdown();
  await Promise.all(peers.map((peer) => peer.gone));
  assert.deepEqual([host.transport.connections, host.clock.waiting, host.transport.listeners.length], [0, 0, 0]);
  assert.equal(host.transport.flowTo('TCP', '127.0.0.1', port).open, false);
});
