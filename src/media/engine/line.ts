// The packets of one stream, protected: frames go out with their numbers, and of what comes in only what is authentic, new, from the right
// place and not too much. Its law: with a key in the plan nothing leaves in the clear, and nothing comes in that is not under it.

import { type Clock, limits, randomHex } from '#base';
import { parseRtp, printRtp, type RtpPacket } from '../rtp/packet.ts';
import { parseRtcp } from '../rtp/rtcp.ts';
import type { RtpSocket } from '../rtp/rtp-socket.ts';
import { SrtpReceiver } from '../srtp/receiver.ts';
import { SrtpSender } from '../srtp/sender.ts';
import { DirectionKey } from '../stream/protection.ts';
import { Reception } from '../stream/reception.ts';
import { Reports } from './reports.ts';
import type { SessionPlan } from './session.ts';
import { frameTicks } from './voice-codec.ts';

export interface LineCounts {
  sent: number;
  refused: number;
  replayed: number;
  /** Too many, malformed, of a stranger, or while nothing is to be received. */
  dropped: number;
}

const ticksPerMs = 8;

export class Line {
  readonly counts: LineCounts = { sent: 0, refused: 0, replayed: 0, dropped: 0 };
  readonly reception = new Reception();
  readonly #socket: RtpSocket;
  readonly #clock: Clock;
  readonly #hear: (packet: RtpPacket) => void;
  readonly #sender = new DirectionKey(SrtpSender);
  readonly #receiver = new DirectionKey(SrtpReceiver);
  readonly #ssrc = randomNumber(32);
  readonly #reports: Reports;
  // Below half, so that the first roll-over is not mistaken (RFC 3711 §3.3.1).
  #sequence = randomNumber(15);
  #timestamp = randomNumber(32);
  #marker = true;
  #plan: SessionPlan | undefined;
  #allowance: number = limits.engine.packetBurst;
  #filledAtMs: number;
  /** Has anything come from where it was to come from, or has another place been found? */
  #isSettled = false;

  constructor(socket: RtpSocket, clock: Clock, hear: (packet: RtpPacket) => void) {
    this.#socket = socket;
    this.#clock = clock;
    this.#hear = hear;
    this.#filledAtMs = clock.steadyMs();
    this.#reports = new Reports(clock, this.#ssrc);
    socket.listen({
      rtp: (packet) => this.#receive(packet),
      rtcp: (packet) => this.#receiveReport(packet),
      stranger: (packet, address, port) => this.#meet(packet, address, port),
    });
  }

  get plan(): SessionPlan | undefined {
    return this.#plan;
  }

  get unexpected(): number {
    return this.#socket.counters.unexpected;
  }

  /** False, and nothing is sent or taken, where the remote is no address of the socket's kind, or a key does not fit. */
  use(plan: SessionPlan): boolean {
    const before = this.#plan?.remote;
    this.#plan = undefined;
    try {
      this.#sender.use(plan.sendKey);
      this.#receiver.use(plan.receiveKey);
    } catch {
      return false;
    }
    if (before?.address === plan.remote.address && before.port === plan.remote.port) this.#plan = plan;
    else if (this.#socket.setRemote(plan.remote)) {
      this.#isSettled = false;
      this.#plan = plan;
    }
    if (!plan.sends) this.#marker = true;
    return this.#plan !== undefined;
  }

  get timestamp(): number {
    return this.#timestamp;
  }

  /** Time passes without a frame: the next one says so. */
  pass(frames: number): void {
    this.#timestamp = (this.#timestamp + frames * frameTicks) >>> 0;
    this.#marker = true;
  }

  /** Sends a frame of sound. */
  sendFrame(payload: Buffer, ticks = frameTicks): void {
    const plan = this.#plan;
    if (plan?.sends !== true) return this.pass(1);
    this.#send(plan, { payloadType: plan.payloadType, payload, marker: this.#marker, timestamp: this.#timestamp });
    this.#marker = false;
    this.#timestamp = (this.#timestamp + ticks) >>> 0;
  }

  /** Sends a packet of a telephone event in place of a frame. */
  sendEvent(payload: Buffer, startsAt: number, marker: boolean): void {
    const plan = this.#plan;
    const payloadType = plan?.eventsPayloadType;
    if (plan?.sends === true && payloadType !== undefined)
      this.#send(plan, { payloadType, payload, marker, timestamp: startsAt });
    this.#timestamp = (this.#timestamp + frameTicks) >>> 0;
  }

