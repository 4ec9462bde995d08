// People with SIPp for a phone, for the service examples of RFC 5359: each registers with a digest and plays a part that a file of `scenarios/rfc5359` says.

import assert from 'node:assert/strict';
import type { CallLine, HistoryLine } from '../../apps/core/protocol.ts';
import { Office } from './office.ts';
import { freeUdpPort, isBound } from './ports.ts';
import type { Sipp } from './sipp.ts';
import { until } from './wait.ts';

export interface Person {
  readonly number: string;
  /** Of its phone; 127.0.0.1 where nothing is said. */
  readonly address?: string;
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

export type Patch = Readonly<Record<string, unknown>>;

/** The record of a call, with what became of it on the way. */
interface CallRecord extends HistoryLine {
  readonly details: {
    readonly forwards: readonly { readonly by: string; readonly why: string }[];
    readonly changes: readonly { readonly kind: string; readonly by: string; readonly to: string }[];
  };
}

const home = '127.0.0.1';
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
  async people<T extends readonly Patch[]>(...patches: T): Promise<{ readonly [K in keyof T]: Person }> {
    const people: Person[] = [];
    for (const [index, patch] of patches.entries()) {
      this.#last += 1;
      const number = String(this.#last);
      const facts = { digestAlgorithms: ['MD5'], mediaSecurity: 'preferred', ...patch };
      const secret = await this.office.node.addExtension(number, facts);
      people.push({ number, port: await freeUdpPort(), secret, media: firstMedia + 2 * index });
    }
    await Promise.all(people.map((who) => this.registers(who)));
    // One for each patch.
    return people as { readonly [K in keyof T]: Person };
  }

  registers(who: Person): Promise<void> {
    return ended(this.begins({ who, plays: 'register' }));
  }

  /** Changes what the form says of somebody. */
  changes(who: Person, patch: Patch): Promise<void> {
    return this.office.node.change('users-and-services', patch, who.number);
  }

  add(form: string, patch: Patch): Promise<unknown> {
    return this.office.node.ask('form.change', { changes: [{ kind: 'add', form, patch }] });
  }

  /** The first begins once the phones of all others listen; all play to the end. */
  async play(first: Part, ...others: readonly Part[]): Promise<void> {
    const waiting: Sipp[] = [];
    for (const part of others) waiting.push(await this.waits(part));
    await ended(this.begins(first), ...waiting);
  }

  /** Waits until somebody's call is in this state, and has got to somebody. */
  async until(who: Person, state: CallLine['state'], other: Person): Promise<void> {
    await until(`the call of ${who.number} is in state ${state}`, listenMs, async () =>
      (await this.office.calls()).some(
        (call) => call.caller === who.number && call.state === state && call.called === other.number,
      ),
    );
  }

  /** Starts a part that begins with being called, and waits until its phone listens. */
  async waits(part: Part): Promise<Sipp> {
    const started = this.begins(part);
    await until(`${part.plays} listens`, listenMs, () => isBound(part.who.port, part.who.address));
    return started;
  }

  /** Starts a part that begins by itself. */
  begins({ who, plays, calls = '', meanwhile }: Part): Sipp {
    return this.office.sipp({
      ...{
        scenario: fileOf(plays),
        transport: 'udp',
        address: who.address ?? home,
        port: who.port,
        calls: 1,
        longestSeconds,
      },
      ...{ callsPort: this.#port, login: [who.number, who.secret] },
      credentialsFor: plays === 'register' ? 'ringfence' : `${calls}@ringfence`,
      words: { number: who.number, target: calls, media: String(who.media) },
      ...(meanwhile === undefined ? {} : { meanwhile: fileOf(meanwhile) }),
    });
  }

  /**
   * What is on record of the calls that these people made, in the order of their beginning, once there are `count` of them; none may be
   * left. Each as `alice bob answered 200 by caller, transfer by bob to carol`.
   */
  async records(people: Readonly<Record<string, Person>>, count: number): Promise<string[]> {
    const names = new Map(Object.entries(people).map(([name, { number }]) => [number, name]));
    const name = (number: string): string => names.get(number) ?? (number === '' ? 'nobody' : number);
    const records = await until(`${count} calls are on record`, listenMs, async () => {
      const all = await this.office.node.ask<CallRecord[]>('history.list', { limit: 1_000 });
      const own = all.filter(({ caller }) => names.has(caller.number));
      return own.length >= count ? own.sort((one, other) => one.startedAtMs - other.startedAtMs) : undefined;
    });
    const left = await this.office.calls();
    assert.deepEqual(
      left.filter(({ caller, called }) => names.has(caller) || names.has(called)),
      [],
    );
    return records.map(({ caller, called, outcome, status, endedBy, details }) =>
      [
        `${name(caller.number)} ${name(called.number)} ${outcome} ${status} by ${endedBy}`,
        ...details.forwards.map(({ by, why }) => `forwarded by ${name(by)}: ${why}`),
        ...details.changes.map(({ kind, by, to }) => `${kind} by ${name(by)} to ${name(to)}`),
      ].join(', '),
    );
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
