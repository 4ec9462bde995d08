// The sending side of a stream: numbers, time stamps, marker, keys as events, reports. With a key nothing leaves unencrypted.

import { type Clock, randomHex } from '#base';
import { EventSender } from '../dtmf/event-sender.ts';
import type { RtpPacket } from '../rtp/packet.ts';
import { printRtcp, type ReportBlock, type RtcpPart } from '../rtp/rtcp.ts';
import type { RtpSocket } from '../rtp/rtp-socket.ts';
import { SrtpSender } from '../srtp/sender.ts';
import { DirectionKey } from '../stream/protection.ts';
import type { SessionPlan } from './session.ts';
import { frameBytes } from './voice-codec.ts';

/** A random number of so many bits, at most 32. */
const randomNumber = (bits: number): number => Number.parseInt(randomHex(4), 16) >>> (32 - bits);
const headerBytes = 12;
/** A packet that is passed on with a time stamp further from the last one is not of the same stretch of sound: two seconds. */
const farTimestamps = 16_000;

export class Outbound {
  sent = 0;
  readonly #socket: RtpSocket;
  readonly #clock: Clock;
  readonly #key = new DirectionKey(SrtpSender);
  readonly #events = new EventSender(frameBytes);
  readonly #name = randomHex(12);
  readonly #ssrc = randomNumber(32);
  // Below half, so that the first roll-over is not mistaken (RFC 3711 §3.3.1).
  #sequence = randomNumber(15);
  #timestamp = randomNumber(32);
  #sentBytes = 0;
  #marker = true;
  #plan: SessionPlan | undefined;
  /** Of a stream that is passed on: its source, and what is added to its time stamps. */
  #passedSsrc = -1;
  #passedOffset = 0;
  #passedLast = 0;

  constructor(socket: RtpSocket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
  }

  use(plan: SessionPlan | undefined): void {
    this.#plan = undefined;
    this.#key.use(plan?.sendKey);
    this.#plan = plan;
    if (plan?.sends !== true) this.rest();
  }

  get sends(): boolean {
    return this.#plan?.sends === true;
  }

  /** What is sent next begins a stretch of sound. */
  rest(): void {
    this.#marker = true;
  }

  press(keys: string): void {
    if (this.#plan?.eventsPayloadType !== undefined) this.#events.add(keys);
  }

  get isPressing(): boolean {
    return this.#events.isSending;
  }

  /** Frames that are left out: their time passes. */
  leaveOut(frames: number): void {
    this.#timestamp = (this.#timestamp + frames * frameBytes) >>> 0;
  }

  /** A packet in which `encode` puts a frame of sound, unless a key is being pressed. */
  sendFrame(encode: (bytes: Buffer, start: number) => void): void {
    const plan = this.#plan;
    if (plan === undefined || !plan.sends) return;
    if (this.#events.isSending && plan.eventsPayloadType !== undefined) this.#sendEvent(plan.eventsPayloadType);
    else {
      const packet = this.#begin(plan.payloadType, this.#marker, this.#timestamp, frameBytes);
      encode(packet, headerBytes);
      this.#marker = false;
      this.#send(packet);
    }
    this.leaveOut(1);
  }

  #sendEvent(payloadType: number): void {
    const frame = this.#events.next();
    if (frame === undefined) return;
    const packet = this.#begin(payloadType, frame.isFirst, (this.#timestamp - frame.ago) >>> 0, frame.payload.length);
    frame.payload.copy(packet, headerBytes);
    this.#marker = true;
    this.#send(packet);
  }

  /** Passes a packet of another stream on, with this one's names and numbers. `payloadType`: what it is here. */
  pass(packet: RtpPacket, payloadType: number): void {
    if (this.#plan?.sends !== true) return;
    const far = Math.abs((packet.timestamp - this.#passedLast) | 0) > farTimestamps;
    if (packet.ssrc !== this.#passedSsrc || far) {
      this.#passedSsrc = packet.ssrc;
      this.#passedOffset = (this.#timestamp - packet.timestamp) | 0;
    }
    this.#passedLast = packet.timestamp;
    const timestamp = (packet.timestamp + this.#passedOffset) >>> 0;
    const bytes = this.#begin(payloadType, packet.marker || this.#marker, timestamp, packet.payload.length);
    packet.payload.copy(bytes, headerBytes);
    this.#marker = false;
    const next = (timestamp + packet.payload.length) >>> 0;
    if (((next - this.#timestamp) | 0) > 0) this.#timestamp = next;
    this.#send(bytes);
  }

  /** What is passed on next is joined to what was sent meanwhile. */
  endPassing(): void {
    this.#passedSsrc = -1;
  }

  #begin(payloadType: number, marker: boolean, timestamp: number, payloadBytes: number): Buffer {
    const packet = Buffer.allocUnsafe(headerBytes + payloadBytes);
    packet[0] = 0x80;
    packet[1] = (marker ? 0x80 : 0) | payloadType;
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(timestamp, 4);
    packet.writeUInt32BE(this.#ssrc, 8);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    return packet;
  }

  #send(packet: Buffer): void {
    const ready = this.#plan?.sendKey === undefined ? packet : this.#key.context?.protectRtp(packet);
    if (ready === undefined) return;
    this.sent++;
    this.#sentBytes += packet.length - headerBytes;
    this.#socket.sendRtp(ready);
  }

  /** A report with what was received, and after it `more`. */
  report(block: ReportBlock | undefined, ...more: readonly RtcpPart[]): void {
    const plan = this.#plan;
    if (plan === undefined) return;
    const name: RtcpPart = { kind: 'name', ssrc: this.#ssrc, name: this.#name };
    const packet = printRtcp([this.#ownReport(block === undefined ? [] : [block]), name, ...more]);
    const ready = plan.sendKey === undefined ? packet : this.#key.context?.protectRtcp(packet);
    if (ready !== undefined) this.#socket.sendRtcp(ready);
  }

  #ownReport(reports: readonly ReportBlock[]): RtcpPart {
    if (this.sent === 0) return { kind: 'receiver-report', ssrc: this.#ssrc, reports };
    return {
      ...{ kind: 'sender-report', ssrc: this.#ssrc, timeMs: this.#clock.nowMs(), timestamp: this.#timestamp },
      ...{ packets: this.sent, bytes: this.#sentBytes, reports },
    };
  }

  /** Says goodbye and overwrites the key; nothing is sent afterwards. */
  close(block: ReportBlock | undefined): void {
    this.report(block, { kind: 'goodbye', sources: [this.#ssrc] });
    this.#plan = undefined;
    this.#events.clear();
    this.#key.forget();
  }
}

/** Frames until the next report: between half and one and a half times five seconds (RFC 3550 §6.2). */
export const framesToReport = (): number => 125 + (randomNumber(8) % 250);
