// The inside of a thread: its sessions, their rooms and the beat that serves them all. A fault in one session ends that one alone.

import type { Clock } from '#base';
import { RtpSocket } from '../rtp/rtp-socket.ts';
import type { StreamKey } from '../stream/protection.ts';
import { Beat, parts } from './beat.ts';
import { Lateness } from './lateness.ts';
import { Leg } from './leg.ts';
import type { CopiedKey, CopiedPlan, FromThread, Order, Ports, SessionOrder, Told } from './protocol.ts';
import { Room } from './room.ts';
import type { RoomPart } from './session.ts';
import type { ClipOf } from './sounds.ts';

export interface SessionsOptions {
  readonly clock: Clock;
  readonly clipOf: ClipOf;
  readonly tell: (what: FromThread) => void;
}

/** Beats: five seconds. */
const figuresEvery = 1_000;

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #legs = new Map<number, Leg>();
  readonly #rooms = new Map<string, Room>();
  readonly #roomOf = new Map<number, string>();
  readonly #lateness = new Lateness();
  readonly #beat: Beat;
  #beats = 0;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#beat = new Beat(options.clock, (dueMs, part, missed) => this.#tick(dueMs, part, missed));
  }

  async take({ session, order }: SessionOrder): Promise<void> {
    if (order.kind === 'open') return this.#open(session, order.address, order.ports);
    if (order.kind === 'close') return this.#close(session);
    const leg = this.#legs.get(session);
    if (leg === undefined) return;
    await this.#guarded(session, () => this.#obey(session, leg, order));
  }

  async #open(session: number, address: string, ports: Ports | undefined): Promise<void> {
    const opened = await RtpSocket.open({ address, rtcp: true, ...(ports === undefined ? {} : { ports }) });
    if (!opened.ok) return this.#tell(session, { kind: 'opened', result: opened });
    const socket = opened.value;
    const { clock, clipOf } = this.#options;
    const tell = (told: Told): void => this.#tell(session, told);
    const leg = new Leg({ socket, clock, clipOf, tell, lateness: this.#lateness });
    leg.beat = this.#emptiest();
    leg.hears = leg.beat;
    this.#legs.set(session, leg);
    this.#beat.start();
    tell({ kind: 'opened', result: { ok: true, value: { address: socket.address, port: socket.port } } });
  }

  /** The part of the beat that serves fewest. */
  #emptiest(): number {
    const served = new Array<number>(parts).fill(0);
    for (const { beat } of this.#legs.values()) served[beat] = (served[beat] ?? 0) + 1;
    return served.indexOf(Math.min(...served));
  }

  #obey(session: number, leg: Leg, order: Exclude<Order, { kind: 'open' | 'close' }>): void {
    switch (order.kind) {
      case 'connect':
        return connect(leg, order.plan);
      case 'play':
        return leg.play(order.play, order.items, order.loop);
      case 'stop-playing':
        return leg.stopPlaying();
      case 'skip':
        return leg.skip(order.ms);
      case 'halt':
        return leg.halt(order.halted);
      case 'record':
        return leg.record(order.options, order.codec);
      case 'stop-recording':
        return leg.stopRecording();
      case 'press':
        return leg.press(order.digits);
      case 'join':
        return this.#join(session, leg, order.room, order.part);
      case 'statistics':
        return this.#tell(session, { kind: 'statistics', ask: order.ask, statistics: leg.statistics });
    }
  }

  #join(session: number, leg: Leg, name: string | undefined, part: RoomPart): void {
    if (this.#roomOf.get(session) !== name) this.#leave(session, leg);
    leg.part = part;
    if (name === undefined) return;
    const room = this.#rooms.get(name) ?? new Room(leg.beat);
    this.#rooms.set(name, room);
    this.#roomOf.set(session, name);
    room.add(leg);
  }

  #leave(session: number, leg: Leg): void {
    const name = this.#roomOf.get(session);
    const room = name === undefined ? undefined : this.#rooms.get(name);
    this.#roomOf.delete(session);
    room?.remove(leg);
    if (name !== undefined && room?.isEmpty === true) this.#rooms.delete(name);
  }

  async #close(session: number): Promise<void> {
    const leg = this.#legs.get(session);
    if (leg !== undefined) {
      this.#legs.delete(session);
      this.#leave(session, leg);
      if (this.#legs.size === 0) this.#beat.stop();
      await leg.close();
    }
    this.#tell(session, { kind: 'closed' });
  }

  #tick(dueMs: number, part: number, missed: number): void {
    for (const [session, leg] of this.#legs) if (leg.hears === part) this.#try(session, () => leg.hear());
    for (const [name, room] of this.#rooms) if (room.beat === part) this.#mix(name, room);
    for (const [session, leg] of this.#legs) if (leg.beat === part) this.#try(session, () => leg.send(dueMs, missed));
    if (++this.#beats % figuresEvery === 0) this.#tellFigures();
  }

  /** A room in which something fails is no more; its sessions go on alone. */
  #mix(name: string, room: Room): void {
    try {
      room.mix();
    } catch (fault) {
      this.#rooms.delete(name);
      this.#options.tell({ fault: wordsOf(fault) });
    }
  }

  #tellFigures(): void {
    const relayed = [...this.#rooms.values()].filter((room) => room.isRelay).length * 2;
    const paceP99Ms = this.#lateness.quantile(0.99);
    this.#options.tell({ figures: { paceP99Ms, paceMedianMs: this.#lateness.quantile(0.5), relayed } });
    this.#lateness.clear();
  }

  #try(session: number, work: () => void): void {
    try {
      work();
    } catch (fault) {
      void this.#fail(session, fault);
    }
  }

  async #guarded(session: number, work: () => void): Promise<void> {
    try {
      work();
    } catch (fault) {
      await this.#fail(session, fault);
    }
  }

  async #fail(session: number, fault: unknown): Promise<void> {
    this.#tell(session, { kind: 'failed', words: wordsOf(fault) });
    await this.#close(session);
  }

  #tell(session: number, told: Told): void {
    this.#options.tell({ session, told });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#legs.keys()].map((session) => this.#close(session)));
  }
}

export const wordsOf = (fault: unknown): string =>
  fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);

/** The copies of the keys are overwritten once they are in use. */
function connect(leg: Leg, plan: CopiedPlan): void {
  const { sendKey, receiveKey, ...rest } = plan;
  try {
    leg.connect({ ...rest, sendKey: streamKey(sendKey), receiveKey: streamKey(receiveKey) });
  } finally {
    sendKey?.key.fill(0);
    receiveKey?.key.fill(0);
  }
}

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);

function streamKey(copied: CopiedKey | undefined): StreamKey | undefined {
  if (copied === undefined) return undefined;
  const { suite, key, mki } = copied;
  return { suite, key: bufferOf(key), ...(mki === undefined ? {} : { mki: bufferOf(mki) }) };
}
