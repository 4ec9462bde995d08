// A call server on real sockets of this machine, with built-in phones: everything as in operation but the database.

import assert from 'node:assert/strict';
import { makeLog, type Refusal, type Result, silentLog, systemClock } from '#base';
import {
  CallServer,
  type ServiceNumber,
  type SystemOptions,
  serviceNumbers,
  systemOptions,
  type UserAndServices,
  usersAndServices,
} from '#calls';
import { initialRecord, validate } from '#forms';
import { Handset, type HandsetCall, type HandsetMedia, type HandsetOptions, type Heard } from '#handset';
import type { AuditFact, CallRecord } from '#records';
import { MasterKey, openSecurity, type Security, tlsOptions } from '#security';
import { SipTransport, type TransportName } from '#sip';
import { type OpenOwnSession, Voice, type VoiceService } from '#voice';
import type { SiteRecords } from '../../src/calls/routing/testing.ts';
import { Providers } from './providers.ts';

const address = '127.0.0.1';
/** Long enough for a busy machine: nothing waits as long unless something is wrong. */
export const limitMs = 5_000;
const secretOf = (number: string): string => `secret-of-extension-${number}`;

export type PhoneChoice = Partial<Omit<HandsetOptions, 'media'>> & {
  readonly transport?: TransportName;
  readonly media?: Partial<HandsetMedia>;
  readonly registers?: boolean;
};

export class Exchange {
  readonly server: CallServer;
  readonly records: CallRecord[] = [];
  readonly audit: AuditFact[] = [];
  readonly faults: string[] = [];
  readonly #transport: SipTransport;
  readonly #ports = new Map<TransportName, number>();
  readonly #phones: Handset[] = [];
  readonly #services = new Map<string, VoiceService>();
  /** The system's own phone. */
  readonly voice: Voice;
  /** Opens the streams of services. */
  session: OpenOwnSession = async () => {
    throw new Error('this exchange has no media engine');
  };
  readonly #log = makeLog((line) => this.faults.push(line), 'error');
  options: SystemOptions = initialRecord(systemOptions);
  #ca = '';

