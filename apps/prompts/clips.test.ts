// The clips as they were built: each sentence has its own, and each is speech: as long as its words, of one loudness, without silence before it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseSentences, readPack } from '#media';
import { loudness, rate } from './sound.ts';

const sources = join(import.meta.dirname, '..', '..', 'src', 'media', 'prompts', 'english');
const sentences = readdirSync(sources).flatMap((name) =>
  parseSentences(name.slice(0, -4), readFileSync(join(sources, name), 'utf8')),
);
const pack = await readPack(join(import.meta.dirname, 'dist', 'english.pack'));
const places = pack.ok ? pack.value : assert.fail(pack.refusal.words);
const clips = new Map(
  places.names.map(({ name, start, length }) => [
    name,
    Float64Array.from(places.samples.subarray(start, start + length), (sample) => sample / 32_768),
  ]),
);

/** Each with its sentence; `fault` tells what is wrong with it, if anything. */
function everyClip(fault: (samples: Float64Array, text: string) => string | undefined): void {
  const faults = sentences.flatMap(({ name, text }) => {
    const why = fault(clips.get(name) ?? assert.fail(`no clip ${name}`), text);
    return why === undefined ? [] : [`${name}: ${why}`];
  });
  assert.deepEqual(faults, []);
}

const between = (value: number, least: number, most: number, unit: string): string | undefined =>
  value >= least && value <= most ? undefined : `${value.toFixed(3)} ${unit}`;

const quiet = 0.02;
const firstHeard = (samples: Float64Array): number => samples.findIndex((sample) => Math.abs(sample) > quiet);
const lastHeard = (samples: Float64Array): number => samples.findLastIndex((sample) => Math.abs(sample) > quiet);

test('a clip for each sentence, and the music', () => {
  assert.deepEqual([...clips.keys()].sort(), [...sentences.map(({ name }) => name), 'music.calm'].sort());
});

test('each is as long as its words take', () => {
  everyClip((samples, text) => {
    const seconds = (lastHeard(samples) - firstHeard(samples)) / rate;
    return between(seconds, 0.08 + 0.04 * text.length, 0.6 + 0.095 * text.length, `s for ${text.length} letters`);
  });
});

/** Likeness of neighbours: of speech near one, of noise near zero. */
function smoothness(samples: Float64Array): number {
  let [energy, both] = [0, 0];
  for (const [at, sample] of samples.entries()) {
    energy += sample * sample;
    both += sample * (samples[at - 1] ?? 0);
  }
  return both / energy;
}

test('each is speech and not noise', () => {
  everyClip((samples) => between(smoothness(samples), 0.6, 0.99, 'of one'));
});

test('all are equally loud, and none is clipped', () => {
  everyClip((samples) => between(20 * Math.log10(loudness(samples)), -21, -19, 'dB'));
  everyClip((samples) => (samples.some((sample) => Math.abs(sample) > 0.9) ? 'clipped' : undefined));
});

test('none begins with silence, or ends with much of it', () => {
  everyClip((samples) => between(firstHeard(samples) / rate, 0, 0.06, 's before'));
  everyClip((samples) => between((samples.length - lastHeard(samples)) / rate, 0, 0.35, 's behind'));
});

test('music on hold is a minute long, quieter than speech, and goes round without a click', () => {
  const music = clips.get('music.calm') ?? assert.fail('no music');
  assert.equal(between(music.length / rate, 60, 90, 's'), undefined);
  assert.equal(between(20 * Math.log10(loudness(music)), -28, -20, 'dB'), undefined);
  const step = (at: number): number => Math.abs((music.at(at) ?? 0) - (music.at(at - 1) ?? 0));
  const largest = music.reduce((most, _, at) => (at === 0 ? most : Math.max(most, step(at))), 0);
  assert.ok(step(0) <= largest, `${step(0)} at the seam, ${largest} within`);
});
