// For the tests of trunks: a DNS that says what it is told to, and a provider behind a network that is nothing but memory.

import { setImmediate } from 'node:timers/promises';
import { FakeClock, ok, type Refusal, type Result, silentLog } from '#base';
import { initialRecord } from '#forms';
import {
  type Dial,
  DigestAuthenticator,
  digestHa1,
  type Flow,
  Header,
  parseMessage,
  printResponse,
  reasonPhrase,
  type SipMessage,
  type TlsFacts,
  TransactionLayer,
  type TransportName,
} from '#sip';
import type { TrunkNetwork } from './parts.ts';
import type { Naptr, Resolver, Srv } from './resolver.ts';
import { TrunkTable } from './trunk-table.ts';
import { type TrunkRecord, trunks } from './trunks.form.ts';

interface Zone {
  readonly naptr?: Readonly<Record<string, readonly Naptr[]>>;
  readonly srv?: Readonly<Record<string, readonly Srv[]>>;
  readonly addresses?: Readonly<Record<string, readonly string[]>>;
}

export class TestNames implements Resolver {
  zone: Zone;
  readonly asked: string[] = [];
  /** What every question fails with; blank: it is answered. */
  failure = '';

  constructor(zone: Zone = {}) {
    this.zone = zone;
  }

  naptr(name: string): Promise<readonly Naptr[]> {
    return this.#answer(`NAPTR ${name}`, this.zone.naptr?.[name]);
  }

  srv(name: string): Promise<readonly Srv[]> {
    return this.#answer(`SRV ${name}`, this.zone.srv?.[name]);
  }

  addresses(host: string): Promise<readonly string[]> {
    return this.#answer(`A ${host}`, this.zone.addresses?.[host]);
  }

  async #answer<T>(question: string, answer: readonly T[] = []): Promise<readonly T[]> {
    this.asked.push(question);
    if (this.failure !== '') throw new Error(this.failure);
    return answer;
  }
}

/** A trunk's record: over UDP to one place, unless said otherwise. */
export const trunkRecord = (more: Partial<TrunkRecord> = {}): TrunkRecord => ({
  ...initialRecord(trunks),
  ...{ name: 'provider', number: 1, transport: 'udp', proxies: '192.0.2.1:5060', domain: 'provider.example' },
  ...{ username: '', secret: false, inboundSecret: false, mediaSecurity: 'none' },
  ...more,
});

let made = 0;

export class TestFlow implements Flow {
  readonly transport: TransportName;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress = '198.51.100.1';
  localPort = 5060;
  tls: TlsFacts | undefined;
  open = true;
  readonly key: string;
  readonly dial: Dial | undefined;
  readonly #onSent: (text: string) => void;

  constructor(at: string, dial?: Dial, onSent: (text: string) => void = () => undefined) {
    const [, transport = '', address = '', port = ''] = /^(UDP|TCP|TLS):(.*):(\d+)$/.exec(at) ?? [];
    // The pattern has named one of them.
    this.transport = transport as TransportName;
    this.remoteAddress = address;
    this.remotePort = Number(port);
    this.key = `${at}#${++made}`;
    this.dial = dial;
    this.#onSent = onSent;
  }

  get reliable(): boolean {
    return this.transport !== 'UDP';
  }

  get secure(): boolean {
    return this.transport === 'TLS';
  }

  send(text: string): boolean {
    if (this.open) this.#onSent(text);
    return this.open;
  }
}

export interface Answered {
  readonly status: number;
  readonly headers?: string;
}

/** What a provider says to a request at one of its places; undefined: nothing. */
export type Provider = (request: SipMessage, at: string) => Answered | undefined;

export class TrunkBench implements TrunkNetwork {
  readonly clock = new FakeClock();
  readonly names = new TestNames();
  readonly table: TrunkTable;
  readonly layer: TransactionLayer;
  readonly flows: TestFlow[] = [];
  /** The requests that arrived, as 'METHOD address:port'. */
  readonly heard: string[] = [];
  readonly requests: SipMessage[] = [];
  readonly released: string[] = [];
  /** Why a place cannot be connected to, by 'address:port'. */
  readonly unreachable = new Map<string, string>();
  /** Why the certificates of a place are refused. */
  readonly refused = new Map<string, Refusal>();
  provider: Provider = () => ({ status: 200 });
  keepAlives = 0;
  readonly #digest: DigestAuthenticator;

