// For the tests of this room: lines whose wires lie in memory, and time that stands still until it is told to pass.

import assert from 'node:assert/strict';
import { FakeClock, makeLog, ok, type Result } from '#base';
import { type Flow, parseMessage, type SipMessage, type TransportName } from '#sip';
import { Handset } from './handset.ts';
import { Line } from './line.ts';
import type { HandsetMedia, HandsetSettings } from './settings.ts';
import type { OpenWire, Wire, WireUser } from './wire.ts';

/** One end's flow to the other. */
export class MemoryFlow implements Flow {
  readonly transport: TransportName;
  readonly reliable: boolean;
  readonly secure: boolean;
  readonly remoteAddress: string;
  readonly remotePort = 5061;
  readonly localAddress: string;
  readonly localPort = 5061;
  readonly tls: Flow['tls'];
  readonly key: string;
  open = true;
  /** Loses the messages for which it holds. */
  losing: (text: string) => boolean = () => false;
  readonly sent: string[] = [];
  readonly #deliver: (text: string) => void;

  constructor(transport: TransportName, near: string, far: string, deliver: (text: string) => void) {
    this.transport = transport;
    this.reliable = transport !== 'UDP';
    this.secure = transport === 'TLS';
    this.localAddress = near;
    this.remoteAddress = far;
    this.tls = this.secure ? { version: 'TLSv1.3', suite: 'TLS_AES_256_GCM_SHA384', peerFingerprint: '' } : undefined;
    this.key = `${transport}:${far}`;
    this.#deliver = deliver;
  }

  send(text: string): boolean {
    if (!this.open) return false;
    this.sent.push(text);
    if (!this.losing(text)) this.#deliver(text);
    return true;
  }
}

/** An end that a test holds in its hands: it sees every message and answers by itself what it is told to. */
export class ScriptedEnd implements WireUser {
  readonly received: SipMessage[] = [];
  /** Hears each message, after it was kept. */
  script: (message: SipMessage, flow: Flow) => void = () => undefined;

  onMessage(message: SipMessage, flow: Flow): void {
    this.received.push(message);
    this.script(message, flow);
  }

  onClosed(): void {}

  /** The last message received, which must be a request of this method or an answer to one. */
  last(method: string): SipMessage {
    const message = this.received.at(-1);
    assert.ok(message !== undefined && message.method === method, `the last message is a ${message?.method}`);
    return message;
  }
}

/** Something between two ends that carries what they send when it is told to. */
export class Bench {
  readonly clock = new FakeClock();
  readonly log = makeLog((line) => this.faults.push(line), 'error');
  readonly faults: string[] = [];
  readonly transport: TransportName;
  readonly #waiting: (() => void)[] = [];
  readonly lines: Line[] = [];
  /** The ends' flows, in the order in which the ends were made. */
  readonly flows: MemoryFlow[] = [];
  readonly #users: WireUser[] = [];
  readonly #timersAtStart = this.clock.waiting;

  constructor(transport: TransportName = 'TLS') {
    this.transport = transport;
  }

  /** A line to the other of the two ends. */
  line(): Line {
    const server = { transport: this.transport, address: '192.0.2.1', port: 5061, domain: 'office.example' };
    const line = new Line({ clock: this.clock, log: this.log, server, wire: this.#wire() });
    this.lines.push(line);
    return line;
  }

  scripted(): ScriptedEnd {
    const end = new ScriptedEnd();
    this.#join(end);
    return end;
  }

  /** A phone on a line of its own, without sound. */
  async phone(number: string, settings: Partial<HandsetSettings> = {}, media: Partial<HandsetMedia> = {}) {
    const { clock, log } = this;
    const line = this.line();
    const phone = new Handset({
      number,
      secret: `secret of ${number}`,
      server: line.server,
      clock,
      log,
      line,
      ...settings,
      media: { policy: 'required', address: '192.0.2.9', sound: 'none', ...media },
    });
    assert.ok((await phone.start()).ok);
    return phone;
  }

  /** Carries everything that was sent, and what follows from it. */
  run(): void {
    for (let count = 0; this.#waiting.length > 0; count++) {
      assert.ok(count < 1_000, 'a storm of messages');
      this.#waiting.shift()?.();
    }
  }

  pass(ms: number, stepMs = 100): void {
    for (let left = ms; left > 0; left -= stepMs) {
      this.clock.advance(Math.min(stepMs, left));
      this.run();
    }
  }

  /** Takes the way between the ends away. A line finds another one when it connects again. */
  cut(): void {
    for (const flow of this.flows) flow.open = false;
    this.#waiting.length = 0;
    const cut = this.flows.splice(0);
    this.#users.forEach((user, index) => {
      const flow = cut[index];
      if (flow !== undefined) user.onClosed(flow);
    });
  }

  /** Everything has run out: no transaction, no timer but that of the lines' keep-alives, no fault. */
  end(): void {
    this.pass(100_000, 500);
    assert.deepEqual(this.faults, []);
    for (const line of this.lines) assert.equal(line.layer.size, 0, 'a transaction is left');
    const keeping = this.transport === 'UDP' ? 0 : this.lines.length;
    assert.equal(this.clock.waiting - this.#timersAtStart, keeping, 'timers are left');
  }

  #wire(): OpenWire {
    return (user): Wire => {
      const index = this.#join(user);
      return { connect: () => this.#connect(index), close: async () => undefined };
    };
  }

  #join(user: WireUser): number {
    assert.ok(this.#users.length < 2, 'a bench has two ends');
    return this.#users.push(user) - 1;
  }

  async #connect(index: number): Promise<Result<Flow>> {
    if (this.flows.length === 0) {
      const [first, second] = ['192.0.2.1', '192.0.2.2'];
      this.flows.push(new MemoryFlow(this.transport, first, second, (text) => this.#carry(text, 1)));
      this.flows.push(new MemoryFlow(this.transport, second, first, (text) => this.#carry(text, 0)));
    }
    const flow = this.flows[index];
    assert.ok(flow !== undefined);
    return ok(flow);
  }

  #carry(text: string, to: number): void {
    this.#waiting.push(() => {
      const flow = this.flows[to];
      const user = this.#users[to];
      if (flow === undefined || user === undefined || text === '\r\n\r\n') return;
      const parsed = parseMessage(Buffer.from(text, 'latin1'));
      assert.equal(parsed.kind, 'message', `not a good message: ${text}`);
      if (parsed.kind !== 'message') return;
      parsed.message.source = { address: flow.remoteAddress, port: flow.remotePort };
      user.onMessage(parsed.message, flow);
    });
  }
}
