// Kept sound as a WAV file (RIFF), as any computer plays it: G.711 as it is (format 7), G.722 as samples of 16 bit at 16 kHz.

import { G722Decoder } from '../codec/g722.ts';
import type { KeptSound } from '../engine/session.ts';

const headBytes = 46;
const muLaw = { format: 7, rate: 8_000, sampleBytes: 1 };
const pcm = { format: 1, rate: 16_000, sampleBytes: 2 };

export function printWav({ codec, bytes }: KeptSound): Buffer {
  const { format, rate, sampleBytes } = codec === 'PCMU' ? muLaw : pcm;
  const sound = codec === 'PCMU' ? Buffer.from(bytes) : samplesOf(bytes);
  const head = Buffer.alloc(headBytes);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(headBytes - 8 + sound.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(18, 16);
  head.writeUInt16LE(format, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * sampleBytes, 28);
  head.writeUInt16LE(sampleBytes, 32);
  head.writeUInt16LE(8 * sampleBytes, 34);
  head.write('data', 38, 'latin1');
  head.writeUInt32LE(sound.length, 42);
  return Buffer.concat([head, sound]);
}

function samplesOf(bytes: Uint8Array): Buffer {
  const samples = new Int16Array(2 * bytes.length);
  new G722Decoder().decode(bytes, samples);
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
}
