// The RTCP of one stream (RFC 3550 §6): what it has sent and heard, every five seconds or so, and a goodbye.

import { type Clock, randomHex } from '#base';
import { printRtcp, type RtcpPart } from '../rtp/rtcp.ts';
import type { Reception } from '../stream/reception.ts';

const reportMs = 5_000;
const tickMs = 20;

export class Reports {
  readonly #clock: Clock;
  readonly #ssrc: number;
  readonly #name = randomHex(12);
  #ticks = dueTicks();

  constructor(clock: Clock, ssrc: number) {
    this.#clock = clock;
    this.#ssrc = ssrc;
  }

  /** Called with every frame: a packet when one is due. */
  tick(sent: { readonly packets: number; readonly timestamp: number }, reception: Reception): Buffer | undefined {
    this.#ticks -= 1;
    if (this.#ticks > 0) return undefined;
    this.#ticks = dueTicks();
    return this.#report(sent, reception);
  }

  goodbye(sent: { readonly packets: number; readonly timestamp: number }, reception: Reception): Buffer {
    return this.#report(sent, reception, { kind: 'goodbye', sources: [this.#ssrc] });
  }

  #report(
    { packets, timestamp }: { readonly packets: number; readonly timestamp: number },
    reception: Reception,
    ...more: readonly RtcpPart[]
  ): Buffer {
    const block = reception.report();
    const reports = block === undefined ? [] : [block];
    const own: RtcpPart =
      packets === 0
        ? { kind: 'receiver-report', ssrc: this.#ssrc, reports }
        : {
            ...{ kind: 'sender-report', ssrc: this.#ssrc, timeMs: this.#clock.nowMs(), timestamp, packets, reports },
            bytes: packets * 160,
          };
    return printRtcp([own, { kind: 'name', ssrc: this.#ssrc, name: this.#name }, ...more]);
  }
}

/** Between half and one and a half times the interval, so that streams do not fall into step (RFC 3550 §6.2). */
const dueTicks = (): number => Math.round((reportMs / tickMs) * (0.5 + Number.parseInt(randomHex(2), 16) / 0x10000));
