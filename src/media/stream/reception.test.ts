// Statistics of reception: lost, late, doubled, over roll-overs and changes of the source.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reception } from './reception.ts';

const feed = (reception: Reception, ssrc: number, sequences: readonly number[]) => {
  for (const sequence of sequences) reception.count(ssrc, sequence, sequence * 160, sequence * 160);
};

test('gaps are lost until they are filled', () => {
  const reception = new Reception();
  feed(reception, 1, [10, 11, 14]);
  assert.equal(reception.lost, 2);
  feed(reception, 1, [13]);
  assert.equal(reception.lost, 1);
  assert.equal(reception.received, 4);
});

test('a roll-over is no loss', () => {
  const reception = new Reception();
  feed(reception, 1, [65_534, 65_535, 0, 1]);
  assert.equal(reception.lost, 0);
  assert.equal(reception.report()?.highest, 65_537);
});

test('a new source begins anew, and what the old one lost stays counted', () => {
  const reception = new Reception();
  feed(reception, 1, [1, 3]);
  feed(reception, 2, [40_000, 40_002]);
  assert.equal(reception.lost, 2);
  assert.equal(reception.received, 4);
  assert.equal(reception.report()?.ssrc, 2);
});

test('packets that come twice do not hide others of other sources', () => {
  const reception = new Reception();
  feed(reception, 1, [1, 1, 1]);
  assert.equal(reception.lost, 0);
  assert.equal(reception.report()?.lost, -2);
});

test('a report tells the share lost since the one before', () => {
  const reception = new Reception();
  assert.equal(reception.report(), undefined);
  feed(reception, 1, [1, 2, 3, 4]);
  assert.equal(reception.report()?.fractionLost, 0);
  feed(reception, 1, [6, 8]);
  assert.equal(reception.report()?.fractionLost, 128);
  assert.equal(reception.report()?.fractionLost, 0);
});

test('jitter is none at a steady pace, and grows with unsteady arrival', () => {
  const steady = new Reception();
  feed(steady, 1, [1, 2, 3, 4, 5]);
  assert.equal(steady.report()?.jitter, 0);
  const unsteady = new Reception();
  for (let packet = 0; packet < 200; packet++)
    unsteady.count(1, packet, packet * 160, packet * 160 + (packet % 2) * 80);
  assert.ok(Math.abs((unsteady.report()?.jitter ?? 0) - 80) < 2);
});
