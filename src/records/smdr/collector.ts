// The client mode: this system connects to a collector and pushes each call as a line of the CSV of IP Office. Its law: how far it got
// moves with a receipt alone, and what waits beyond the limit is given up, oldest first, and counted.

import type { Socket } from 'node:net';
import { type Cancel, type Clock, type Log, limits, type Result } from '#base';
import type { SmdrBuffer } from './buffer.ts';
import { CollectorLink } from './collector-link.ts';
import type { Positions } from './positions.ts';

export interface CollectorPlace {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'clear';
}

/** Opens a connection to the place, over TLS with its checks done where the place says so. */
export type ConnectCollector = (place: CollectorPlace) => Promise<Result<Socket>>;

export interface CollectorOptions {
  readonly buffer: SmdrBuffer;
  readonly positions: Positions;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the collector is; undefined while client mode is off. */
  readonly place: () => CollectorPlace | undefined;
  readonly connect: ConnectCollector;
  /** Whether records may leave in the clear, as things are now. */
  readonly mayLeaveInClear: () => boolean;
  readonly onChange: () => void;
}

export interface CollectorState {
  readonly sent: number;
  readonly waiting: number;
  readonly lost: number;
  /** Why the last attempt failed; blank where it did not. */
  readonly trouble: string;
  readonly lastArrivedAtMs: number;
}

/** After the first, the second … attempt that failed, and after all later ones. A new record is an attempt too. */
const backOffMs = [1_000, 5_000, 15_000, 60_000, 300_000] as const;
/** However many calls end, attempts are this far apart. */
const leastMs = 1_000;
const lineEnd = '\r\n';
/** Of a purpose that is not in use. */
const none = -1;

export class Collector {
  readonly #options: CollectorOptions;
  #arrived: number;
  #lost: number;
  #attempts = 0;
  #failedAtMs = Number.NEGATIVE_INFINITY;
  #trouble = '';
  #lastArrivedAtMs = 0;
  #timer: Cancel | undefined;
  #running: Promise<void> | undefined;
  #link: CollectorLink | undefined;
  #isClosed = false;
  /** The place as it was last, as text. */
  #known = '';
  /** Counts places: what an attempt at an earlier one comes to is not taken any more. */
  #places = 0;

  constructor(options: CollectorOptions) {
    this.#options = options;
    const known = options.positions.of('collector');
    this.#arrived = known?.arrived ?? none;
    this.#lost = known?.lost ?? 0;
    this.apply();
  }

  /** The options may have changed. What was recorded before client mode was switched on is not pushed. */
  apply(): void {
    const place = this.#options.place();
    const isOn = place !== undefined;
    const text = JSON.stringify(place ?? '');
    if (place?.security === 'clear' && !this.#options.mayLeaveInClear()) this.#link?.abandon();
    if (text === this.#known) return;
    this.#known = text;
    this.#places++;
    if (isOn && this.#arrived === none) this.#keep(this.#options.buffer.last);
    if (!isOn && this.#arrived !== none) this.#keep(none);
    this.#link?.abandon();
    this.#timer?.();
    this.#timer = undefined;
    this.#attempts = 0;
    this.#trouble = '';
    this.#failedAtMs = Number.NEGATIVE_INFINITY;
    this.wake();
  }

  /** A record was added: it is tried at once, also where the last attempt has failed. */
  wake(): void {
    if (this.#isClosed || this.#options.place() === undefined) return;
    this.#giveUpOld();
    this.#link?.wake();
    if (this.#running !== undefined || this.#waiting === 0) return;
    const restMs = this.#failedAtMs + leastMs - this.#options.clock.steadyMs();
    if (restMs > 0) return this.#after(restMs);
    this.#timer?.();
    this.#timer = undefined;
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      this.#next();
    });
  }

  get state(): CollectorState {
    const sent = Math.max(0, this.#arrived);
    const [trouble, lastArrivedAtMs] = [this.#trouble, this.#lastArrivedAtMs];
    return { sent, waiting: this.#waiting, lost: this.#lost, trouble, lastArrivedAtMs };
  }

  /** Returns when nothing is under way. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Begins nothing any more. What has no receipt yet is sent again after the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.();
    this.#link?.abandon();
    await this.#running;
  }

  get #waiting(): number {
    return this.#arrived === none ? 0 : this.#options.buffer.last - this.#arrived;
  }

  #next(): void {
    if (this.#isClosed) return;
    if (this.#trouble === '') return this.wake();
    this.#after(backOffMs[Math.min(this.#attempts, backOffMs.length) - 1] ?? 0);
  }

  #after(ms: number): void {
    this.#timer?.();
    this.#timer = this.#options.clock.after(ms, () => {
      this.#timer = undefined;
      this.#failedAtMs = Number.NEGATIVE_INFINITY;
      this.wake();
    });
  }

  async #run(): Promise<void> {
    const { place, connect, clock, log, onChange } = this.#options;
    const where = place();
    const places = this.#places;
    if (where === undefined) return;
    const isOver = (): boolean => this.#isClosed || this.#places !== places;
    const opened = await connect(where);
    if (opened.ok && isOver()) opened.value.destroy();
    const why = opened.ok ? await this.#pushOver(opened.value, isOver) : opened.refusal.words;
    if (isOver()) return;
    if (why !== '' && this.#trouble !== why) log.warn('SMDR records do not reach the collector', { why });
    this.#trouble = why;
    this.#attempts = why === '' ? 0 : this.#attempts + 1;
    this.#failedAtMs = why === '' ? Number.NEGATIVE_INFINITY : clock.steadyMs();
    onChange();
  }

  async #pushOver(socket: Socket, isOver: () => boolean): Promise<string> {
    if (isOver()) return '';
    const link = new CollectorLink(socket, this.#options.clock);
    this.#link = link;
    const why = await this.#push(link);
    this.#link = undefined;
    return why;
  }

  /** Sends what waits, and what comes meanwhile; blank when there is a receipt for it, else what went wrong. */
  async #push(link: CollectorLink): Promise<string> {
    const { buffer, clock } = this.#options;
    let sent = this.#arrived;
    for (let count = 0; count < limits.smdr.perConnection && !link.isBroken; ) {
      if (sent === buffer.last) await link.rest(limits.smdr.collectorIdleMs, () => buffer.last > sent);
      if (sent === buffer.last) break;
      sent = Math.max(sent, this.#arrived) + 1;
      const csv = buffer.read(sent)?.csv ?? '';
      count++;
      if (csv !== '') await link.send(`${csv}${lineEnd}`);
    }
    const why = await link.finish();
    if (why !== '') return why;
    this.#lastArrivedAtMs = clock.nowMs();
    if (this.#arrived !== none) this.#keep(Math.max(sent, this.#arrived));
    return '';
  }

  #giveUpOld(): void {
    const most = Math.max(this.#options.buffer.first - 1, this.#options.buffer.last - limits.smdr.collectorRecords);
    if (this.#arrived === none || this.#arrived >= most) return;
    this.#lost += most - this.#arrived;
    this.#keep(most);
  }

  #keep(arrived: number): void {
    this.#arrived = arrived;
    try {
      this.#options.positions.put('collector', { arrived, lost: this.#lost });
    } catch (fault) {
      this.#options.log.fault('how far the collector has got cannot be written', fault);
    }
  }
}
