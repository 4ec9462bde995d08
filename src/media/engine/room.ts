// A room: everybody hears everybody else. Whoever says nothing shares what they hear with others who do, so that it is added up once.

import { mixed } from './recorder.ts';
import { Downsampler, Upsampler } from './resample.ts';
import type { RoomPart } from './session.ts';
import { frameSamplesAt, type Rate } from './voice-codec.ts';

/** One who takes part. */
export interface Member {
  readonly rate: Rate;
  readonly part: RoomPart;
}

interface Voice {
  /** What it says in this frame, at the room's rate; undefined where it is silent. */
  said: Int16Array | undefined;
  readonly up: Upsampler;
  readonly down: Downsampler;
}

/** Below it nobody is speaking, and the frame is left out of the sum. */
const quietLevel = 20;

export class Room<M extends Member> {
  readonly #voices = new Map<M, Voice>();
  #sum: Int32Array | undefined;
  #rate: Rate = 8_000;

  get members(): Iterable<M> {
    return this.#voices.keys();
  }

  get size(): number {
    return this.#voices.size;
  }

  add(member: M): void {
    if (!this.#voices.has(member))
      this.#voices.set(member, { said: undefined, up: new Upsampler(), down: new Downsampler() });
    this.#choose();
  }

  remove(member: M): void {
    this.#voices.delete(member);
    this.#choose();
  }

  /** The rate of a member has changed. */
  changed(): void {
    this.#choose();
  }

  /** What a member says in this frame. All have spoken before the first one listens. */
  speak(member: M, samples: Int16Array | undefined): void {
    const voice = this.#voices.get(member);
    if (voice === undefined) return;
    this.#sum = undefined;
    voice.said =
      samples === undefined || member.part.isMuted || isQuiet(samples)
        ? undefined
        : this.#toRoom(member, voice, samples);
  }

  /** What a member hears, at its own rate; undefined where nobody else says anything. */
  listen(member: M): Int16Array | undefined {
    const voice = this.#voices.get(member);
    if (voice === undefined || member.part.isDeaf) return undefined;
    const heard = this.#without(voice);
    if (heard === undefined || member.rate === this.#rate) return heard;
    return member.rate === 16_000 ? voice.up.take(heard) : voice.down.take(heard);
  }

  /** Wide where everybody can hear it. */
  #choose(): void {
    const isWide = [...this.#voices.keys()].every(({ rate }) => rate === 16_000);
    this.#rate = isWide && this.#voices.size > 0 ? 16_000 : 8_000;
  }

  #toRoom({ rate }: M, voice: Voice, samples: Int16Array): Int16Array {
    if (rate === this.#rate) return samples;
    return this.#rate === 16_000 ? voice.up.take(samples) : voice.down.take(samples);
  }

  #without(voice: Voice): Int16Array | undefined {
    const speakers = [...this.#voices.values()].filter((one) => one.said !== undefined && one !== voice);
    const [first, second, ...more] = speakers;
    if (first?.said === undefined) return undefined;
    if (second?.said === undefined) return first.said;
    if (more.length === 0) return mixed(first.said, second.said);
    const sum = this.#added();
    const own = voice.said;
    const heard = new Int16Array(sum.length);
    for (let at = 0; at < heard.length; at++)
      heard[at] = Math.max(-32_768, Math.min(32_767, (sum[at] ?? 0) - (own?.[at] ?? 0)));
    return heard;
  }

  /** Everybody together, added up once a frame. */
  #added(): Int32Array {
    if (this.#sum !== undefined) return this.#sum;
    const sum = new Int32Array(frameSamplesAt(this.#rate));
    for (const { said } of this.#voices.values())
      if (said !== undefined) for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (said[at] ?? 0);
    this.#sum = sum;
    return sum;
  }
}

function isQuiet(samples: Int16Array): boolean {
  for (let at = 0; at < samples.length; at += 4) if (Math.abs(samples[at] ?? 0) > quietLevel) return false;
  return true;
}