  private constructor(records: SiteRecords) {
    const providers = new Providers(records);
    const server: CallServer = new CallServer({
      clock: systemClock,
      log: this.#log,
      options: () => this.options,
      tables: () => providers.tables,
      ...{ trunks: providers.trunks, outside: providers.outside, guard: providers.guard },
      secretFor: secretOf,
      book: { begin: () => undefined, write: (record) => void this.records.push(record) },
      note: (fact) => void this.audit.push(fact),
      flowTo: (transport, place, port) => this.#transport.flowTo(transport, place, port),
      feature: async () => true,
      desking: { pinOf: () => undefined, change: async () => false },
      ownWay: (number) => this.voice.wayTo(number),
    });
    this.server = server;
    this.voice = new Voice({
      clock: systemClock,
      log: this.#log,
      session: (open) => this.session(open),
      toCalls: (message, flow) => server.receive(message, flow),
      serviceAt: (number) => this.#services.get(number),
      callerNow: (id, service) => server.talkingWith(id, service),
      intercomCode: () => server.tables.numbering.intercom,
      addressTowards: () => address,
    });
    this.#transport = new SipTransport({
      clock: systemClock,
      log: this.#log,
      onMessage: (message, flow) => server.receive(message, flow),
      onClosed: (flow) => server.flowClosed(flow),
    });
  }

  static async open(
    stations: Readonly<Record<string, Partial<UserAndServices>>>,
    records: SiteRecords = {},
  ): Promise<Exchange> {
    const exchange = new Exchange(records);
    await exchange.#listen();
    for (const [number, record] of Object.entries(stations)) exchange.set(number, record);
    return exchange;
  }

  /** Runs a test with an exchange, which is closed afterwards whatever happens. */
  static async with(
    stations: Readonly<Record<string, Partial<UserAndServices>>>,
    work: (exchange: Exchange) => Promise<void>,
    records: SiteRecords = {},
  ): Promise<void> {
    const exchange = await Exchange.open(stations, records);
    try {
      await work(exchange);
      assert.deepEqual(exchange.faults, []);
    } finally {
      await exchange.close();
    }
  }

  async #listen(): Promise<void> {
    const security = await makeSecurity();
    this.#ca = security.authority.facts.certificatePem;
    const secureContext = () => tlsOptions('high', security.identities.of('telephony'));
    for (const transport of ['UDP', 'TCP', 'TLS'] as const) {
      const plain = { name: transport, transport, address, port: 0 };
      const facts = taken(await this.#transport.listen(transport === 'TLS' ? { ...plain, secureContext } : plain));
      this.#ports.set(transport, facts.port);
    }
  }

  set(number: string, changes: Partial<UserAndServices>): void {
    const made = validate(usersAndServices, { number, sipSecret: undefined, ...changes });
    assert.ok(made.ok);
    this.server.setStation(made.value.record, false);
  }

  /** A number at which the system itself answers. */
  serve(number: string, service: VoiceService, changes: Partial<ServiceNumber> = {}): void {
    const made = validate(serviceNumbers, { number, ...changes });
    assert.ok(made.ok);
    this.#services.set(number, service);
    this.server.services.set(made.value.record);
  }

  /** A phone of this extension, over TLS unless it says otherwise, registered. */
  async phone(number: string, choice: PhoneChoice = {}): Promise<Handset> {
    const { transport = 'TLS', media, registers = true, ...further } = choice;
    const phone = new Handset({
      number,
      secret: secretOf(number),
      clock: systemClock,
      log: this.#log,
      server: { transport, address, port: this.#ports.get(transport) ?? 0 },
      ca: this.#ca,
      ...further,
      media: { policy: 'required', address, sound: 'none', ...media },
    });
    this.#phones.push(phone);
    if (!registers) return phone;
    phone.register();
    taken(await phone.registered(limitMs));
    return phone;
  }

  /** The one record there is. */
  get record(): CallRecord {
    const [record] = this.records;
    assert.ok(record !== undefined && this.records.length === 1, `${this.records.length} records`);
    return record;
  }

  async close(): Promise<void> {
    await Promise.all(this.#phones.map((phone) => phone.close()));
    await this.voice.close();
    await this.#transport.shutdown();
  }
}

async function makeSecurity(): Promise<Security> {
  const kept = new Map<string, string>();
  const values = {
    get: async (name: string) => kept.get(name),
    set: async (name: string, value: string) => void kept.set(name, value),
  };
  const master = new MasterKey(Buffer.alloc(32, 7));
  return taken(
    await openSecurity({ master, masterKeyPath: '', values, clock: systemClock, log: silentLog, names: [] }),
  );
}

/** The certificate of an authority that has nothing to do with any exchange. */
export const makeStrangersAuthority = async (): Promise<string> =>
  (await makeSecurity()).authority.facts.certificatePem;

/** The value of a result that must not be a refusal. */
export function taken<T>(result: Result<T, Refusal>): T {
  assert.ok(result.ok, result.ok ? '' : result.refusal.words);
  return result.value;
}

/** Listens to a call until so many packets have come, taken or refused. */
export async function listen(call: HandsetCall, packets: number): Promise<Heard> {
  const began = systemClock.steadyMs();
  let [frames, refused, share] = [0, 0, 0];
  while (frames + refused < packets) {
    assert.ok(systemClock.steadyMs() - began < limitMs, `only ${frames} packets came, ${refused} were refused`);
    await new Promise((resolve) => setTimeout(resolve, packetsMs));
    const heard = call.heard();
    frames += heard.frames;
    refused += heard.refused;
    share = heard.share;
  }
  return { share, frames, refused };
}

/** Longer than a tone needs to be measured. */
const packetsMs = 250;

/** Every stream of the engine has been closed: its thread has said so. */
export async function streamsEnd(engine: { readonly counts: { readonly sessions: number } }): Promise<void> {
  const began = systemClock.steadyMs();
  while (engine.counts.sessions > 0) {
    assert.ok(systemClock.steadyMs() - began < limitMs, 'a stream is left');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
