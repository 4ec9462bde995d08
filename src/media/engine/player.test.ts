// Playing and keeping: no gaps, loops, jumps, halts, every kind of sound at both rates; when a recording ends, and what is in it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pcmu } from '../codec/g711.ts';
import { G722Decoder, G722Encoder } from '../codec/g722.ts';
import { Player } from './player.ts';
import { Recorder } from './recorder.ts';
import type { PlayItem, RecordEnd, RecordOptions } from './session.ts';
import type { FrameSamples } from './sounds.ts';

const tone = (hz: number, rate: number, length: number): Int16Array =>
  Int16Array.from({ length }, (_, at) => Math.round(8_000 * Math.sin((2 * Math.PI * hz * at) / rate)));
const ramp = Int16Array.from({ length: 1_000 }, (_, at) => at);
const clips: Readonly<Record<string, Int16Array>> = { ramp, tone: tone(440, 16_000, 16_000) };

function player() {
  const played: number[] = [];
  const made = new Player(
    (name) => clips[name],
    (id) => played.push(id),
  );
  return { made, played };
}

function all(items: readonly PlayItem[], frame: FrameSamples, most = 200): Int16Array {
  const { made } = player();
  made.play(1, items, false, frame);
  const samples: number[] = [];
  const into = new Int16Array(frame);
  for (let count = 0; count < most && made.fill(into); count++) samples.push(...into);
  return Int16Array.from(samples);
}

/** The share of the energy that is a tone. */
function share(samples: Int16Array, hz: number, rate: number): number {
  let [real, imaginary, energy] = [0, 0, 0];
  for (const [at, sample] of samples.entries()) {
    real += sample * Math.cos((2 * Math.PI * hz * at) / rate);
    imaginary += sample * Math.sin((2 * Math.PI * hz * at) / rate);
    energy += sample * sample;
  }
  return (2 * (real * real + imaginary * imaginary)) / samples.length / energy;
}

test('one sound follows the other without a gap, whatever their lengths', () => {
  const samples = all(['ramp', { silenceMs: 1 }, 'ramp'], 320);
  assert.deepEqual(samples.subarray(0, 1_000), ramp);
  assert.deepEqual(samples.subarray(1_000, 1_016), new Int16Array(16));
  assert.deepEqual(samples.subarray(1_016, 2_016), ramp);
  assert.ok(samples.subarray(2_016).every((sample) => sample === 0));
});

const keptNarrow = { codec: 'PCMU', bytes: pcmu.encode(tone(440, 8_000, 8_000)) } as const;
const wideBytes = new Uint8Array(8_000);
new G722Encoder().encode(tone(440, 16_000, 16_000), wideBytes);
const keptWide = { codec: 'G722', bytes: wideBytes } as const;

for (const frame of [160, 320] as const)
  for (const [name, item] of [
    ['a clip', 'tone'],
    ['kept PCMU', keptNarrow],
    ['kept G.722', keptWide],
    ['a tone', { toneHz: 440, ms: 1_000 }],
  ] as const)
    test(`${name} is heard at ${frame * 50} Hz, for its second`, () => {
      const samples = all([item], frame);
      assert.equal(samples.length, frame * 50);
      assert.ok(share(samples, 440, frame * 50) > 0.97, String(share(samples, 440, frame * 50)));
    });

test('it is told once when all was played, and not when it was stopped or replaced', () => {
  const { made, played } = player();
  const into = new Int16Array(320);
  made.play(1, ['ramp'], false, 320);
  made.fill(into);
  made.play(2, ['ramp'], false, 320);
  for (let count = 0; count < 10; count++) made.fill(into);
  made.play(3, ['ramp'], false, 320);
  made.stop();
  for (let count = 0; count < 10; count++) made.fill(into);
  assert.deepEqual(played, [2]);
  made.play(4, [], true, 320);
  assert.equal(made.fill(into), false);
  assert.deepEqual(played, [2, 4]);
});

