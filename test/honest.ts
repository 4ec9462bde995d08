// Two built-in phones that behave: whatever others do to the node, they register and call each other.

import { randomHex, silentLog, systemClock } from '#base';
import { Handset } from '#handset';
import type { TestNode } from './node.ts';

export interface HonestFigures {
  readonly registeredMs: number;
  /** From the INVITE to the answer. */
  readonly answeredMs: number;
}

const patienceMs = 5_000;

export class HonestPhones {
  readonly #phones: readonly [Handset, Handset];

  private constructor(phones: readonly [Handset, Handset]) {
    this.#phones = phones;
  }

  /** Adds two extensions and their phones, over TLS with SRTP demanded. */
  static async open(node: TestNode, numbers: readonly [string, string] = ['801', '802']): Promise<HonestPhones> {
    const port = await node.port('sip-tls');
    const make = async (number: string): Promise<Handset> =>
      new Handset({
        number,
        secret: await node.addExtension(number, { sipSecret: randomHex(12), maxDevices: 1 }),
        server: { transport: 'TLS', address: '127.0.0.1', port, domain: 'ringfence' },
        ca: node.authorityPem,
        clock: systemClock,
        log: silentLog,
        media: { policy: 'required', address: '127.0.0.1', sound: 'none' },
        whenCalled: { do: 'answer', afterMs: 0 },
      });
    const [one, other] = numbers;
    return new HonestPhones([await make(one), await make(other)]);
  }

  /** Registers both, calls, and hangs up. Throws where any of it fails. */
  async prove(): Promise<HonestFigures> {
    const [caller, called] = this.#phones;
    const begun = performance.now();
    for (const phone of this.#phones) {
      phone.register();
      const registered = await phone.registered(patienceMs);
      if (!registered.ok) throw new Error(`an honest phone was not registered: ${registered.refusal.words}`);
    }
    const registeredMs = (performance.now() - begun) / this.#phones.length;
    const placed = caller.call(called.number);
    if (!placed.ok) throw new Error(`an honest phone could not call: ${placed.refusal.words}`);
    const answered = await placed.value.established(patienceMs);
    if (!answered.ok) throw new Error(`an honest call was not answered: ${answered.refusal.words}`);
    placed.value.hangUp();
    const ended = await placed.value.ended(patienceMs);
    if (!ended.ok || ended.value.status !== 200) throw new Error('an honest call did not end as it should');
    return { registeredMs, answeredMs: placed.value.setUpMs };
  }

  async close(): Promise<void> {
    await Promise.all(this.#phones.map((phone) => phone.close()));
  }
}
