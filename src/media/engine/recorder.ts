// Keeps what is heard: pieces of about a second, in the codec that fits the stream, until it is full, silent or stopped.

import { pcmu } from '../codec/g711.ts';
import { G722Encoder } from '../codec/g722.ts';
import type { KeptSound, RecordEnd, RecordOptions } from './session.ts';
import type { Rate } from './voice-codec.ts';

const pieceBytes = 8_000;
const frameMs = 20;
/** What is quieter on average is nobody speaking: -48 dB of the loudest. */
const quietLevel = 130;

export interface RecorderUser {
  recorded(bytes: Uint8Array): void;
  recordEnded(why: RecordEnd): void;
}

export const keptCodecAt = (rate: Rate): KeptSound['codec'] => (rate === 16_000 ? 'G722' : 'PCMU');

export class Recorder {
  readonly options: RecordOptions;
  readonly #user: RecorderUser;
  readonly #encode: (samples: Int16Array) => Buffer;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #ms = 0;
  #quietMs = 0;
  #isOver = false;

  constructor(rate: Rate, options: RecordOptions, user: RecorderUser) {
    this.options = options;
    this.#user = user;
    const encoder = new G722Encoder();
    this.#encode = rate === 16_000 ? (samples) => encoder.encode(samples) : (samples) => pcmu.encode(samples);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** A frame of what is heard, and of what is sent meanwhile. */
  take(heard: Int16Array, sent: Int16Array | undefined): void {
    if (this.#isOver) return;
    const { of, mostMs, silenceMs } = this.options;
    this.#keep(this.#encode(of === 'both' && sent !== undefined ? mixed(heard, sent) : heard));
    this.#ms += frameMs;
    this.#quietMs = isQuiet(heard) ? this.#quietMs + frameMs : 0;
    if (this.#ms >= mostMs) this.end('full');
    else if (silenceMs > 0 && this.#quietMs >= silenceMs) this.end('silence');
  }

  end(why: RecordEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#flush();
    this.#user.recordEnded(why);
  }

  #keep(bytes: Buffer): void {
    this.#pieces.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes >= pieceBytes) this.#flush();
  }

  #flush(): void {
    if (this.#bytes === 0) return;
    this.#user.recorded(Buffer.concat(this.#pieces));
    this.#pieces = [];
    this.#bytes = 0;
  }
}

function isQuiet(samples: Int16Array): boolean {
  let sum = 0;
  for (let at = 0; at < samples.length; at++) sum += Math.abs(samples[at] ?? 0);
  return sum < quietLevel * samples.length;
}

/** Both added up, within what a sample can be. */
export function mixed(one: Int16Array, other: Int16Array): Int16Array {
  const sum = new Int16Array(one.length);
  for (let at = 0; at < sum.length; at++)
    sum[at] = Math.max(-32_768, Math.min(32_767, (one[at] ?? 0) + (other[at] ?? 0)));
  return sum;
}
