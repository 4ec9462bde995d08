// One audio stream in G.711: samples from a source go out every 20 ms, samples that come in go to a listener.
// With a key nothing leaves unencrypted and nothing that is not authentic comes in.

import { type Cancel, type Clock, randomHex } from '#base';
import { type Codec, frameMs, frameSamples, samplesPerSecond } from '../codec/g711.ts';
import { EventSender } from '../dtmf/event-sender.ts';
import { parseRtp, printRtp } from '../rtp/packet.ts';
import { parseRtcp, printRtcp, type RtcpPart } from '../rtp/rtcp.ts';
import type { Remote, RtpSocket } from '../rtp/rtp-socket.ts';
import { SrtpReceiver } from '../srtp/receiver.ts';
import { SrtpSender } from '../srtp/sender.ts';
import { type SampleSource, silence } from '../tone/tone.ts';
import { Pace } from './pace.ts';
import { DirectionKey, type StreamKey } from './protection.ts';
import { Reception } from './reception.ts';

/** What offer and answer came to, for one stream. */
export interface StreamPlan {
  readonly remote: Remote;
  readonly codec: Codec;
  /** Default: the codec's static payload type. */
  readonly payloadType?: number;
  /** Of telephone events (RFC 4733); undefined: keys are not sent. */
  readonly eventsPayloadType?: number | undefined;
  /** undefined: plain RTP. */
  readonly sendKey: StreamKey | undefined;
  readonly receiveKey: StreamKey | undefined;
  readonly sends: boolean;
  readonly receives: boolean;
}

export interface StreamStatistics {
  readonly sent: number;
  /** Packets that were taken: authentic, new, and of the plan's payload type. */
  readonly received: number;
  readonly lost: number;
  /** Not authentic. */
  readonly refused: number;
  readonly replayed: number;
  readonly malformed: number;
  /** Authentic, but of another payload type, or while nothing is to be received. */
  readonly ignored: number;
  /** From another address than the plan's. */
  readonly unexpected: number;
  readonly rtcpReceived: number;
}

export interface AudioStreamOptions {
  readonly socket: RtpSocket;
  readonly clock: Clock;
  /** Hears each packet's samples as they come; there is no buffer that would put them in order. */
  readonly listener: (samples: Int16Array) => void;
  /** What is sent; default silence. */
  readonly source?: SampleSource;
  /** Canonical name in RTCP; default a random one (RFC 7022). */
  readonly name?: string;
}

const reportMs = 5_000;

export class AudioStream {
  readonly #socket: RtpSocket;
  readonly #clock: Clock;
  readonly #listener: (samples: Int16Array) => void;
  readonly #name: string;
  readonly #pace: Pace;
  readonly #sender = new DirectionKey(SrtpSender);
  readonly #receiver = new DirectionKey(SrtpReceiver);
  readonly #reception = new Reception();
  readonly #counts = { sent: 0, refused: 0, replayed: 0, malformed: 0, ignored: 0, rtcpReceived: 0 };
  readonly #ssrc = randomNumber(32);
  // Below half, so that the first roll-over is not mistaken (RFC 3711 §3.3.1).
  #sequence = randomNumber(15);
  #timestamp = randomNumber(32);
  #source: SampleSource;
  #plan: StreamPlan | undefined;
  #marker = true;
  readonly #events = new EventSender(frameSamples);
  #cancelReport: Cancel | undefined;

