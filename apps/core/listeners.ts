// The open listeners of SIP, kept equal to the form Network Listeners while the system runs. Those of HTTPS are the portal's.

import { type Log, no, ok, type Refusal, type Result, silentLog, systemClock } from '#base';
import type { NetworkListener } from '#calls';
import { type ListenerFacts, type ListenerSettings, SipTransport, type TransportName } from '#sip';
import type { ListenerLine } from './protocol.ts';

/** A listener of SIP. */
interface SipListener extends NetworkListener {
  readonly service: Exclude<NetworkListener['service'], 'https'>;
}

const isSip = (record: NetworkListener): record is SipListener => record.service !== 'https';

const transports: Readonly<Record<SipListener['service'], TransportName>> = {
  'sip-tls': 'TLS',
  'sip-tcp': 'TCP',
  'sip-udp': 'UDP',
};

export class Listeners {
  readonly #transport: SipTransport;
  readonly #secureContext: NonNullable<ListenerSettings['secureContext']>;
  readonly #log: Log;
  readonly #open = new Map<string, { readonly record: SipListener; readonly bound: ListenerFacts }>();
  /** Those that should be open and are not. */
  readonly #closed = new Map<string, { readonly record: SipListener; readonly why: string }>();
  /** One change at a time: a listener that moves closes before the next one takes its port. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(transport: SipTransport, secureContext: NonNullable<ListenerSettings['secureContext']>, log: Log) {
    this.#transport = transport;
    this.#secureContext = secureContext;
    this.#log = log;
  }

  /** Every enabled listener, open or not, for `status`. */
  get lines(): readonly ListenerLine[] {
    const open = [...this.#open.values()].map(({ record, bound }) => ({
      name: record.name,
      transport: transports[record.service],
      address: bound.address,
      port: bound.port,
      closedBecause: '',
    }));
    const closed = [...this.#closed].map(([name, { record, why }]) => ({
      name,
      transport: transports[record.service],
      address: record.address,
      port: record.port,
      closedBecause: why,
    }));
    return [...open, ...closed];
  }

  /** When the changes that were asked for so far are carried out. */
  async settled(): Promise<void> {
    await this.#last;
  }

  /** The first start: every enabled listener opens, or the first refusal is returned and none stays open. */
  async start(records: Iterable<NetworkListener>): Promise<Result<void>> {
    for (const record of records) {
      if (!isSip(record)) continue;
      const opened = await this.#listen(record);
      if (opened.ok) continue;
      for (const name of [...this.#open.keys()]) await this.#close(name);
      return no(opened.refusal);
    }
    return ok(undefined);
  }

  /** A record changed while running. What cannot be opened is logged and told by `status`; the others are not touched. */
  apply(name: string, after: NetworkListener | undefined): Promise<void> {
    const turn = this.#last.then(() => this.#apply(name, after));
    this.#last = turn.catch((fault: unknown) => this.#log.fault('a listener could not be changed', fault));
    return turn;
  }

  /** Shows the certificate as it is now to connections from now on; those that are open stay. */
  renew(): void {
    for (const { record } of this.#open.values()) {
      if (record.service !== 'sip-tls') continue;
      const renewed = this.#transport.renew(record.name);
      if (!renewed.ok) this.#log.error(renewed.refusal.words, { code: renewed.refusal.code });
    }
  }

  /** Another program has given up a port: one that waits for it may have it now. */
  tryAgain(): void {
    const turn = this.#last.then(async () => {
      for (const { record } of [...this.#closed.values()]) await this.#openOrTell(record);
    });
    this.#last = turn.catch((fault: unknown) => this.#log.fault('a listener could not be opened', fault));
  }

  async #apply(name: string, given: NetworkListener | undefined): Promise<void> {
    const after = given !== undefined && isSip(given) ? given : undefined;
    const before = this.#open.get(name)?.record;
    if (before !== undefined && after !== undefined && isSamePlace(before, after)) return;
    if (before !== undefined) await this.#close(name);
    this.#closed.delete(name);
    if (after !== undefined) await this.#openOrTell(after);
    // This change may have given up the port that another one waits for.
    for (const [other, { record }] of [...this.#closed]) if (other !== name) await this.#openOrTell(record);
  }

  async #openOrTell(record: SipListener): Promise<void> {
    const { name } = record;
    const opened = await this.#listen(record);
    if (opened.ok) this.#closed.delete(name);
    else {
      const { code, words } = opened.refusal;
      this.#closed.set(name, { record, why: words });
      this.#log.error(`listener ${name} is not open: ${words}`, { code });
    }
  }

  async #listen(record: SipListener): Promise<Result<void, Refusal>> {
    if (!record.enabled) return ok(undefined);
    const { name, address, port } = record;
    const transport = transports[record.service];
    const plain: ListenerSettings = { name, transport, address, port };
    const bound = await this.#transport.listen(
      transport === 'TLS' ? { ...plain, secureContext: this.#secureContext } : plain,
    );
    if (!bound.ok) return bound;
    this.#open.set(name, { record, bound: bound.value });
    this.#log.info('listening', { name, service: record.service, address, port: bound.value.port });
    return ok(undefined);
  }

  async #close(name: string): Promise<void> {
    this.#open.delete(name);
    await this.#transport.close(name);
  }
}

/** Whether these listeners could be opened now: each is opened, without taking a connection, and closed again. */
export async function tryListeners(records: Iterable<NetworkListener>): Promise<Result<void>> {
  const trial = new SipTransport({ log: silentLog, clock: systemClock, onMessage: () => undefined });
  try {
    for (const { name, service, address, port, enabled } of records) {
      if (!enabled) continue;
      const transport = service === 'sip-udp' ? 'UDP' : 'TCP';
      const opened = await trial.listen({ name, transport, address, port });
      if (!opened.ok) return opened;
    }
    return ok(undefined);
  } finally {
    await trial.shutdown();
  }
}

const isSamePlace = (a: NetworkListener, b: NetworkListener): boolean =>
  a.service === b.service && a.address === b.address && a.port === b.port && a.enabled === b.enabled;
