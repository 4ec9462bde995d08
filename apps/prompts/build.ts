// Builds the file of clips: `node apps/prompts/build.ts`. Ends with 1 and the reason where it cannot.

import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import synthesiser from '@echogarden/espeak-ng-emscripten';
import { parseSentences, printPack, type Sentence } from '#media';
import { music } from './music.ts';
import { levelled, resampled, toPcm, trimmed } from './sound.ts';

const sources = join(import.meta.dirname, '..', '..', 'src', 'media', 'prompts', 'english');
const target = join(import.meta.dirname, 'dist', 'english.pack');

/** A calm voice, slower than people read to themselves. */
const voice = { name: 'en-gb', wordsPerMinute: 152, pitch: 42, range: 45 };

function sentences(): Sentence[] {
  const files = readdirSync(sources).filter((name) => name.endsWith('.txt'));
  return files.sort().flatMap((name) => parseSentences(name.slice(0, -4), readFileSync(join(sources, name), 'utf8')));
}

/** What the synthesiser gives: 16 bit, little endian. */
function samplesOf(pieces: readonly Uint8Array[]): Float64Array {
  const bytes = Buffer.concat(pieces);
  return Float64Array.from({ length: bytes.length >> 1 }, (_, at) => bytes.readInt16LE(2 * at) / 32_768);
}

const speaker = await new (await synthesiser()).eSpeakNGWorker();
speaker.set_voice(voice.name);
speaker.set_rate(voice.wordsPerMinute);
speaker.set_pitch(voice.pitch);
speaker.set_range(voice.range);

function spoken(text: string): Int16Array {
  const pieces: Uint8Array[] = [];
  speaker.synthesize(text, (piece) => {
    if (piece !== null && piece.length > 0) pieces.push(Uint8Array.from(piece));
  });
  return toPcm(levelled(trimmed(resampled(samplesOf(pieces), speaker.get_samplerate()))));
}

const clips = new Map<string, Int16Array>();
for (const { name, text } of sentences()) clips.set(name, spoken(text));
clips.set('music.calm', toPcm(music()));
mkdirSync(dirname(target), { recursive: true });
writeFileSync(`${target}.new`, printPack(clips));
renameSync(`${target}.new`, target);
