// RTP sockets: ports of a range, one remote, and what comes from elsewhere.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { RtpSocket, type RtpSocketOptions } from './rtp-socket.ts';

async function open(options?: RtpSocketOptions): Promise<RtpSocket> {
  const opened = await RtpSocket.open(options);
  assert.ok(opened.ok, opened.ok ? '' : opened.refusal.words);
  return opened.value;
}

/** The next packet that the socket hears. */
function next(socket: RtpSocket): Promise<string> {
  return new Promise((done) => {
    socket.listen({ rtp: (packet) => done(`rtp ${packet}`), rtcp: (packet) => done(`rtcp ${packet}`) });
  });
}

test('two sockets hear each other, RTP and RTCP apart', async () => {
  const one = await open({ rtcp: true });
  const other = await open({ rtcp: true });
  assert.equal(one.port % 2, 0);
  assert.equal(one.rtcpPort, one.port + 1);
  assert.ok(one.setRemote({ address: '127.0.0.1', port: other.port }));
  assert.ok(other.setRemote({ address: '127.0.0.1', port: one.port }));
  const rtp = next(other);
  one.sendRtp(Buffer.from('hello'));
  assert.equal(await rtp, 'rtp hello');
  const rtcp = next(one);
  other.sendRtcp(Buffer.from('report'));
  assert.equal(await rtcp, 'rtcp report');
  assert.deepEqual(one.counters, { sent: 1, received: 1, unexpected: 0, failed: 0 });
  await Promise.all([one.close(), other.close()]);
});

test('packets from elsewhere are counted and dropped', async () => {
  const socket = await open();
  const friend = await open();
  const stranger = await open();
  socket.setRemote({ address: '127.0.0.1', port: friend.port });
  for (const each of [friend, stranger]) each.setRemote({ address: '127.0.0.1', port: socket.port });
  const heard = next(socket);
  stranger.sendRtp(Buffer.from('bad'));
  friend.sendRtp(Buffer.from('good'));
  assert.equal(await heard, 'rtp good');
  assert.equal(socket.counters.unexpected, 1);
  await Promise.all([socket, friend, stranger].map((each) => each.close()));
});

test('ports are taken from the range, and when all are taken that is said', async () => {
  const probe = await open({ rtcp: true });
  const from = probe.port - 1;
  await probe.close();
  const range = { from, to: from + 2 };
  const first = await open({ ports: range, rtcp: true });
  assert.equal(first.port, from + 1);
  const second = await RtpSocket.open({ ports: range, rtcp: true });
  assert.ok(!second.ok);
  assert.equal(second.refusal.code, 'media.no-port');
  await first.close();
  const third = await open({ ports: range });
  assert.equal(third.port, from + 1);
  assert.equal(third.rtcpPort, 0);
  await third.close();
});

test('an RTCP port that is taken gives the RTP port back', async () => {
  const probe = await open({ rtcp: true });
  const { port } = probe;
  await probe.close();
  const blocker = createSocket('udp4');
  blocker.bind(port + 1, '127.0.0.1');
  await once(blocker, 'listening');
  const refused = await RtpSocket.open({ ports: { from: port, to: port + 1 }, rtcp: true });
  assert.ok(!refused.ok);
  blocker.close();
  await once(blocker, 'close');
  await (await open({ ports: { from: port, to: port + 1 }, rtcp: true })).close();
});

test('an address that this machine does not have is refused', async () => {
  const refused = await RtpSocket.open({ address: '192.0.2.1' });
  assert.ok(!refused.ok);
  assert.equal(refused.refusal.code, 'media.address-not-available');
});

test('a remote must be an IP address of the same kind, and a port', async () => {
  const socket = await open();
  for (const [address, port] of [
    ['phone.example', 4000],
    ['::1', 4000],
    ['127.0.0.1', 0],
    ['127.0.0.1', 65_536],
  ] as const)
    assert.equal(socket.setRemote({ address, port }), false, address);
  socket.sendRtp(Buffer.from('nowhere'));
  assert.equal(socket.counters.sent, 0);
  await socket.close();
  await socket.close();
});
