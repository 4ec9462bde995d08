// All readers together: who gets which records, and what has arrived. Its law: what nobody is known to have got is sent to the next
// reader that comes; while one has the thread, each other one gets what comes from then on.

import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers';
import { type Clock, type Log, limits } from '#base';
import type { SmdrBuffer } from './buffer.ts';
import type { Positions } from './positions.ts';
import { type Batch, Reader, type ReaderFacts } from './reader.ts';

export interface ReadersOptions {
  readonly buffer: SmdrBuffer;
  readonly positions: Positions;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether records may be read from this address, as things are now. */
  readonly mayRead: (address: string) => boolean;
  /** Somebody came, went or got something. */
  readonly onChange: () => void;
}

const lineEnd = '\r\n';

export class Readers {
  readonly #options: ReadersOptions;
  readonly #readers = new Set<Reader>();
  #arrived: number;
  #lost: number;
  #isWaking = false;
  #isLosing = false;
  #onEmpty: () => void = () => undefined;

  constructor(options: ReadersOptions) {
    this.#options = options;
    const known = options.positions.of('readers');
    this.#arrived = Math.max(0, known?.arrived ?? 0);
    this.#lost = known?.lost ?? 0;
    this.#giveUpOld();
  }

  get size(): number {
    return this.#readers.size;
  }

  get all(): Iterable<Reader> {
    return this.#readers;
  }

  /** The number of the last record that is known to have arrived, with all before it. */
  get arrived(): number {
    return this.#arrived;
  }

  /** Records that were lost before anybody took them. */
  get lost(): number {
    return this.#lost;
  }

  /** Records that are not known to have arrived. */
  get waiting(): number {
    return Math.max(0, this.#options.buffer.last - Math.max(this.#arrived, this.#options.buffer.first - 1));
  }

  add(socket: Socket, who: ReaderFacts): void {
    const { buffer, clock, log, onChange } = this.#options;
    const from = this.#carrier() === undefined ? Math.max(this.#arrived + 1, buffer.first) : buffer.last + 1;
    const reader = new Reader({
      ...who,
      ...{ socket, from, clock },
      next: (first) => this.#batch(first),
      onArrived: (one) => this.#arrive(one),
      onOver: (one, why) => {
        this.#readers.delete(one);
        log.info('a reader of SMDR records has gone', {
          address: who.address,
          sent: one.sent,
          arrived: one.arrived,
          why,
        });
        this.#advance();
        onChange();
        if (this.#readers.size === 0) this.#onEmpty();
      },
    });
    this.#readers.add(reader);
    this.#isLosing = false;
    log.info('a reader of SMDR records has come', { address: who.address, from });
    reader.wake();
    onChange();
  }

  /** A record was added. The call that made it does not wait until it is sent. */
  wake(): void {
    this.#giveUpOld();
    if (this.#isWaking || this.#readers.size === 0) return;
    this.#isWaking = true;
    setImmediate(() => {
      this.#isWaking = false;
      for (const reader of this.#readers) reader.wake();
    });
  }

  /** Ends connections that may not be any more. */
  judgeAgain(): void {
    for (const reader of this.#readers)
      if (!this.#options.mayRead(reader.facts.address)) reader.leave('its address is not allowed any more');
  }

  /** Ends the connections that came in by this listener. */
  leaveListener(listener: string, why: string): void {
    for (const reader of this.#readers) if (reader.facts.listener === listener) reader.leave(why);
  }

  /** The next reader gets everything from this record on, and so do those that come after it until it has arrived. */
  sendAgainFrom(number: number): void {
    for (const reader of this.#readers) reader.cutOff('records are sent again');
    this.#move(number - 1);
  }

  /** Returns when all readers have gone, each with the time to show what it has got. */
  async leaveAll(why: string): Promise<void> {
    if (this.#readers.size === 0) return;
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    for (const reader of this.#readers) reader.leave(why);
    await empty;
  }

  /** The reader that has the thread: nothing is missing between what has arrived and what it gets. */
  #carrier(): Reader | undefined {
    return [...this.#readers].find((reader) => reader.from <= this.#arrived + 1 && !reader.isLeaving);
  }

  #arrive(reader: Reader): void {
    if (reader.from > this.#arrived + 1 || reader.arrived <= this.#arrived) return;
    this.#move(reader.arrived);
    this.#advance();
  }

  /** Another reader may have the thread from here on, and be further. */
  #advance(): void {
    for (const reader of this.#readers)
      if (reader.from <= this.#arrived + 1 && reader.arrived > this.#arrived) this.#move(reader.arrived);
  }

  #move(arrived: number): void {
    this.#arrived = arrived;
    this.#keep();
    this.#options.onChange();
  }

  /** What the buffer had no room for is lost, unless it was sent already. */
  #giveUpOld(): void {
    const oldest = this.#options.buffer.first;
    if (oldest <= this.#arrived + 1) return;
    const reached = Math.max(this.#arrived, ...[...this.#readers].map(({ from, sent }) => (from <= oldest ? sent : 0)));
    const lost = Math.max(0, oldest - 1 - reached);
    this.#lost += lost;
    if (lost > 0 && !this.#isLosing)
      this.#options.log.warn('SMDR records are lost: nobody has read them', { lost: this.#lost });
    this.#isLosing ||= lost > 0;
    this.#arrived = oldest - 1;
    this.#keep();
  }

  #keep(): void {
    try {
      this.#options.positions.put('readers', { arrived: this.#arrived, lost: this.#lost });
    } catch (fault) {
      this.#options.log.fault('how far SMDR records have got cannot be written', fault);
    }
  }

  /** Records from a number on, as many as are handed over at once. One that is damaged is passed over. */
  #batch(first: number): Batch | undefined {
    const { buffer } = this.#options;
    let text = '';
    let number = Math.max(first, buffer.first);
    for (; number <= buffer.last && text.length < limits.smdr.writtenBytes; number++) {
      const entry = buffer.read(number);
      if (entry !== undefined) text += `${entry.raw}${lineEnd}`;
    }
    return number === Math.max(first, buffer.first) ? undefined : { text, last: number - 1 };
  }
}
