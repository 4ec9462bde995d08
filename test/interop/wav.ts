// WAV files of 8 kHz, 16 bit, one channel: tones to play, and recordings to judge, also while they grow.

import { readFileSync, writeFileSync } from 'node:fs';
import { samplesPerSecond, sine } from '#media';

const headerBytes = 44;
const bytesPerSample = 2;

/** Writes a tone of this frequency. */
export function writeTone(path: string, frequencyHz: number, seconds: number): void {
  const samples = sine(frequencyHz)(seconds * samplesPerSecond);
  const file = Buffer.alloc(headerBytes + samples.length * bytesPerSample);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(samplesPerSecond, 24);
  file.writeUInt32LE(samplesPerSecond * bytesPerSample, 28);
  file.writeUInt16LE(bytesPerSample, 32);
  file.writeUInt16LE(8 * bytesPerSample, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(file.length - headerBytes, 40);
  for (const [place, sample] of samples.entries()) file.writeInt16LE(sample, headerBytes + place * bytesPerSample);
  writeFileSync(path, file);
}

/** The samples of a recording; whatever its header says of its length, for that is written at its end. */
export function readSamples(path: string): Int16Array {
  const file = readFileSync(path);
  if (file.length < headerBytes) return new Int16Array();
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.readUInt32LE(24) !== samplesPerSecond)
    throw new Error(`${path} is not a WAV file of ${samplesPerSecond} Hz`);
  return Int16Array.from({ length: Math.floor((file.length - headerBytes) / bytesPerSample) }, (_, place) =>
    file.readInt16LE(headerBytes + place * bytesPerSample),
  );
}
