// The world of the walks: the call server, phones, the wires between them, and time, which stands still until it is told to pass.

import assert from 'node:assert/strict';
import { FakeClock, makeLog } from '#base';
import {
  type CallEvent,
  CallServer,
  type CallServerOptions,
  type DeskAct,
  type DeskChange,
  featureChange,
  type KeptSubscription,
  type NumberingPlan,
  numbering,
  type RegistrationEvent,
  type SwitchDialled,
  type SystemOptions,
  systemOptions,
  type UserAndServices,
  usersAndServices,
} from '#calls';
import { initialRecord, validate } from '#forms';
import type { AuditFact, CallRecord } from '#records';
import { type Flow, parseMessage, type SipMessage } from '#sip';
import type { SiteRecords } from '../../src/calls/routing/testing.ts';
import { Phone, type PhoneChoice } from './phone.ts';
import { Providers } from './providers.ts';
import { showsKey } from './sdp.ts';
import { type MemoryFlow, Network } from './wire.ts';

const secretOf = (number: string): string => `secret-of-extension-${number}`;

export class World {
  readonly clock = new FakeClock();
  readonly network = new Network();
  readonly server: CallServer;
  readonly records: CallRecord[] = [];
  readonly begun: string[] = [];
  readonly audit: AuditFact[] = [];
  readonly events: CallEvent[] = [];
  /** The public network. */
  readonly providers: Providers;
  readonly registrations: RegistrationEvent[] = [];
  options: SystemOptions = initialRecord(systemOptions);
  numbering: NumberingPlan = initialRecord(numbering);
  readonly secrets = new Map<string, string>();
  /** The PINs of people, by extension. */
  readonly pins = new Map<string, string>();
  /** Logins and logouts at desks as the audit trail has them. */
  readonly deskActs: string[] = [];
  /** Everything that went wrong where nobody would have noticed. */
  readonly violations: string[] = [];
  /** Each INVITE that the server has received, by its branch, with the final answers that it sent to it. */
  readonly invites = new Map<string, Set<string>>();
  readonly #phones: Phone[] = [];
  readonly #flows = new Map<string, MemoryFlow>();
  readonly #timersAtStart: number;
  #made: ReturnType<CallServerOptions['tables']> | undefined;

  /** Extensions with what differs from a new one; by default they use MD5 too, which is cheaper to test. */
  constructor(
    stations: Readonly<Record<string, Partial<UserAndServices>>> = { 201: {}, 202: {}, 203: {} },
    records: SiteRecords = {},
  ) {
    const providers = new Providers(records);
    this.providers = providers;
    const log = makeLog((line) => {
      if (/ error /.test(line)) this.violations.push(line);
    }, 'error');
    this.server = new CallServer({
      clock: this.clock,
      log,
      options: () => this.options,
      tables: () => this.#tables(),
      ...{ trunks: providers.trunks, outside: providers.outside, guard: providers.guard },
      secretFor: (number) => this.secretOf(number),
      book: { begin: ({ id }) => void this.begun.push(id), write: (record) => void this.records.push(record) },
      note: (fact) => void this.audit.push(fact),
      flowTo: (transport, address, port) => this.#flowTo(transport, address, port),
      desking: { pinOf: (number) => this.pins.get(number), change: (act, changes) => this.changeDesks(act, changes) },
      feature: (dialled, number) => this.feature(dialled, number),
      watching: this.watching,
    });
    this.server.events.on((event) => void this.events.push(event));
    this.server.registrar.events.on((event) => void this.registrations.push(event));
    for (const [number, record] of Object.entries(stations)) this.set(number, record);
    // Credentials are made ready in the background.
    this.clock.advance(0);
    this.#timersAtStart = this.clock.waiting;
  }

  /** What carries out a feature code. */
  feature = async (dialled: SwitchDialled, number: string): Promise<boolean> => {
    const { form, patch } = featureChange(dialled, number);
    if (form === 'users-and-services') this.set(number, patch);
    return true;
  };

  /** What subscriptions are given; a walk puts its own in place of it before it begins. */
  readonly lists = new Map<string, readonly string[]>();
  readonly kept = new Map<string, KeptSubscription>();
  readonly messages = new Map<string, number>();
  changeOwn = async (number: string, change: Partial<UserAndServices>): Promise<boolean> => {
    this.set(number, change);
    return true;
  };
  get watching(): NonNullable<CallServerOptions['watching']> {
    return {
      list: (name) => this.lists.get(name),
      messagesOf: (number) => ({ fresh: this.messages.get(number) ?? 0, heard: 0 }),
      change: (number, change) => this.changeOwn(number, change),
      keeper: { put: (kept) => void this.kept.set(kept.id, kept), remove: (id) => void this.kept.delete(id) },
    };
  }
  /** What changes who is at which desk. */
  changeDesks = async ({ user, action, data }: DeskAct, changes: readonly DeskChange[]): Promise<boolean> => {
    this.deskActs.push(`${user} ${action}: ${data}`);
    for (const { number, patch } of changes) {
      if ('pin' in patch) this.pins.set(number, patch.pin);
      this.set(number, 'desk' in patch ? { desk: patch.desk } : {});
    }
    return true;
  };

