// A room: everybody hears everybody else. Who is not speaking adds no noise; two whom nothing disturbs have their packets passed on as they are.

import { Narrower, Widener } from '../resample/half-band.ts';
import type { Leg } from './leg.ts';
import { addTo, writeMix } from './mixing.ts';
import { levelOf } from './recorder.ts';
import { SharedMix } from './shared-mix.ts';
import type { FrameSamples } from './sounds.ts';

/** Below this, about -55 dBm0, a frame is no speech; and so long after speech it still counts. */
const speechLevel = 60;
const hangoverFrames = 15;

class Member {
  readonly #widener = new Widener();
  readonly #narrower = new Narrower();
  readonly #wide = new Int16Array(320);
  readonly #narrow = new Int16Array(160);
  /** What is said with this beat, at the room's rate; undefined: nothing. */
  said: Int16Array | undefined;
  #speaksFor = 0;
  #own = new Int16Array(160);

  /** What the leg adds to the room. `always`: also when it is no speech. */
  say(leg: Leg, frame: FrameSamples, always: boolean): void {
    this.said = undefined;
    const { heard } = leg;
    if (heard === undefined || leg.part.isMuted) return;
    this.#speaksFor = levelOf(heard) >= speechLevel ? hangoverFrames : this.#speaksFor - 1;
    if (this.#speaksFor <= 0 && !always) return;
    if (heard.length < frame) this.#widener.run(heard, this.#wide);
    this.said = heard.length < frame ? this.#wide : heard;
  }

  /** The sum without what was said, at the leg's rate. */
  others(sum: Int32Array, frame: FrameSamples, wanted: FrameSamples): Int16Array {
    if (this.#own.length !== frame) this.#own = new Int16Array(frame);
    writeMix(sum, this.said, this.#own);
    if (wanted === frame) return this.#own;
    this.#narrower.run(this.#own, this.#narrow);
    return this.#narrow;
  }
}

export class Room {
  /** The part of the beat with which all who are in it hear; each sends with its own, so that they do not all send at once. */
  readonly beat: number;
  readonly #members = new Map<Leg, Member>();
  #frame: FrameSamples = 160;
  #sum = new Int32Array(160);
  #shared = new SharedMix(160);

  constructor(beat: number) {
    this.beat = beat;
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  /** Whether packets are passed on. */
  get isRelay(): boolean {
    const [first] = this.#members.keys();
    return first?.passesTo !== undefined;
  }

  add(leg: Leg): void {
    leg.hears = this.beat;
    if (!this.#members.has(leg)) this.#members.set(leg, new Member());
    this.arrange();
  }

  remove(leg: Leg): void {
    this.#members.delete(leg);
    leg.hears = leg.beat;
    leg.passTo(undefined);
    leg.mix = undefined;
    this.arrange();
  }

  /** Decides anew whether packets are passed on, and at which rate sound is mixed. */
  arrange(): void {
    const [one, other] = this.#members.keys();
    const isRelay = this.#members.size === 2 && one !== undefined && other !== undefined && mayPass(one, other);
    for (const leg of this.#members.keys()) leg.passTo(isRelay ? (leg === one ? other : one) : undefined);
    let frame: FrameSamples = 160;
    for (const leg of this.#members.keys()) if (leg.frame === 320) frame = 320;
    if (frame === this.#frame) return;
    this.#frame = frame;
    this.#sum = new Int32Array(frame);
    this.#shared = new SharedMix(frame);
  }

  /** Between the two halves of a beat: gives every listener what the others say. */
  mix(): void {
    this.arrange();
    if (this.isRelay) return;
    let speaking = 0;
    this.#sum.fill(0);
    for (const [leg, member] of this.#members) {
      member.say(leg, this.#frame, this.#members.size === 2);
      if (member.said === undefined) continue;
      addTo(this.#sum, member.said);
      speaking++;
    }
    this.#shared.begin(this.#sum);
    for (const [leg, member] of this.#members) leg.mix = this.#heardBy(leg, member, speaking);
  }

  #heardBy(leg: Leg, member: Member, speaking: number): Leg['mix'] {
    if (leg.part.isDeaf || speaking === 0) return undefined;
    if (member.said === undefined) return this.#shared;
    return speaking === 1 ? undefined : member.others(this.#sum, this.#frame, leg.frame);
  }
}

const mayPass = (one: Leg, other: Leg): boolean =>
  one.isUndisturbed && other.isUndisturbed && one.plan?.codec === other.plan?.codec;
