// Tones: sent, heard, and told from everything else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pcma, pcmu } from '../codec/g711.ts';
import { type SampleSource, silence, sine, ToneDetector } from './tone.ts';

function share(frequencyHz: number, source: SampleSource, frames = 50, through = (pcm: Int16Array) => pcm): number {
  const detector = new ToneDetector(frequencyHz);
  for (let frame = 0; frame < frames; frame++) detector.add(through(source(160)));
  return detector.share;
}

test('a sine is all tone, frame after frame', () => {
  for (const frequency of [300, 440, 620, 1000, 3400])
    assert.ok(share(frequency, sine(frequency)) > 0.9999, `${frequency} Hz`);
});

test('through G.711 a sine stays above 0.99', () => {
  for (const codec of [pcmu, pcma])
    assert.ok(share(440, sine(440), 50, (pcm) => codec.decode(codec.encode(pcm))) > 0.995, codec.name);
});

test('another tone, silence and noise are not the tone', () => {
  assert.ok(share(440, sine(620)) < 0.01);
  assert.equal(share(440, silence), 0);
  let state = 1;
  const noise: SampleSource = (count) =>
    Int16Array.from({ length: count }, () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return ((state >> 8) % 8000) - 4000;
    });
  assert.ok(share(440, noise) < 0.05);
  assert.equal(share(440, sine(440), 1), 0, 'less than a block');
});

test('two tones at once share as their powers do', () => {
  const one = sine(440, 0.2);
  const other = sine(880, 0.1);
  const both: SampleSource = (count) => {
    const second = other(count);
    return one(count).map((sample, at) => sample + (second[at] ?? 0));
  };
  assert.ok(Math.abs(share(440, both) - 0.8) < 0.01);
});

test('a lost frame spoils one block, and a reset forgets', () => {
  const source = sine(440);
  const detector = new ToneDetector(440);
  for (let frame = 0; frame < 100; frame++) {
    const samples = source(160);
    if (frame !== 33) detector.add(samples);
  }
  assert.ok(detector.share > 0.9);
  detector.reset();
  assert.equal(detector.share, 0);
});
