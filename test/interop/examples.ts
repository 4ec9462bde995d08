// People with SIPp for a phone, for the service examples of RFC 5359: each registers with a digest and plays a part that a file of `scenarios/rfc5359` says.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import type { HistoryLine } from '../../apps/core/protocol.ts';
import { Office } from './office.ts';
import type { Sipp } from './sipp.ts';
import { until } from './wait.ts';

export interface Person {
  readonly number: string;
  /** Of its phone, on 127.0.0.1. */
  readonly port: number;
  readonly secret: string;
  /** The port in what its phone says of its media: nothing is sent there. */
  readonly media: number;
}

export interface Part {
  readonly who: Person;
  /** The name of a file. */
  readonly plays: string;
  /** The number that it calls or refers to. */
  readonly calls?: string;
  /** What it does in calls that its part knows nothing of: the name of a file. */
  readonly meanwhile?: string;
}

/** Longer than any example takes. */
const longestSeconds = 30;
const listenMs = 5_000;
/** The parts tell people apart by these: Alice, Bob, Carol, Dave. */
const firstMedia = 40_000;

const fileOf = (name: string): URL => new URL(`scenarios/rfc5359/${name}.xml`, import.meta.url);

export class Examples {
  readonly office: Office;
  readonly #port: number;
  #last = 7_235_000;

  private constructor(office: Office, port: number) {
    this.office = office;
    this.#port = port;
  }

  static async open(): Promise<Examples> {
    const office = await Office.open();
    return new Examples(office, await office.openListener('sip-udp'));
  }

  close(): Promise<void> {
    return this.office.close();
  }

  /** New extensions with a registered phone each: Alice, Bob and so on. Each is given what stands for it in `patches`. */
  async people(...patches: readonly Readonly<Record<string, unknown>>[]): Promise<Person[]> {
    const people: Person[] = [];
    for (const [index, patch] of patches.entries()) {
      this.#last += 1;
      const number = String(this.#last);
      const facts = { digestAlgorithms: ['MD5'], mediaSecurity: 'preferred', ...patch };
      const secret = await this.office.node.addExtension(number, facts);
      people.push({ number, port: await freeUdpPort(), secret, media: firstMedia + 2 * index });
    }
    await Promise.all(people.map((who) => ended(this.#start({ who, plays: 'register' }))));
    return people;
  }

  /** Starts a part that begins with being called, and waits until its phone listens. */
  async waits(part: Part): Promise<Sipp> {
    const started = this.#start(part);
    await until(`${part.plays} listens`, listenMs, () => isBound(part.who.port));
    return started;
  }

  /** Starts a part that begins by itself. */
  begins(part: Part): Sipp {
    return this.#start(part);
  }

  #start({ who, plays, calls = '', meanwhile }: Part): Sipp {
    return this.office.sipp({
      ...{ scenario: fileOf(plays), transport: 'udp', address: '127.0.0.1', port: who.port, calls: 1, longestSeconds },
      ...{ callsPort: this.#port, login: [who.number, who.secret] },
      credentialsFor: plays === 'register' ? 'ringfence' : `${calls}@ringfence`,
      words: { number: who.number, target: calls, media: String(who.media) },
      ...(meanwhile === undefined ? {} : { meanwhile: fileOf(meanwhile) }),
    });
  }

  /** The records of all calls of these people, in the order of their beginning, once there are `count` of them and no call is left. */
  async records(people: readonly Person[], count: number): Promise<HistoryLine[]> {
    const numbers = new Set(people.map(({ number }) => number));
    const records = await until(`${count} calls are on record`, listenMs, async () => {
      const all = await this.office.node.ask<HistoryLine[]>('history.list', { limit: 1_000 });
      const own = all.filter(({ caller }) => numbers.has(caller.number));
      return own.length >= count ? own.sort((one, other) => one.startedAtMs - other.startedAtMs) : undefined;
    });
    assert.equal(records.length, count);
    const left = await this.office.calls();
    assert.deepEqual(
      left.filter(({ caller, called }) => numbers.has(caller) || numbers.has(called)),
      [],
    );
    return records;
  }
}

/** All parts are played to their end; when one fails, the others are ended, and what it did not expect is told. */
export async function ended(...parts: readonly Sipp[]): Promise<void> {
  let failure: string | undefined;
  await Promise.all(
    parts.map(async (part) => {
      const { code, output } = await part.result();
      if (code === 0 || failure !== undefined) return;
      failure = `SIPp ended with ${code}: ${part.errors || output.slice(-2_000)}`;
      await Promise.all(parts.map((one) => one.stop()));
    }),
  );
  if (failure !== undefined) assert.fail(failure);
}

/** A free UDP port of 127.0.0.1. */
export const freeUdpPort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });

/** Is the UDP port of 127.0.0.1 taken? */
export const isBound = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(true));
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(false)));
  });
