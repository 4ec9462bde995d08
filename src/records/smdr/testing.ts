// For the tests of SMDR: calls as they end, options, and readers that are plain TCP clients.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { initialRecord } from '#forms';
import { type CallRecord, type LegRecord, noDetails } from '../history/call-record.ts';
import type { SmdrLayout } from './format.ts';
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
  #text = '';

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (data: Buffer) => {
      this.#text += data.toString('latin1');
    });
    socket.on('error', () => undefined);
  }

  static async connect(port: number, host = '127.0.0.1', localAddress?: string): Promise<TestReader> {
    const socket = connect({ port, host, ...(localAddress === undefined ? {} : { localAddress }) });
    const reader = new TestReader(socket);
    await once(socket, 'connect');
    return reader;
  }

  /** Whole lines without their ends. */
  get lines(): readonly string[] {
    return this.#text.split('\r\n').slice(0, -1);
  }

  get text(): string {
    return this.#text;
  }

  /** Returns when so many lines have come; rejects when the connection ends before. */
  async until(count: number): Promise<void> {
    while (this.lines.length < count) {
      if (this.socket.readableEnded || this.socket.destroyed) throw new Error(`only ${this.lines.length} lines came`);
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'close')]);
    }
  }

  /** Ends in good order. */
  async leave(): Promise<void> {
    this.socket.end();
    if (!this.socket.destroyed) await once(this.socket, 'close');
  }
}
