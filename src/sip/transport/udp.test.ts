import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { malformedResponse, requestText, responseText, TestTransport, UdpPeer } from './testing.ts';
import type { TransportOptions } from './transport.ts';

async function setUp(context: TestContext, options: Partial<TransportOptions> = {}, address = '127.0.0.1') {
  const host = new TestTransport(options);
  const peer = await UdpPeer.open();
  context.after(async () => {
    peer.socket.close();
    await host.transport.shutdown();
  });
  const port = await host.listen('UDP', undefined, address);
  return { host, port, peer, counters: host.transport.counters };
}

test('a datagram arrives with its source, and its flow tells both ends', async (t) => {
  const { host, port, peer } = await setUp(t);
  peer.send(requestText(), port);
  const { message, flow } = await host.arrival();
  assert.equal(message.method, 'OPTIONS');
  assert.deepEqual([message.source?.address, message.source?.port], ['127.0.0.1', peer.port]);
  assert.deepEqual([flow.remoteAddress, flow.remotePort], ['127.0.0.1', peer.port]);
  assert.deepEqual([flow.localAddress, flow.localPort], ['127.0.0.1', port]);
  assert.deepEqual([flow.transport, flow.reliable, flow.secure, flow.tls], ['UDP', false, false, undefined]);
  assert.equal(flow.key, `UDP:127.0.0.1:${peer.port}`);
});

test('responses go to the source with rport, else to the port of the Via; requests to the source (RFC 3581, §18.2.2)', async (t) => {
  const { host, port, peer } = await setUp(t);
  const other = await UdpPeer.open();
  t.after(() => other.socket.close());
  peer.send(requestText('OPTIONS', { via: `SIP/2.0/UDP 10.0.0.1:${other.port};branch=1;rport` }), port);
  (await host.arrival()).flow.send(responseText);
  assert.equal(await peer.arrival(), responseText);
  peer.send(requestText('OPTIONS', { via: `SIP/2.0/UDP 10.0.0.1:${other.port};branch=2;maddr=10.9.9.9` }), port);
  const { flow } = await host.arrival(1);
  flow.send(responseText);
  assert.equal(await other.arrival(), responseText);
  const notify = requestText('NOTIFY');
  flow.send(notify);
  assert.equal(await peer.arrival(1), notify);
});

test('bytes are sent as they are, up to the largest datagram', async (t) => {
  const { host, port, peer, counters } = await setUp(t);
  const flow = host.transport.flowTo('UDP', '127.0.0.1', peer.port);
  const text = 'NOTIFY sip:\u00e9\u00ff SIP/2.0 '.padEnd(65_507, 'x');
  assert.ok(flow.send(text));
  assert.equal(await peer.arrival(), text);
  assert.equal(flow.send('x'.repeat(65_508)), false);
  assert.deepEqual([counters.sent, counters.unsent], [1, 1]);
  assert.equal(port, flow.localPort);
});

test('a malformed request is answered statelessly with its status and reason', async (t) => {
  const { host, port, peer, counters } = await setUp(t);
  peer.send(requestText('OPTIONS', { cseq: 'INVITE' }), port);
  const answer = await peer.arrival();
  assert.match(answer, /^SIP\/2\.0 400 CSeq Method Mismatch\r\n/);
  assert.match(answer, new RegExp(`;received=127\\.0\\.0\\.1.*;rport=${peer.port}|;rport=${peer.port}`));
  assert.match(answer, /\r\nTo: <sip:a@b>;tag=\w+\r\n/);
  peer.send(requestText('OPTIONS', { cseq: 'INVITE' }), port);
  assert.equal(await peer.arrival(1), answer, 'the same for a repeat');
  assert.deepEqual([counters.bad, host.arrivals.length], [2, 0]);
});

test('nothing is answered to malformed ACKs and responses, to hopeless bytes, or with much more than came', async (t) => {
  const { port, peer, counters } = await setUp(t);
  const amplified = requestText('OPTIONS', { lines: `${'v:SIP/2.0/UDP a\r\n'.repeat(110)}l: 0\r\n` });
  peer.send(requestText('ACK', { cseq: 'INVITE' }), port);
  peer.send(malformedResponse, port);
  peer.send('\u0000\u0001\u0002\u0003\u0004', port);
  peer.send('hello', port);
  peer.send(amplified, port);
  peer.send(requestText('OPTIONS', { cseq: 'BYE' }), port);
  assert.match(await peer.arrival(), /CSeq: 1 BYE/, 'the last one is the first to be answered');
  assert.deepEqual([counters.hopeless, counters.bad, counters.sent], [4, 2, 1]);
});

test('keep-alives are swallowed', async (t) => {
  const { host, port, peer, counters } = await setUp(t);
  for (const text of ['\r\n\r\n', '\u0000\u0000\u0000\u0000', '\r\n', '']) peer.send(text, port);
  peer.send(requestText(), port);
  await host.arrival();
  assert.deepEqual([counters.keepAlives, counters.hopeless, counters.sent], [4, 0, 0]);
});

test('the gate is asked before anything is parsed', async (t) => {
  let isOpen = false;
  const asked: string[] = [];
  const gate = (address: string): boolean => {
    asked.push(address);
    return isOpen;
  };
  const { host, port, peer, counters } = await setUp(t, { gate });
  peer.send(requestText('OPTIONS', { cseq: 'INVITE' }), port);
  while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  isOpen = true;
  peer.send(requestText(), port);
  await host.arrival();
  assert.deepEqual(asked, ['127.0.0.1', '127.0.0.1']);
  assert.deepEqual([counters.gated, counters.bad, counters.received], [1, 0, 1]);
});

test('a fault of the taker harms nobody', async (t) => {
  let faults = 0;
  const { port, peer, host } = await setUp(t, {
    onMessage: () => {
      faults++;
      throw new Error('of the test');
    },
  });
  for (let index = 0; index < 3; index++) peer.send(requestText(), port);
  while (faults < 3) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(host.transport.counters.received, 3);
});

test('a closed socket closes its flows', async (t) => {
  const { host, port, peer } = await setUp(t);
  peer.send(requestText(), port);
  const { flow } = await host.arrival();
  assert.ok(flow.open);
  await host.transport.close('UDP');
  assert.deepEqual([flow.open, flow.send(responseText)], [false, false]);
  assert.equal(host.transport.flowTo('UDP', '127.0.0.1', peer.port).open, false);
});

test('a socket for all addresses tells each peer the one that it sees', async (t) => {
  const { host, port, peer } = await setUp(t, {}, '0.0.0.0');
  peer.send(requestText(), port);
  assert.equal((await host.arrival()).flow.localAddress, '127.0.0.1');
});

test('IPv6: its own listener, beside one for IPv4 on the same port', async (t) => {
  const { host, port } = await setUp(t, {}, '0.0.0.0');
  const opened = await host.transport.listen({ name: 'six', transport: 'UDP', address: '::', port });
  assert.ok(opened.ok);
  const peer = await UdpPeer.open('::1');
  t.after(() => peer.socket.close());
  peer.send(requestText(), port, '::1');
  const { flow } = await host.arrival();
  assert.deepEqual([flow.remoteAddress, flow.localAddress], ['::1', '::1']);
  flow.send(responseText);
  assert.equal(await peer.arrival(), responseText);
  host.transport.flowTo('UDP', '::1', peer.port).send('x');
  assert.equal(await peer.arrival(1), 'x');
});