test('a loop goes round without a gap', () => {
  const { made, played } = player();
  made.play(1, ['ramp'], true, 320);
  const samples: number[] = [];
  const into = new Int16Array(320);
  for (let count = 0; count < 20; count++) if (made.fill(into)) samples.push(...into);
  assert.ok(samples.every((sample, at) => sample === at % 1_000));
  assert.deepEqual(played, []);
});

test('skipping goes to both sides and no further than there is; halted, nothing is heard and nothing lost', () => {
  const { made } = player();
  const into = new Int16Array(320);
  made.play(1, ['ramp', 'ramp'], false, 320);
  made.skip(70);
  made.fill(into);
  assert.equal(into[0], 120);
  made.skip(-80);
  made.fill(into);
  assert.equal(into[0], 160);
  made.halt(true);
  assert.equal(made.fill(into), false);
  made.halt(false);
  made.fill(into);
  assert.equal(into[0], 480);
  made.skip(-10_000);
  made.fill(into);
  assert.equal(into[0], 0);
  made.skip(10_000);
  assert.equal(made.fill(into), false);
  assert.equal(made.isPlaying, false);
});

test('a changed codec goes on at the same place', () => {
  const { made } = player();
  made.play(1, ['tone'], false, 160);
  for (let count = 0; count < 25; count++) made.fill(new Int16Array(160));
  let frames = 0;
  while (made.fill(new Int16Array(320))) frames++;
  assert.equal(frames, 25);
});

test('kept G.722 is in step after a jump', () => {
  const { made } = player();
  made.play(1, [keptWide], false, 320);
  made.skip(500);
  const samples: number[] = [];
  const into = new Int16Array(320);
  while (made.fill(into)) samples.push(...into);
  assert.ok(share(Int16Array.from(samples), 440, 16_000) > 0.97);
});

function recorder(options: Partial<RecordOptions>, codec: 'PCMU' | 'G722' = 'PCMU') {
  const pieces: Uint8Array[] = [];
  const ends: RecordEnd[] = [];
  const made = new Recorder({ mostMs: 60_000, silenceMs: 0, of: 'far', ...options }, codec, {
    recorded: (bytes) => pieces.push(bytes),
    ended: (why) => ends.push(why),
  });
  return { made, pieces, ends };
}

const quiet = new Int16Array(160);
const loud = tone(440, 8_000, 160);

test('a recording ends after its time, to the frame', () => {
  const { made, pieces, ends } = recorder({ mostMs: 2_100 });
  let frames = 1;
  while (made.take(loud, quiet)) frames++;
  assert.equal(frames, 105);
  assert.deepEqual(
    pieces.map(({ length }) => length),
    [8_000, 8_000, 800],
  );
  assert.deepEqual(ends, ['full']);
});

test('silence ends it, also where nothing comes at all; sound begins it anew', () => {
  const { made, ends } = recorder({ silenceMs: 200 });
  for (let frame = 0; frame < 9; frame++) assert.ok(made.take(undefined, quiet));
  assert.ok(made.take(loud, quiet));
  for (let frame = 0; frame < 9; frame++) assert.ok(made.take(quiet, quiet));
  assert.equal(made.take(quiet, quiet), false);
  assert.deepEqual(ends, ['silence']);
});

test('what is kept is what was heard, at either rate', () => {
  const narrow = recorder({ mostMs: 1_000 });
  const sound = tone(440, 8_000, 8_000);
  for (let at = 0; at < 8_000; at += 160) narrow.made.take(sound.subarray(at, at + 160), quiet);
  assert.ok(share(pcmu.decode(narrow.pieces[0] ?? new Uint8Array(8_000)), 440, 8_000) > 0.97);
  const wide = recorder({ mostMs: 1_000 }, 'G722');
  for (let at = 0; at < 8_000; at += 160) wide.made.take(sound.subarray(at, at + 160), quiet);
  const samples = new Int16Array(16_000);
  new G722Decoder().decode(wide.pieces[0] ?? new Uint8Array(8_000), samples);
  assert.ok(share(samples, 440, 16_000) > 0.97);
});
