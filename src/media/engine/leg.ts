// One session inside its thread: hears, plays, keeps, takes part in a room, and sends one frame with every beat.

import { type Clock, limits } from '#base';
import { KeyDetector } from '../dtmf/key-detector.ts';
import { Narrower } from '../resample/half-band.ts';
import { Allowance } from '../rtp/allowance.ts';
import type { RtpPacket } from '../rtp/packet.ts';
import type { RtpSocket } from '../rtp/rtp-socket.ts';
import { Hearing } from './hearing.ts';
import { Inbound } from './inbound.ts';
import { Lateness } from './lateness.ts';
import { mixInto } from './mixing.ts';
import { framesToReport, Outbound } from './outbound.ts';
import { Player } from './player.ts';
import type { Told } from './protocol.ts';
import { Recorder } from './recorder.ts';
import type { KeptSound, PlayItem, RecordOptions, RoomPart, SessionPlan, SessionStatistics } from './session.ts';
import type { SharedMix } from './shared-mix.ts';
import type { ClipOf, FrameSamples } from './sounds.ts';
import { encoderOf, frameBytes, samplesOf, type VoiceEncoder } from './voice-codec.ts';

const silence = new Int16Array(320);
const quiet = { 160: silence.subarray(0, 160), 320: silence } as const;
/** Told again after each further so long without anything authentic. */
const silentMs = 5_000;

export interface LegOptions {
  readonly socket: RtpSocket;
  readonly clock: Clock;
  readonly clipOf: ClipOf;
  readonly tell: (told: Told) => void;
  /** Of the thread. */
  readonly lateness: Lateness;
}

/** For keys in the sound, where no events were agreed. */
interface Listening {
  readonly detector: KeyDetector;
  readonly narrower: Narrower;
  readonly frame: Int16Array;
}

export class Leg {
  /** What was heard with this beat; undefined: nothing. */
  heard: Int16Array | undefined;
  /** What its room gives it with this beat. */
  mix: Int16Array | SharedMix | undefined;
  /** To whom its packets are passed as they come, in a room of two that nothing disturbs. */
  passesTo: Leg | undefined;
  part: RoomPart = { isMuted: false, isDeaf: false };
  frame: FrameSamples = 160;
  /** The part of the beat with which it sends, and the one with which it hears: that of its room, if it is in one. */
  beat = 0;
  hears = 0;
  plan: SessionPlan | undefined;
  readonly #options: LegOptions;
  readonly #lateness = new Lateness();
  readonly #inbound: Inbound;
  readonly #outbound: Outbound;
  readonly #player: Player;
  readonly #digits = new Allowance(limits.engine.digitsPerSecond, limits.engine.digitsPerSecond);
  #hearing = new Hearing('PCMU');
  #encoder: VoiceEncoder = encoderOf('PCMU');
  #keys: Listening | undefined;
  #recorder: Recorder | undefined;
  #out = new Int16Array(160);
  #scratch = new Int16Array(160);
  #framesToReport = framesToReport();
  #silentTold = 0;

