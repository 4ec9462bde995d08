// For the tests of SMDR: calls as they end, options, and readers that are plain TCP clients.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { FakeClock, no, silentLog } from '#base';
import { initialRecord } from '#forms';
import type { AuditFact } from '../audit/entry.ts';
import { type CallRecord, type LegRecord, noDetails } from '../history/call-record.ts';
import type { SmdrLayout } from './format.ts';
import { Smdr, type SmdrSettings } from './smdr.ts';
import { type SmdrOptions, smdrOptions } from './smdr-options.form.ts';

const blank: LegRecord = {
  ...{ number: '', name: '', address: '', transport: '', tlsVersion: '', tlsSuite: '', srtpSuite: '' },
  ...{ trunk: '', trunkNumber: 0 },
};

export const station = (number: string, name = ''): LegRecord => ({ ...blank, number, name });
export const trunk = (trunkNumber: number, number = ''): LegRecord => ({
  ...blank,
  ...{ trunk: `provider${trunkNumber}`, name: `provider${trunkNumber}`, trunkNumber, number },
});
export const nobody = blank;

/** Month/day hour:minute:second of 2026, UTC. */
export const at = (text: string): number => Date.parse(`2026-${text.replace('/', '-').replace(' ', 'T')}Z`);

export interface CallWishes extends Partial<Omit<CallRecord, 'details'>> {
  readonly details?: Partial<CallRecord['details']>;
  /** Seconds that it rang before it was answered; undefined: nobody answered. */
  readonly rang?: number;
  /** Seconds from the answer, or from the start where nobody answered, to the end. */
  readonly lasted?: number;
}

export function callOf(wishes: CallWishes): CallRecord {
  const { details, rang, lasted = 60, startedAtMs = at('06/13 09:00:00'), ...rest } = wishes;
  const answeredAtMs = rang === undefined ? 0 : startedAtMs + rang * 1_000;
  return {
    ...{ id: 'call', caller: station('201'), called: station('202'), dialled: '202', status: 200, cause: 'OK' },
    ...{ outcome: rang === undefined ? 'no answer' : 'answered', endedBy: 'caller', secure: 'never' },
    ...{ startedAtMs, answeredAtMs, endedAtMs: (answeredAtMs || startedAtMs) + lasted * 1_000 },
    ...rest,
    details: { ...noDetails, ...details },
  };
}

export const optionsOf = (wishes: Partial<SmdrOptions> = {}): SmdrOptions => ({
  ...initialRecord(smdrOptions),
  ...{ recording: true, reportInternal: true, allowedReaders: ['127.0.0.1/32'] },
  ...wishes,
});

export const layoutOf = (wishes: Partial<SmdrLayout> = {}): SmdrLayout => ({
  ...optionsOf(),
  zone: 'UTC',
  ...wishes,
});

/** A program that reads SMDR: it connects, and keeps every line. */
export class TestReader {
  readonly socket: Socket;
  /** Whole lines without their ends. */
  readonly lines: string[] = [];
  text = '';
  #rest = '';
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (data: Buffer) => {
      const text = data.toString('latin1');
      this.text += text;
      const lines = `${this.#rest}${text}`.split('\r\n');
      this.#rest = lines.pop() ?? '';
      this.lines.push(...lines);
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.#wake());
  }

  static async connect(port: number, host = '127.0.0.1', localAddress?: string): Promise<TestReader> {
    const socket = connect({ port, host, ...(localAddress === undefined ? {} : { localAddress }) });
    const reader = new TestReader(socket);
    await once(socket, 'connect');
    return reader;
  }

  /** One that is connected already, as over TLS. */
  static over(socket: Socket): TestReader {
    return new TestReader(socket);
  }

  /** Returns when so many lines have come; rejects when the connection ends before. */
  async until(count: number): Promise<void> {
    while (this.lines.length < count) {
      if (this.socket.destroyed) throw new Error(`only ${this.lines.length} lines came`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Ends in good order. */
  async leave(): Promise<void> {
    this.socket.end();
    if (!this.socket.destroyed) await once(this.socket, 'close');
  }
}

/** SMDR on a folder of its own, with what it put on record, at a clock that tests move. */
export class TestSmdr {
  readonly smdr: Smdr;
  readonly clock: FakeClock;
  readonly facts: readonly AuditFact[];
  options: SmdrOptions;

  private constructor(smdr: Smdr, clock: FakeClock, facts: readonly AuditFact[], options: SmdrOptions) {
    this.smdr = smdr;
    this.clock = clock;
    this.facts = facts;
    this.options = options;
  }

  static async open(
    path: string,
    wishes: Partial<SmdrOptions> = {},
    more: Partial<SmdrSettings> = {},
  ): Promise<TestSmdr> {
    const clock = new FakeClock();
    const facts: AuditFact[] = [];
    const first = optionsOf(wishes);
    const state: { one?: TestSmdr } = {};
    const smdr = await Smdr.open({
      directory: { file: (name) => join(path, name) },
      ...{ clock, log: silentLog, fileRecords: 10, zone: () => 'UTC' },
      options: () => state.one?.options ?? first,
      isReported: () => true,
      locationIdOf: () => undefined,
      note: (fact) => facts.push(fact),
      connect: async () => no({ code: 'test.nobody', words: 'nobody is there' }),
      mayLeaveInClear: () => true,
      secureContext: () => ({}),
      whyClosed: () => '',
      ...more,
    });
    state.one = new TestSmdr(smdr, clock, facts, first);
    return state.one;
  }

  /** Opens a listener at a free port of 127.0.0.1, and gives its port. */
  async listen(service: 'smdr' | 'smdr-tls' = 'smdr', address = '127.0.0.1'): Promise<number> {
    await this.smdr.apply([{ name: service, service, address, port: 0, enabled: true }]);
    const line = this.smdr.listeners.lines.find(({ name }) => name === service);
    if (line === undefined || line.closedBecause !== '') throw new Error(line?.closedBecause ?? 'no listener');
    return line.port;
  }

  /** Ends so many outgoing calls; each dials its own number, counted from `from`. */
  calls(from: number, count: number): void {
    for (let index = from; index < from + count; index++)
      this.smdr.write(callOf({ id: `call-${index}`, called: trunk(1), dialled: String(index), rang: 1 }));
  }

  /** As a program that reads would do it again and again: returns when it is so. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** Returns when this record, and all before it, have been handed to the system for every reader. */
  async sent(number: number): Promise<void> {
    await this.until(() => this.smdr.delivery().every((row) => row.kind !== 'reader' || row.sent >= number));
  }

  get arrived(): number {
    return this.smdr.delivery()[0]?.arrived ?? 0;
  }

  get readers(): number {
    return this.smdr.delivery().filter(({ kind }) => kind === 'reader').length;
  }
}

/** The numbers that the lines say were dialled. */
export const dialledIn = (lines: readonly string[]): number[] => lines.map((line) => Number(line.slice(33, 59)));

/** The whole numbers from one to another, both included. */
export const span = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