  #send(plan: SessionPlan, packet: { payloadType: number; payload: Buffer; marker: boolean; timestamp: number }): void {
    const clear = printRtp({
      ...packet,
      ...{ sequence: this.#sequence, ssrc: this.#ssrc, contributing: none, extension: undefined },
    });
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const ready = plan.sendKey === undefined ? clear : this.#sender.context?.protectRtp(clear);
    if (ready === undefined) return;
    this.counts.sent++;
    this.#socket.sendRtp(ready);
  }

  /** Called with every frame: reports go out when they are due. */
  report(): void {
    if (this.#plan === undefined || this.#socket.rtcpPort === 0) return;
    const packet = this.#reports.tick({ packets: this.counts.sent, timestamp: this.#timestamp }, this.reception);
    if (packet !== undefined) this.#sendReport(packet);
  }

  close(): void {
    if (this.#plan !== undefined && this.#socket.rtcpPort !== 0)
      this.#sendReport(
        this.#reports.goodbye({ packets: this.counts.sent, timestamp: this.#timestamp }, this.reception),
      );
    this.#plan = undefined;
    this.#socket.listen(undefined);
    this.#sender.forget();
    this.#receiver.forget();
  }

  #sendReport(packet: Buffer): void {
    const ready = this.#plan?.sendKey === undefined ? packet : this.#sender.context?.protectRtcp(packet);
    if (ready !== undefined) this.#socket.sendRtcp(ready);
  }

  #receive(packet: Buffer): void {
    const clear = this.#opened(packet);
    if (clear === undefined) return;
    this.#isSettled = true;
    this.#take(clear);
  }

  /**
   * A packet from elsewhere, such as from behind a translator of addresses (RFC 7362 §4): the stream follows it once, before anything has come
   * from where it should; where it is authentic, or without a key where only the port is another.
   */
  #meet(packet: Buffer, address: string, port: number): void {
    const plan = this.#plan;
    if (plan === undefined || this.#isSettled || !plan.receives) return;
    if (plan.receiveKey === undefined && address !== plan.remote.address) return;
    const clear = this.#opened(packet);
    if (clear === undefined || !this.#socket.setRemote({ address, port })) return;
    this.#isSettled = true;
    this.#take(clear);
  }

  #take(clear: Buffer): void {
    const packet = parseRtp(clear);
    if (packet === undefined || this.#plan?.receives !== true) {
      this.counts.dropped++;
      return;
    }
    const arrival = this.#clock.steadyMs() * ticksPerMs;
    this.reception.count(packet.ssrc, packet.sequence, packet.timestamp, arrival);
    this.#hear(packet);
  }

  /** In the clear; counted and undefined where it is one too many or not authentic. */
  #opened(packet: Buffer): Buffer | undefined {
    const plan = this.#plan;
    if (plan === undefined || !this.#isAllowed()) {
      this.counts.dropped++;
      return undefined;
    }
    if (plan.receiveKey === undefined) return packet;
    const clear = this.#receiver.context?.unprotectRtp(packet) ?? 'refused';
    if (typeof clear !== 'string') return clear;
    this.counts[clear === 'malformed' ? 'dropped' : clear]++;
    return undefined;
  }

  #isAllowed(): boolean {
    const now = this.#clock.steadyMs();
    const { packetsPerSecond, packetBurst } = limits.engine;
    this.#allowance = Math.min(packetBurst, this.#allowance + ((now - this.#filledAtMs) * packetsPerSecond) / 1_000);
    this.#filledAtMs = now;
    if (this.#allowance < 1) return false;
    this.#allowance -= 1;
    return true;
  }

  #receiveReport(packet: Buffer): void {
    const plan = this.#plan;
    if (plan === undefined || !this.#isAllowed()) return;
    const clear = plan.receiveKey === undefined ? packet : this.#receiver.context?.unprotectRtcp(packet);
    if (clear === undefined || typeof clear === 'string' || parseRtcp(clear) === undefined) this.counts.dropped++;
  }
}

const none: readonly number[] = [];

/** A random number of so many bits, at most 32. */
const randomNumber = (bits: number): number => Number.parseInt(randomHex(4), 16) >>> (32 - bits);
