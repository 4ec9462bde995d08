// What can be played, each as samples that can be read from any place: clips, kept sound, tones, silence.

import { pcmu } from '../codec/g711.ts';
import { G722Decoder } from '../codec/g722.ts';
import { Narrower, readNarrow, Widener } from '../resample/half-band.ts';
import type { KeptSound, PlayItem } from './session.ts';

/** A sound at the rate at which it was made; `read` fills what it has from place `at` on. */
export interface SoundSource {
  /** In samples of the rate. */
  readonly length: number;
  read(at: number, into: Int16Array, start: number, count: number): void;
}

/** Samples in 20 ms say the rate: 160 at 8 kHz, 320 at 16 kHz. */
export type FrameSamples = 160 | 320;

/** The clips of the library by their name, at 16 kHz. */
export type ClipOf = (name: string) => Int16Array | undefined;

export function sourceOf(item: PlayItem, frame: FrameSamples, clipOf: ClipOf): SoundSource {
  if (typeof item === 'string') return clipSource(clipOf(item) ?? new Int16Array(0), frame);
  if ('codec' in item) return keptSource(item, frame);
  const perMs = frame / 20;
  if ('silenceMs' in item) return silenceSource(Math.round(item.silenceMs * perMs));
  return toneSource(item.toneHz, Math.round(item.ms * perMs), frame * 50);
}

function clipSource(clip: Int16Array, frame: FrameSamples): SoundSource {
  if (frame === 160)
    return {
      length: clip.length >> 1,
      read: (at, into, start, count) => readNarrow(clip, at, into, start, count),
    };
  return {
    length: clip.length,
    read: (at, into, start, count) => into.set(clip.subarray(at, at + count), start),
  };
}

const silenceSource = (length: number): SoundSource => ({
  length,
  read: (_, into, start, count) => into.fill(0, start, start + count),
});

const toneLevel = 0.2 * 0x7fff;
/** It swells and fades for so long, so that it does not click. */
const edgeMs = 5;

function toneSource(hz: number, length: number, rate: number): SoundSource {
  const step = (2 * Math.PI * hz) / rate;
  const edge = (edgeMs * rate) / 1000;
  return {
    length,
    read(at, into, start, count) {
      for (let index = 0; index < count; index++) {
        const place = at + index;
        const share = Math.min(1, (place + 1) / edge, (length - place) / edge);
        into[start + index] = Math.round(toneLevel * share * Math.sin(step * place));
      }
    },
  };
}

function keptSource({ codec, bytes }: KeptSound, frame: FrameSamples): SoundSource {
  const own: FrameSamples = codec === 'G722' ? 320 : 160;
  const source = codec === 'G722' ? wideKept(bytes) : narrowKept(bytes);
  return own === frame ? source : resampled(source, own, frame);
}

const narrowKept = (bytes: Uint8Array): SoundSource => ({
  length: bytes.length,
  read: (at, into, start, count) => pcmu.decodeInto(bytes.subarray(at, at + count), into, start),
});

/** G.722 goes on from byte to byte; after a jump it begins so many bytes earlier, to be in step with what was encoded. */
const stepBytes = 400;

function wideKept(bytes: Uint8Array): SoundSource {
  const scratch = new Int16Array(2 * stepBytes);
  let decoder = new G722Decoder();
  let next = 0;
  return {
    length: 2 * bytes.length,
    read(at, into, start, count) {
      const from = at >> 1;
      if (from !== next) {
        decoder = new G722Decoder();
        decoder.decode(bytes.subarray(Math.max(0, from - stepBytes), from), scratch);
      }
      next = (at + count + 1) >> 1;
      decoder.decode(bytes.subarray(from, next), into, start);
    },
  };
}

/** Another rate, made frame by frame. Places are whole frames but for the last; a jump begins anew. */
function resampled(source: SoundSource, own: FrameSamples, frame: FrameSamples): SoundSource {
  const inner = new Int16Array(own);
  const outer = new Int16Array(frame);
  let change = own === 320 ? new Narrower() : new Widener();
  let next = 0;
  let ready = 0;
  const fill = (place: number): void => {
    const from = place * own;
    const count = Math.max(0, Math.min(own, source.length - from));
    inner.fill(0);
    if (count > 0) source.read(from, inner, 0, count);
    change.run(inner, outer);
    next = place + 1;
  };
  return {
    length: Math.floor((source.length * frame) / own),
    read(at, into, start, count) {
      for (let done = 0; done < count; ) {
        const place = Math.floor((at + done) / frame);
        if (place !== next - 1) {
          if (place !== next) change = own === 320 ? new Narrower() : new Widener();
          fill(place);
        }
        ready = Math.min(count - done, (place + 1) * frame - at - done);
        const inside = at + done - place * frame;
        into.set(outer.subarray(inside, inside + ready), start + done);
        done += ready;
      }
    },
  };
}
