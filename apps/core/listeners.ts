// The open listeners of SIP, kept equal to the form Network Listeners while the system runs. Those of HTTPS are the portal's.

import { type Log, no, ok, type Refusal, type Result, silentLog, systemClock } from '#base';
import type { NetworkListener } from '#calls';
import { type ListenerFacts, type ListenerSettings, SipTransport } from '#sip';
import type { ListenerLine } from './protocol.ts';

/** A listener of SIP. */
interface SipListener extends NetworkListener {
  readonly service: keyof typeof transports;
}

const transports = { 'sip-tls': 'TLS', 'sip-tcp': 'TCP', 'sip-udp': 'UDP' } as const;

const isSip = (record: NetworkListener): record is SipListener => record.service in transports;

/** What the listeners ask of the configuration of the moment. */
export interface ListenersOptions {
  readonly transport: SipTransport;
  readonly log: Log;
  /** What a listener of TLS shows and demands now. */
  readonly secureContext: (record: NetworkListener) => ReturnType<NonNullable<ListenerSettings['secureContext']>>;
  /** Why an enabled listener must stay closed; blank where it need not. */
  readonly whyClosed: (record: NetworkListener) => string;
}

/** Why an enabled listener is not open. */
interface Closed {
  readonly record: SipListener;
  readonly why: string;
  readonly isSwitchedOff: boolean;
}

export class Listeners {
  readonly #transport: SipTransport;
  readonly #options: ListenersOptions;
  readonly #log: Log;
  readonly #open = new Map<string, { readonly record: SipListener; readonly bound: ListenerFacts }>();
  /** Those that should be open and are not. */
  readonly #closed = new Map<string, Closed>();
  /** One change at a time: a listener that moves closes before the next one takes its port. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ListenersOptions) {
    this.#options = options;
    this.#transport = options.transport;
    this.#log = options.log;
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
    const closed = [...this.#closed].map(([name, { record, why, isSwitchedOff }]) => ({
      name,
      transport: transports[record.service],
      address: record.address,
      port: record.port,
      closedBecause: why,
      ...(isSwitchedOff ? { isSwitchedOff: true as const } : {}),
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

  /** What may be open may have changed: those that may not be any more close, those that may open. */
  lookAgain(records: Iterable<NetworkListener>): void {
    for (const record of records) void this.apply(record.name, record);
  }

  /** Shows the certificate, and offers the level, as they are now to connections from now on; those that are open stay. */
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
    const open = this.#open.get(name);
    const before = open?.record;
    const mayStay = after !== undefined && this.#whyClosed(after) === '';
    if (open !== undefined && after !== undefined && mayStay && isSamePlace(open.record, after)) {
      this.#open.set(name, { record: after, bound: open.bound });
      if (open.record.application !== after.application) this.renew();
      return;
    }
    if (before !== undefined) await this.#close(name);
    this.#closed.delete(name);
    if (after !== undefined) await this.#openOrTell(after);
    // This change may have given up the port that another one waits for.
    for (const [other, { record }] of [...this.#closed]) if (other !== name) await this.#openOrTell(record);
  }

  async #openOrTell(record: SipListener): Promise<void> {
    const { name } = record;
    const opened = await this.#listen(record);
    if (!opened.ok) {
      const { code, words } = opened.refusal;
      this.#closed.set(name, { record, why: words, isSwitchedOff: false });
      this.#log.error(`listener ${name} is not open: ${words}`, { code });
    }
  }

  async #listen(record: SipListener): Promise<Result<void, Refusal>> {
    if (!record.enabled) return ok(undefined);
    const { name, address, port } = record;
    const why = this.#whyClosed(record);
    if (why !== '') {
      if (this.#closed.get(name)?.why !== why) this.#log.info('a listener stays closed', { name, why });
      this.#closed.set(name, { record, why, isSwitchedOff: true });
      return ok(undefined);
    }
    this.#closed.delete(name);
    const transport = transports[record.service];
    const plain: ListenerSettings = { name, transport, address, port };
    const bound = await this.#transport.listen(
      transport === 'TLS' ? { ...plain, secureContext: () => this.#secureContext(record) } : plain,
    );
    if (!bound.ok) return bound;
    this.#open.set(name, { record, bound: bound.value });
    this.#log.info('listening', { name, service: record.service, address, port: bound.value.port });
    return ok(undefined);
  }

  /** By the record as it is now: its application may have changed since it was opened. */
  #secureContext(opened: SipListener): ReturnType<ListenersOptions['secureContext']> {
    return this.#options.secureContext(this.#open.get(opened.name)?.record ?? opened);
  }

  #whyClosed(record: SipListener): string {
    return record.enabled ? this.#options.whyClosed(record) : '';
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