  secretOf(number: string): string {
    return this.secrets.get(number) ?? secretOf(number);
  }

  /** Adds an extension or changes it. */
  set(number: string, changes: Partial<UserAndServices>, secretChanged = false): void {
    const before = this.server.stations.get(number)?.record;
    const made = validate(usersAndServices, { number, ...before, sipSecret: undefined, ...changes, pin: undefined });
    assert.ok(made.ok, made.ok ? '' : made.refusal.map(({ words }) => words).join('; '));
    this.server.setStation({ ...made.value.record, pin: this.pins.has(number) }, secretChanged);
  }

  /** A phone of this extension, registered unless it says otherwise. */
  phone(number: string, choice: PhoneChoice = {}): Phone {
    const phone = new Phone(this, number, choice);
    this.#phones.push(phone);
    if (choice.registers !== false) assert.equal(phone.register().status, 200);
    return phone;
  }

  /** A place of a trunk's provider. */
  provider(trunk: string, choice: PhoneChoice = {}): Phone {
    const phone = this.phone(trunk, { ...choice, registers: false });
    this.providers.add(trunk, phone);
    return phone;
  }

  /** Lets everything that was sent arrive, and what follows from it. */
  run(): void {
    this.network.run();
  }

  /** Lets time pass, messages arriving as they are sent. */
  pass(ms: number, stepMs = 50): void {
    for (let left = ms; left > 0; left -= stepMs) {
      this.clock.advance(Math.min(stepMs, left));
      this.run();
    }
  }

  /** Lets what was promised happen. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.run();
  }

  deliver(text: string, flow: MemoryFlow): void {
    if (!flow.open) return;
    const parsed = parseMessage(Buffer.from(text, 'latin1'));
    assert.equal(parsed.kind, 'message', `a phone sent a malformed message: ${text}`);
    if (parsed.kind !== 'message') return;
    if (parsed.message.method === 'INVITE' && parsed.message.isRequest) this.#note(parsed.message, flow);
    parsed.message.source = { address: flow.remoteAddress, port: flow.remotePort };
    this.server.receive(parsed.message, flow);
  }

  /** Sees every byte that the server sends. */
  observe(text: string, phone: Phone): void {
    if (!phone.flow.secure && showsKey(text)) this.violations.push(`a key was sent in the clear: ${text}`);
    const final =
      /^SIP\/2\.0 ([2-6]\d\d) .*\r\nVia: \S+ [^\r]*branch=([^;\r]+)[\s\S]*\r\nTo: .*;tag=([^;\r]+)[\s\S]*\r\nCSeq: \d+ INVITE\r/.exec(
        text,
      );
    if (final !== null) this.invites.get(final[2] ?? '')?.add(`${final[1]} ${final[3]}`);
  }

  /** The one record there is. */
  get record(): CallRecord {
    assert.equal(this.records.length, 1, 'not exactly one record');
    const [record] = this.records;
    assert.ok(record !== undefined);
    return record;
  }

  /** Waits until every timer of every message has run out, and finds the server as it was at the start. */
  end(calls: number = this.records.length): void {
    this.pass(100_000, 250);
    const { layer, dialogs, calls: live } = this.server;
    assert.deepEqual(this.violations, []);
    assert.deepEqual(
      { transactions: layer.size, dialogs, calls: live.size, timers: this.clock.waiting, records: this.records.length },
      { transactions: 0, dialogs: 0, calls: 0, timers: this.#timersAtStart, records: calls },
    );
    for (const [branch, all] of this.invites) {
      // A re-INVITE that overtook the answer to its first INVITE belonged to nothing when it came, and to a call when it was repeated.
      const answers = all.size > 1 ? new Set([...all].filter((answer) => !answer.startsWith('481 '))) : all;
      if (this.#flows.get(branch)?.open)
        assert.equal(answers.size, 1, `INVITE ${branch}: ${[...answers].join(' and ')}`);
    }
    const ids = this.records.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, 'a call has two records');
    for (const id of this.begun) assert.ok(ids.includes(id), 'a call that was begun in the book has no record');
  }

  /** Made anew when the numbering is another. */
  #tables(): ReturnType<CallServerOptions['tables']> {
    if (this.#made?.numbering !== this.numbering) this.#made = { ...this.providers.tables, numbering: this.numbering };
    return this.#made;
  }

  #note(invite: SipMessage, flow: MemoryFlow): void {
    const branch = invite.via?.branch ?? '';
    const answers = this.invites.get(branch) ?? new Set();
    this.invites.set(branch, answers);
    this.#flows.set(branch, flow);
  }

  #flowTo(transport: string, address: string, port: number): Flow | undefined {
    return this.#phones.find(
      ({ flow }) => flow.transport === transport && flow.remoteAddress === address && flow.remotePort === port,
    )?.flow;
  }
}