  constructor(options: LegOptions) {
    const { socket, clock, clipOf, tell } = options;
    this.#options = options;
    this.#outbound = new Outbound(socket, clock);
    this.#player = new Player(clipOf, (play) => tell({ kind: 'played', play }));
    this.#inbound = new Inbound(socket, clock, {
      sound: (packet, payload) => this.#takeSound(packet, payload),
      digit: (digit) => this.#tellDigit(digit),
      event: (packet) => this.#passEvent(packet),
    });
  }

  connect(plan: SessionPlan): void {
    const before = this.plan?.codec;
    this.plan = undefined;
    this.#outbound.use(undefined);
    if (!this.#inbound.use(plan)) return;
    this.#outbound.use(plan);
    if (plan.codec !== before) this.#speak(plan);
    if (plan.eventsPayloadType !== undefined) this.#keys = undefined;
    else this.#keys ??= { detector: new KeyDetector(), narrower: new Narrower(), frame: new Int16Array(160) };
    this.plan = plan;
  }

  #speak({ codec }: SessionPlan): void {
    this.#hearing = new Hearing(codec);
    this.#encoder = encoderOf(codec);
    this.frame = samplesOf(codec);
    this.#out = new Int16Array(this.frame);
    this.#scratch = new Int16Array(this.frame);
  }

  /** Whether its packets may be passed on and taken as they are. */
  get isUndisturbed(): boolean {
    const { plan, part } = this;
    if (plan?.eventsPayloadType === undefined || part.isMuted || part.isDeaf) return false;
    return !this.#player.isPlaying && this.#recorder === undefined && !this.#outbound.isPressing;
  }

  /** From now on its packets go to `other`; undefined: they are heard here again. */
  passTo(other: Leg | undefined): void {
    if (this.passesTo === other) return;
    this.passesTo = other;
    this.#hearing.buffer.clear();
    this.#outbound.endPassing();
  }

  #takeSound(packet: RtpPacket, payload: Buffer | undefined): void {
    const to = this.passesTo;
    if (to === undefined) this.#hearing.buffer.put(packet.ssrc, packet.sequence, packet.timestamp, payload);
    else if (payload !== undefined && to.plan !== undefined) to.#outbound.pass(packet, to.plan.payloadType);
  }

  #passEvent(packet: RtpPacket): void {
    const to = this.passesTo;
    const payloadType = to?.plan?.eventsPayloadType;
    if (to !== undefined && payloadType !== undefined) to.#outbound.pass(packet, payloadType);
  }

  #tellDigit(digit: string): void {
    if (this.#digits.take(this.#options.clock.steadyMs())) this.#options.tell({ kind: 'digit', digit });
  }

  play(id: number, items: readonly PlayItem[], loop: boolean): void {
    this.#player.play(id, items, loop, this.frame);
  }

  stopPlaying(): void {
    this.#player.stop();
  }

  skip(ms: number): void {
    this.#player.skip(ms);
  }

  halt(halted: boolean): void {
    this.#player.halt(halted);
  }

  press(digits: string): void {
    this.#outbound.press(digits);
  }

  record(options: RecordOptions, codec: KeptSound['codec']): void {
    this.stopRecording();
    this.#recorder = new Recorder(options, codec, {
      recorded: (bytes) => this.#options.tell({ kind: 'recorded', bytes }),
      ended: (why) => this.#options.tell({ kind: 'record-ended', why }),
    });
  }

  stopRecording(): void {
    this.#recorder?.end('stopped');
    this.#recorder = undefined;
  }

  /** The first half of a beat: what is heard. */
  hear(): void {
    this.heard = this.passesTo === undefined ? this.#hearing.next() : undefined;
    if (this.#keys !== undefined && this.heard !== undefined) this.#findKeys(this.heard, this.#keys);
  }

  #findKeys(heard: Int16Array, { detector, narrower, frame }: Listening): void {
    if (heard.length === 320) narrower.run(heard, frame);
    for (const digit of detector.take(heard.length === 320 ? frame : heard)) this.#tellDigit(digit);
  }

  /** The second half: what is sent, and kept. */
  send(dueMs: number, missed: number): void {
    if (missed > 0) this.#outbound.leaveOut(missed);
    if (this.passesTo === undefined) this.#sendFrame(dueMs);
    if (--this.#framesToReport <= 0) {
      this.#framesToReport = framesToReport();
      this.#outbound.report(this.#inbound.reception.report());
    }
    if (this.plan?.receives === true) this.#watch(dueMs);
  }

  #sendFrame(dueMs: number): void {
    const isPlaying = this.#player.fill(this.#scratch);
    const { mix } = this;
    const samples = isPlaying ? this.#withMix(mix) : mix instanceof Int16Array ? mix : mix?.samples(this.frame);
    this.mix = undefined;
    this.#keep(samples);
    if (!this.#outbound.sends) return;
    this.#outbound.sendFrame((bytes, start) => this.#encode(isPlaying ? undefined : mix, samples, bytes, start));
    const late = this.#options.clock.steadyMs() - dueMs;
    this.#lateness.add(late);
    this.#options.lateness.add(late);
  }

  #withMix(mix: Int16Array | SharedMix | undefined): Int16Array {
    if (mix !== undefined) mixInto(this.#scratch, mix instanceof Int16Array ? mix : mix.samples(this.frame));
    return this.#scratch;
  }

  #encode(mix: Leg['mix'], samples: Int16Array | undefined, bytes: Buffer, start: number): void {
    const codec = this.plan?.codec ?? 'PCMU';
    if (mix !== undefined && !(mix instanceof Int16Array) && codec !== 'G722') bytes.set(mix.encoded(codec), start);
    else if (samples === undefined && codec !== 'G722') bytes.fill(quietByte[codec], start, start + frameBytes);
    else this.#encoder.encode(samples ?? quiet[this.frame], bytes, start);
  }

  #keep(sent: Int16Array | undefined): void {
    if (this.#recorder === undefined) return;
    let samples = this.heard;
    if (this.#recorder.of === 'both' && sent !== undefined) {
      this.#out.set(sent);
      if (samples !== undefined) mixInto(this.#out, samples);
      samples = this.#out;
    }
    if (!this.#recorder.take(samples, quiet[this.frame])) this.#recorder = undefined;
  }

  #watch(nowMs: number): void {
    const times = Math.floor((nowMs - this.#inbound.heardMs) / silentMs);
    if (times > this.#silentTold) this.#options.tell({ kind: 'silent', ms: times * silentMs });
    this.#silentTold = Math.max(0, times);
  }

  get statistics(): SessionStatistics {
    const { reception, counts, dropped } = this.#inbound;
    return {
      ...{ sent: this.#outbound.sent, received: reception.received, lost: reception.lost },
      ...{ refused: counts.refused, replayed: counts.replayed, dropped },
      paceP99Ms: this.#lateness.quantile(0.99),
      jitterMs: reception.jitter / 8,
    };
  }

  /** Says goodbye, overwrites the keys, frees the ports. */
  async close(): Promise<void> {
    this.plan = undefined;
    this.#recorder?.end('closed');
    this.#recorder = undefined;
    this.#player.stop();
    this.#outbound.close(this.#inbound.reception.report());
    this.#inbound.close();
    await this.#options.socket.close();
  }
}

/** A byte of nothing in G.711. */
const quietByte = { PCMU: 0xff, PCMA: 0xd5 } as const;