  constructor() {
    const { clock } = this;
    this.#digest = new DigestAuthenticator({ realm: () => 'provider.example', clock });
    this.layer = new TransactionLayer({ clock, log: silentLog, onRequest: () => undefined, onAck: () => undefined });
    this.table = new TrunkTable({
      ...{ clock, log: silentLog, layer: this.layer, network: this, resolver: this.names, chance: () => 0.5 },
      ...{ tls: () => ({}), realm: () => 'ringfence', secretFor: (name, field) => `${name} ${field}` },
      check: async (serverName): Promise<Result<unknown>> => {
        const refusal = this.refused.get(serverName);
        return refusal === undefined ? ok(undefined) : { ok: false, refusal };
      },
    });
  }

  flowTo(transport: TransportName, address: string, port: number, dial: Dial): Flow {
    const at = `${transport}:${address}:${port}`;
    const known = this.flows.find((flow) => flow.open && flow.key.startsWith(`${at}#`) && flow.dial?.key === dial.key);
    if (known !== undefined) return known;
    const flow: TestFlow = new TestFlow(at, dial, (text) => void this.#hear(flow, text));
    this.flows.push(flow);
    if (transport !== 'UDP') void this.#connect(flow, dial);
    return flow;
  }

  release(key: string, why?: string): void {
    this.released.push(why ?? '');
    if (why === undefined) return;
    for (const flow of this.flows)
      if (`${flow.dial?.key} `.startsWith(`${key} `) && flow.transport !== 'UDP') this.close(flow, why);
  }

  close(flow: TestFlow, why: string): void {
    if (!flow.open) return;
    flow.open = false;
    this.table.flowClosed(flow, why);
  }

  /** Lets everything happen that waits for nothing but its turn. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 30; turn++) await setImmediate();
  }

  /** Time passes, with whatever happens meanwhile. */
  async pass(ms: number, stepMs = 500): Promise<void> {
    for (let passedMs = 0; passedMs < ms; passedMs += stepMs) {
      this.clock.advance(Math.min(stepMs, ms - passedMs));
      await this.settle();
    }
  }

  look(): string[] {
    return this.heard.splice(0);
  }

  /** A registrar that wants a digest of this user, and grants so many seconds. */
  registrar(username: string, secret: string, granted: number): Provider {
    return (request) => {
      if (request.method !== 'REGISTER') return { status: 200 };
      const verdict = this.#digest.verify(request, 401, (name) =>
        name === username
          ? { algorithms: ['SHA-256'], ha1: (one) => digestHa1(one, username, 'provider.example', secret) }
          : undefined,
      );
      if (verdict.kind !== 'right') return { status: 401, headers: this.#digest.challenge(['SHA-256'], 401, false) };
      const contact = request.get(Header.Contact);
      const headers = contact === undefined ? '' : `Contact: ${contact};expires=${granted}\r\n`;
      return { status: 200, headers: granted > 0 && request.expires !== 0 ? headers : '' };
    };
  }

  async #connect(flow: TestFlow, dial: Dial): Promise<void> {
    await setImmediate();
    const why = this.unreachable.get(`${flow.remoteAddress}:${flow.remotePort}`);
    if (why !== undefined) return this.close(flow, why);
    const refusal = flow.transport === 'TLS' ? await dial.check?.([], undefined) : undefined;
    if (refusal !== undefined) return this.close(flow, `the certificate is refused: ${refusal}`);
    flow.localPort = 40_000 + this.flows.length;
    if (flow.open) this.table.flowOpened(flow);
  }

  async #hear(flow: TestFlow, text: string): Promise<void> {
    if (text === '\r\n\r\n') this.keepAlives++;
    const parsed = parseMessage(Buffer.from(text, 'latin1'));
    if (parsed.kind !== 'message') return;
    const { message } = parsed;
    message.source = { address: flow.localAddress, port: flow.localPort };
    const at = `${flow.remoteAddress}:${flow.remotePort}`;
    this.heard.push(`${message.method} ${at}`);
    this.requests.push(message);
    await setImmediate();
    const answer = message.method === 'ACK' ? undefined : this.provider(message, at);
    if (answer !== undefined && flow.open) this.answer(flow, message, answer);
  }

  answer(flow: TestFlow, request: SipMessage, { status, headers = '' }: Answered): void {
    const text = printResponse(request, status, reasonPhrase(status), 'them', headers);
    const parsed = parseMessage(Buffer.from(text, 'latin1'));
    if (parsed.kind === 'message') this.layer.receive(parsed.message, flow);
  }
}
