// The timers of RFC 3261 table 4 and RFC 6026: when exactly each message goes out again, and when each state ends.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from './tables.ts';
import { type MachineName, Walk } from './testing.ts';

/** The moments, in milliseconds from now, at which something is sent. */
function moments(walk: Walk, untilMs: number): number[] {
  const times: number[] = [];
  walk.flow.look();
  for (let ms = 100; ms <= untilMs; ms += 100) {
    walk.clock.advance(100);
    for (const _ of walk.flow.look()) times.push(ms);
  }
  return times;
}

/** How long it takes until the transaction has ended. */
function lifetime(walk: Walk): number {
  for (let ms = 0; ms <= 100_000; ms += 100) {
    if (walk.state() === 'terminated') return ms;
    walk.clock.advance(100);
  }
  return Number.POSITIVE_INFINITY;
}

test('timer A doubles without a ceiling', () => {
  const times = moments(new Walk('INVITE client', 'UDP').after('start'), 40_000);
  assert.deepEqual(times, [500, 1_500, 3_500, 7_500, 15_500, 31_500]);
});

test('timer E doubles up to T2, and pauses T2 once a provisional answer came', () => {
  const trying = moments(new Walk('request client', 'UDP').after('start'), 16_000);
  assert.deepEqual(trying, [500, 1_500, 3_500, 7_500, 11_500, 15_500]);
  const proceeding = moments(new Walk('request client', 'UDP').after('start', 'provisional'), 13_000);
  assert.deepEqual(proceeding, [4_000, 8_000, 12_000]);
});

test('timer G doubles up to T2', () => {
  const times = moments(new Walk('INVITE server', 'UDP').after('failure'), 12_000);
  assert.deepEqual(times, [500, 1_500, 3_500, 7_500, 11_500]);
});

test('nothing is repeated over a connection', () => {
  assert.deepEqual(moments(new Walk('INVITE client', 'TLS').after('start'), 40_000), []);
  assert.deepEqual(moments(new Walk('request client', 'TCP').after('start'), 40_000), []);
  assert.deepEqual(moments(new Walk('INVITE server', 'TLS').after('failure'), 40_000), []);
});

const lives: readonly (readonly [string, MachineName, readonly Event[], udpMs: number, tlsMs: number])[] = [
  ['B', 'INVITE client', ['start'], 32_000, 32_000],
  ['D', 'INVITE client', ['start', 'failure'], 32_000, 0],
  ['F', 'request client', ['start', 'provisional'], 32_000, 32_000],
  ['H', 'INVITE server', ['failure'], 32_000, 32_000],
  ['I', 'INVITE server', ['failure', 'ack'], 5_000, 0],
  ['J', 'request server', ['success'], 32_000, 0],
  ['K', 'request client', ['start', 'success'], 5_000, 0],
  ['L', 'INVITE server', ['success'], 32_000, 32_000],
  ['M', 'INVITE client', ['start', 'success'], 32_000, 32_000],
  ['after a CANCEL', 'INVITE client', ['start', 'provisional', 'cancelled'], 32_000, 32_000],
];

for (const [timer, machine, way, udpMs, tlsMs] of lives) {
  test(`timer ${timer}`, () => {
    assert.equal(lifetime(new Walk(machine, 'UDP').after(...way)), udpMs);
    assert.equal(lifetime(new Walk(machine, 'TLS').after(...way)), tlsMs);
  });
}

test('a phone may ring as long as it likes', () => {
  assert.equal(lifetime(new Walk('INVITE client', 'UDP').after('start', 'provisional')), Number.POSITIVE_INFINITY);
});
