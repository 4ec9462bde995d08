// The receiving side of a stream: from whom, how much, under which key, and what of it is sound, key or nothing. Latching follows RFC 7362:
// at most once for each remote, and without SRTP to another port of the same address only.

import { type Clock, limits } from '#base';
import { EventReceiver } from '../dtmf/event-receiver.ts';
import { Allowance } from '../rtp/allowance.ts';
import { parseRtp, type RtpPacket } from '../rtp/packet.ts';
import { parseRtcp } from '../rtp/rtcp.ts';
import type { Remote, RtpSocket } from '../rtp/rtp-socket.ts';
import { SrtpReceiver } from '../srtp/receiver.ts';
import { DirectionKey } from '../stream/protection.ts';
import { Reception } from '../stream/reception.ts';
import type { SessionPlan } from './session.ts';
import { isPayload } from './voice-codec.ts';

/** Comfort noise (RFC 3389) has this payload type for a clock of 8,000. */
const comfortNoise = 13;

export interface InboundListener {
  /** A packet of sound, or undefined for one of comfort noise or of a key: it has its place in the order. */
  sound(packet: RtpPacket, payload: Buffer | undefined): void;
  digit(digit: string): void;
  /** A packet of a telephone event, as it came. */
  event(packet: RtpPacket): void;
}

export class Inbound {
  readonly counts = { refused: 0, replayed: 0, dropped: 0, reports: 0 };
  readonly reception = new Reception();
  readonly #socket: RtpSocket;
  readonly #clock: Clock;
  readonly #listener: InboundListener;
  readonly #key = new DirectionKey(SrtpReceiver);
  readonly #packets = new Allowance(limits.engine.packetsPerSecond, limits.engine.packetsAtOnce);
  readonly #reports = new Allowance(limits.engine.reportsPerSecond, limits.engine.reportsAtOnce);
  readonly #strangers = new Allowance(limits.engine.strangersPerSecond, limits.engine.strangersAtOnce);
  readonly #events = new EventReceiver();
  #plan: SessionPlan | undefined;
  #remote: Remote | undefined;
  #mayLatch = false;
  /** When something authentic came last; steady time. */
  heardMs: number;

  constructor(socket: RtpSocket, clock: Clock, listener: InboundListener) {
    this.#socket = socket;
    this.#clock = clock;
    this.#listener = listener;
    this.heardMs = clock.steadyMs();
    socket.listen({
      rtp: (packet) => this.#receive(packet),
      rtcp: (packet) => this.#receiveReport(packet),
      stranger: (packet, from) => this.#receiveStrange(packet, from),
    });
  }

  /** False, and nothing is taken, when the remote is no address of the socket's kind. */
  use(plan: SessionPlan): boolean {
    this.#plan = undefined;
    this.#key.use(plan.receiveKey);
    const { remote } = plan;
    if (!isSame(remote, this.#remote)) {
      if (!this.#socket.setRemote(remote)) return false;
      this.#remote = remote;
      this.#mayLatch = true;
      this.heardMs = this.#clock.steadyMs();
    }
    this.#plan = plan;
    return true;
  }

  /** Packets that were not taken, of all kinds but those that their key refused. */
  get dropped(): number {
    return this.counts.dropped + this.#socket.counters.unexpected;
  }

  #receive(packet: Buffer): void {
    const clear = this.#packets.take(this.#clock.steadyMs()) ? this.#opened(packet) : this.#drop();
    if (clear === undefined) return;
    this.#mayLatch = false;
    this.#take(clear);
  }

  /** The first authentic packet may come from where nobody said: a phone behind an address translator. */
  #receiveStrange(packet: Buffer, from: Remote): boolean {
    const plan = this.#plan;
    if (!this.#mayLatch || plan === undefined) return false;
    if (plan.receiveKey === undefined && from.address !== plan.remote.address) return false;
    if (!this.#strangers.take(this.#clock.steadyMs())) return false;
    const clear = this.#key.context === undefined ? packet : this.#key.context.unprotectRtp(packet);
    if (typeof clear === 'string' || parseRtp(clear) === undefined) return false;
    this.#mayLatch = false;
    this.#socket.setRemote({ address: from.address, port: from.port });
    this.#take(clear);
    return true;
  }

  #take(clear: Buffer): void {
    const plan = this.#plan;
    const packet = parseRtp(clear);
    if (plan === undefined || packet === undefined) return this.#drop();
    this.heardMs = this.#clock.steadyMs();
    if (!plan.receives) return this.#drop();
    const { payloadType } = packet;
    const isSound = payloadType === plan.payloadType && isPayload(packet.payload);
    if (!isSound && payloadType !== plan.eventsPayloadType && payloadType !== comfortNoise) return this.#drop();
    this.reception.count(packet.ssrc, packet.sequence, packet.timestamp, this.heardMs * 8);
    this.#listener.sound(packet, isSound ? packet.payload : undefined);
    if (!isSound && payloadType === plan.eventsPayloadType) this.#takeEvent(packet);
  }

  #takeEvent(packet: RtpPacket): void {
    const digit = this.#events.take(packet.ssrc, packet.timestamp, packet.marker, packet.payload);
    this.#listener.event(packet);
    if (digit !== '') this.#listener.digit(digit);
  }

  /** The packet in the clear; counted and undefined when it is not taken. */
  #opened(packet: Buffer): Buffer | undefined {
    const plan = this.#plan;
    if (plan === undefined) return this.#drop();
    if (plan.receiveKey === undefined) return packet;
    const clear = this.#key.context?.unprotectRtp(packet) ?? 'refused';
    if (typeof clear !== 'string') return clear;
    if (clear === 'malformed') return this.#drop();
    this.counts[clear]++;
    return undefined;
  }

  #receiveReport(packet: Buffer): void {
    const plan = this.#plan;
    const now = this.#clock.steadyMs();
    if (plan === undefined || !this.#reports.take(now)) return this.#drop();
    const clear = plan.receiveKey === undefined ? packet : (this.#key.context?.unprotectRtcp(packet) ?? 'refused');
    if (clear === 'refused' || clear === 'replayed') this.counts[clear]++;
    else if (clear === 'malformed' || parseRtcp(clear) === undefined) this.#drop();
    else {
      this.counts.reports++;
      this.heardMs = now;
    }
  }

  #drop(): undefined {
    this.counts.dropped++;
  }

  /** Overwrites the key; nothing is taken afterwards. */
  close(): void {
    this.#plan = undefined;
    this.#socket.listen(undefined);
    this.#key.forget();
  }
}

const isSame = (one: Remote, other: Remote | undefined): boolean =>
  one.address === other?.address && one.port === other.port && one.rtcpPort === other.rtcpPort;
