// A running system with real phones: one for each test file, closed with everything that was started in it.

import type { CallLine, HistoryLine, RegistrationLine } from '../../apps/core/protocol.ts';
import { TestNode } from '../node.ts';
import { Baresip, type BaresipPlan, mediaPorts } from './baresip.ts';
import { Capture } from './capture.ts';
import { Sipp, type SippPlan } from './sipp.ts';
import { until } from './wait.ts';

export type MediaSecurity = 'required' | 'preferred' | 'none';

export interface PhonePlan extends Pick<BaresipPlan, 'number' | 'toneHz' | 'transport' | 'encryption'> {
  readonly mediaSecurity: MediaSecurity;
}

/** Long enough to be found in a capture by no accident. */
const extensionLength = 7;

const settleMs = 5_000;

export class Office {
  readonly node: TestNode;
  readonly #kept: { stop(): Promise<void> }[] = [];

  private constructor(node: TestNode) {
    this.node = node;
  }

  static async open(set: readonly string[] = []): Promise<Office> {
    return new Office(await TestNode.start({ set: [`numbering.extensionLength=${extensionLength}`, ...set] }));
  }

  /** Adds an extension; baresip knows no SHA-256, so MD5 alone (RFC 8760). Its secret is returned. */
  extension(number: string, mediaSecurity: MediaSecurity): Promise<string> {
    return this.node.addExtension(number, { digestAlgorithms: ['MD5'], mediaSecurity });
  }

  /** Adds an extension with a phone, and waits until that is registered. */
  async phone({ mediaSecurity, ...plan }: PhonePlan): Promise<Baresip> {
    const phone = await this.start({ ...plan, secret: await this.extension(plan.number, mediaSecurity) });
    await phone.registered();
    return phone;
  }

  /** Starts a phone at the listener of its transport; it trusts the system's authority unless the plan says otherwise. */
  async start(plan: Omit<BaresipPlan, 'port'>): Promise<Baresip> {
    const port = await this.node.port(`sip-${plan.transport}`);
    return await this.startAt(port, { authorityPem: this.node.authorityPem, ...plan });
  }

  /** Starts a phone of another system, which listens at this port. */
  async startAt(port: number, plan: Omit<BaresipPlan, 'port'>): Promise<Baresip> {
    return this.#keep(await Baresip.start({ ...plan, port }));
  }

  /** Captures what passes between the phones and the listener at `port`, from now on. */
  async capture(port: number): Promise<Capture> {
    return this.#keep(await Capture.start([port, port], mediaPorts));
  }

  sipp(plan: SippPlan): Sipp {
    return this.#keep(new Sipp(plan));
  }

  /** Switches a listener on and waits until it is open. */
  async openListener(name: string): Promise<number> {
    if (name !== 'sip-tls') await this.node.change('unsecured-interfaces', { enabled: true }, name);
    await this.node.change('network-listeners', { enabled: true }, name);
    return await until(`listener ${name} is open`, settleMs, () => this.node.port(name).catch(() => undefined));
  }

  registrationsOf(number: string): Promise<RegistrationLine[]> {
    return this.node
      .ask<RegistrationLine[]>('registrations.list')
      .then((all) => all.filter(({ extension }) => extension === number));
  }

  calls(): Promise<CallLine[]> {
    return this.node.ask<CallLine[]>('calls.list');
  }

  /** The record of the latest call from this number, once the call is over and there are `count` of them. */
  async record(caller: string, count = 1): Promise<HistoryLine> {
    return await until(`call ${count} of ${caller} is on record`, settleMs, async () => {
      const all = await this.node.ask<HistoryLine[]>('history.list', { limit: 1_000 });
      const own = all.filter((line) => line.caller.number === caller);
      return own.length >= count ? own.sort((a, b) => b.startedAtMs - a.startedAtMs)[0] : undefined;
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#kept.map((each) => each.stop()));
    await this.node.remove();
  }

  /** What is started in the office ends with it, whatever becomes of the test. */
  #keep<T extends { stop(): Promise<void> }>(started: T): T {
    this.#kept.push(started);
    return started;
  }
}
