// Subscriptions of a whole node: a phone at a fixed address watches its own feature keys, and goes on watching after a stop and a kill.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { until } from '../interop/wait.ts';
import { TestNode } from '../node.ts';
import { UdpPlace } from '../raw/udp-place.ts';

const patienceMs = 30_000;
const address = '127.0.0.2';

let node: TestNode | undefined;
let phone: UdpPlace | undefined;
after(async () => {
  phone?.close();
  await node?.remove();
});

interface Notified {
  readonly cseq: number;
  readonly isOn: boolean;
  readonly callId: string;
}

test('a phone hears of its feature keys, over a stop and over a kill, with numbers that never go back', async () => {
  const running = await TestNode.start({ set: ['network-listeners.sip-udp.enabled=yes'] });
  node = running;
  const port = await running.port('sip-udp');
  // The same after a restart: the phone answers to it.
  await running.change('network-listeners', { port }, 'sip-udp');
  const place = await UdpPlace.open(address, port);
  phone = place;
  await running.addExtension('201', { fixedAddress: `udp:${address}:${place.port}`, mediaSecurity: 'none' });
  const heard: Notified[] = [];
  place.onHeard = ({ text }) => {
    if (!text.startsWith('NOTIFY ')) return;
    const lines = text.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/.test(line));
    place.send(Buffer.from(`SIP/2.0 200 OK\r\n${lines.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`, 'latin1'));
    const value = (name: string): string => new RegExp(`^${name}: (.*)\r$`, 'm').exec(text)?.[1] ?? '';
    const isOn = /<doNotDisturbOn>true</.test(text);
    heard.push({ cseq: Number.parseInt(value('CSeq'), 10), isOn, callId: value('Call-ID') });
  };
  place.send(Buffer.from(subscribe(place.port), 'latin1'));
  const told = (isOn: boolean, count: number) =>
    until('a NOTIFY', patienceMs, () => heard.slice(count).some((one) => one.isOn === isOn));
  await told(false, 0);
  await running.change('users-and-services', { doNotDisturb: true }, '201');
  await told(true, 0);
  for (const end of ['stop', 'kill'] as const) {
    // What has just begun is written within a second.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const count = heard.length;
    await running[end]();
    await running.run();
    await told(true, count);
  }
  const count = heard.length;
  await running.change('users-and-services', { doNotDisturb: false }, '201');
  await told(false, count);
  assert.deepEqual(new Set(heard.map(({ callId }) => callId)), new Set(['events-1']));
  const numbers = heard.map(({ cseq }) => cseq);
  assert.deepEqual(
    numbers.toSorted((a, b) => a - b),
    numbers,
  );
  assert.deepEqual(running.faults, []);
});

const subscribe = (port: number): string =>
  `SUBSCRIBE sip:201@ringfence SIP/2.0\r\nVia: SIP/2.0/UDP ${address}:${port};branch=z9hG4bKe1;rport\r\nMax-Forwards: 70\r\nFrom: <sip:201@ringfence>;tag=e1\r\nTo: <sip:201@ringfence>\r\nCall-ID: events-1\r\nCSeq: 1 SUBSCRIBE\r\nContact: <sip:201@${address}:${port}>\r\nEvent: as-feature-event\r\nAccept: application/x-as-feature-event+xml, multipart/mixed\r\nExpires: 3600\r\nContent-Length: 0\r\n\r\n`;