  constructor({ socket, clock, listener, source = silence, name = randomHex(12) }: AudioStreamOptions) {
    this.#socket = socket;
    this.#clock = clock;
    this.#listener = listener;
    this.#source = source;
    this.#name = name;
    this.#pace = new Pace(clock, frameMs, (missed) => this.#sendFrame(missed));
    socket.listen({ rtp: (packet) => this.#receive(packet), rtcp: (packet) => this.#receiveReport(packet) });
  }

  /**
   * Begins with a plan, or goes on with a changed one: a key that stays the same keeps its place, a new one begins anew.
   * False, and nothing is sent or taken, when the remote is no IP address of the socket's kind.
   * Throws for a suite that SRTP here does not have or a key of a wrong length.
   */
  use(plan: StreamPlan): boolean {
    this.#plan = undefined;
    this.#sender.use(plan.sendKey);
    this.#receiver.use(plan.receiveKey);
    const reachable = this.#socket.setRemote(plan.remote);
    if (reachable) this.#plan = plan;
    if (reachable && plan.sends) this.#pace.start();
    else this.#rest();
    if (reachable && this.#socket.rtcpPort !== 0 && this.#cancelReport === undefined) this.#awaitReport();
    return reachable;
  }

  /** Changes what is sent, from the next frame on. */
  send(source: SampleSource): void {
    this.#source = source;
  }

  /** Presses keys: telephone events in place of sound, where the plan has a payload type for them. */
  sendDigits(digits: string): void {
    if (this.#plan?.eventsPayloadType !== undefined) this.#events.add(digits);
  }

  get statistics(): StreamStatistics {
    const { received, lost } = this.#reception;
    return { ...this.#counts, received, lost, unexpected: this.#socket.counters.unexpected };
  }

  /** Says goodbye, stops and forgets the keys. The socket is closed by who opened it. */
  close(): void {
    this.#sendReport({ kind: 'goodbye', sources: [this.#ssrc] });
    this.#plan = undefined;
    this.#rest();
    this.#cancelReport?.();
    this.#socket.listen(undefined);
    this.#sender.forget();
    this.#receiver.forget();
  }

  #rest(): void {
    this.#pace.stop();
    this.#marker = true;
  }

  #sendFrame(missed: number): void {
    const plan = this.#plan;
    if (plan === undefined) return;
    this.#timestamp = (this.#timestamp + missed * frameSamples) >>> 0;
    if (this.#events.isSending && plan.eventsPayloadType !== undefined) this.#sendEvent(plan, plan.eventsPayloadType);
    else {
      const payload = plan.codec.encode(this.#source(frameSamples));
      this.#sendPacket(plan, payloadTypeOf(plan), this.#marker, this.#timestamp, payload);
      this.#marker = false;
    }
    this.#timestamp = (this.#timestamp + frameSamples) >>> 0;
  }

  #sendEvent(plan: StreamPlan, payloadType: number): void {
    const frame = this.#events.next();
    if (frame === undefined) return;
    this.#sendPacket(plan, payloadType, frame.isFirst, (this.#timestamp - frame.ago) >>> 0, frame.payload);
    this.#marker = true;
  }

  #sendPacket(plan: StreamPlan, payloadType: number, marker: boolean, timestamp: number, payload: Buffer): void {
    const sequence = this.#sequence;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const packet = printRtp({
      ...{ marker, payloadType, sequence, timestamp, ssrc: this.#ssrc },
      ...{ contributing: [], extension: undefined, payload },
    });
    const ready = plan.sendKey === undefined ? packet : this.#sender.context?.protectRtp(packet);
    if (ready === undefined) return;
    this.#counts.sent++;
    this.#socket.sendRtp(ready);
  }

  #receive(packet: Buffer): void {
    const plan = this.#plan;
    const clear = plan === undefined ? undefined : this.#opened(packet, 'unprotectRtp');
    if (plan === undefined || clear === undefined) return;
    const rtp = parseRtp(clear);
    if (rtp === undefined) this.#counts.malformed++;
    else if (!plan.receives || rtp.payloadType !== payloadTypeOf(plan)) this.#counts.ignored++;
    else {
      const arrival = (this.#clock.steadyMs() * samplesPerSecond) / 1000;
      this.#reception.count(rtp.ssrc, rtp.sequence, rtp.timestamp, arrival);
      this.#listener(plan.codec.decode(rtp.payload));
    }
  }

  #receiveReport(packet: Buffer): void {
    const clear = this.#plan === undefined ? undefined : this.#opened(packet, 'unprotectRtcp');
    if (clear === undefined) return;
    if (parseRtcp(clear) === undefined) this.#counts.malformed++;
    else this.#counts.rtcpReceived++;
  }

  /** The packet in the clear; counted and undefined when it is not taken. */
  #opened(packet: Buffer, unprotect: 'unprotectRtp' | 'unprotectRtcp'): Buffer | undefined {
    if (this.#plan?.receiveKey === undefined) return packet;
    const clear = this.#receiver.context?.[unprotect](packet) ?? 'refused';
    if (typeof clear !== 'string') return clear;
    this.#counts[clear]++;
    return undefined;
  }

  /** RFC 3550 §6.2: between half and one and a half times the interval, so that streams do not fall into step. */
  #awaitReport(): void {
    const delay = reportMs / 2 + (reportMs * randomNumber(16)) / 0x10000;
    this.#cancelReport = this.#clock.after(delay, () => {
      this.#sendReport();
      this.#awaitReport();
    });
  }

  #sendReport(...more: readonly RtcpPart[]): void {
    const plan = this.#plan;
    if (plan === undefined) return;
    const packet = printRtcp([this.#ownReport(), { kind: 'name', ssrc: this.#ssrc, name: this.#name }, ...more]);
    const ready = plan.sendKey === undefined ? packet : this.#sender.context?.protectRtcp(packet);
    if (ready !== undefined) this.#socket.sendRtcp(ready);
  }

  #ownReport(): RtcpPart {
    const block = this.#reception.report();
    const reports = block === undefined ? [] : [block];
    if (this.#counts.sent === 0) return { kind: 'receiver-report', ssrc: this.#ssrc, reports };
    return {
      kind: 'sender-report',
      ssrc: this.#ssrc,
      timeMs: this.#clock.nowMs(),
      timestamp: this.#timestamp,
      packets: this.#counts.sent,
      bytes: this.#counts.sent * frameSamples,
      reports,
    };
  }
}

const payloadTypeOf = (plan: StreamPlan): number => plan.payloadType ?? plan.codec.payloadType;

/** A random number of so many bits, at most 32. */
const randomNumber = (bits: number): number => Number.parseInt(randomHex(4), 16) >>> (32 - bits);
