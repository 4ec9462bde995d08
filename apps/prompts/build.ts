// Builds the file of clips: `node apps/prompts/build.ts`. Ends with 1 and the reason where it cannot.

import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import synthesiser from '@echogarden/espeak-ng-emscripten';
import { parseSentences, printPack, type Sentence } from '#media';
import { music } from './music.ts';
import { levelled, resampler, toPcm, trimmed, withPause } from './sound.ts';

const sources = join(import.meta.dirname, '..', '..', 'src', 'media', 'prompts', 'english');
const target = join(import.meta.dirname, 'dist', 'english.pack');

/** A calm voice, slower than people read to themselves. */
const voice = { name: 'en-gb', wordsPerMinute: 152, pitch: 42, range: 45 };

function sentences(): Sentence[] {
  const files = readdirSync(sources).filter((name) => name.endsWith('.txt'));
  return files.sort().flatMap((name) => parseSentences(name.slice(0, -4), readFileSync(join(sources, name), 'utf8')));
}

/** The pieces that the synthesiser gives, of 16 bit, as one. */
function joined(pieces: readonly Int16Array[]): Float64Array {
  const whole = new Float64Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole.map((sample) => sample / 32_768);
}

const speaker = await new (await synthesiser()).eSpeakNGWorker();
speaker.set_voice(voice.name);
speaker.set_rate(voice.wordsPerMinute);
speaker.set_pitch(voice.pitch);
speaker.set_range(voice.range);
const toRate = resampler(speaker.get_samplerate());

function spoken(text: string): Int16Array {
  const pieces: Int16Array[] = [];
  speaker.synthesize(text, (piece) => {
    // A copy: the synthesiser may use its memory again.
    if (piece !== null && piece.length > 0) pieces.push(piece.slice());
  });
  const speech = trimmed(toRate(joined(pieces)));
  return toPcm(withPause(levelled(speech), text));
}

const clips = new Map<string, Int16Array>();
for (const { name, text } of sentences()) clips.set(name, spoken(text));
clips.set('music.calm', toPcm(music()));
mkdirSync(dirname(target), { recursive: true });
writeFileSync(`${target}.new`, printPack(clips));
renameSync(`${target}.new`, target);
