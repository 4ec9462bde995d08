// A phone of the walks: it registers, calls and is called by scripts of plain SIP. What every phone's stack does by itself
// (acknowledge a refusal, answer a challenge, a BYE and a CANCEL) it does as well, unless told not to.

import assert from 'node:assert/strict';
import { type DigestAlgorithm, DigestClient, parseMessage, type SipMessage, type TransportName } from '#sip';
import { Inbox, type Wanted } from './inbox.ts';
import { PhoneCall } from './phone-call.ts';
import { PhoneStack } from './stack.ts';
import { type Body, type CallChoice, requestText } from './texts.ts';
import { Lane, MemoryFlow } from './wire.ts';
import type { World } from './world.ts';

export interface PhoneChoice {
  readonly transport?: TransportName;
  readonly address?: string;
  readonly port?: number;
  readonly secret?: string;
  readonly algorithms?: readonly DigestAlgorithm[];
  /** `false`: it does not register by itself. */
  readonly registers?: boolean;
  /** Repeats what gets lost, as every phone does over UDP; without it a walk sends each message once. */
  readonly repeats?: boolean;
  /** Parameters of its Contact. */
  readonly contact?: string;
}

export interface RegisterChoice {
  /** Whole Contact lines; by default its own. */
  readonly contacts?: readonly string[];
  readonly headers?: readonly string[];
  /** Whom it claims to be. */
  readonly as?: string;
  readonly cseq?: number;
  readonly callId?: string;
}

let phones = 0;

export class Phone {
  readonly number: string;
  readonly world: World;
  readonly transport: TransportName;
  readonly address: string;
  port: number;
  readonly tag: string;
  flow: MemoryFlow;
  readonly up: Lane;
  readonly down: Lane;
  /** What it does by itself. */
  manners = { acknowledges: true, answersChallenges: true, answersBye: true, answersCancel: true, checksNumbers: true };
  /** Everything that came, in order. */
  readonly heard: SipMessage[] = [];
  /** What belongs to no call. */
  readonly inbox = new Inbox();
  readonly offered: PhoneCall[] = [];
  digest: DigestClient;
  readonly #calls = new Map<string, PhoneCall>();
  readonly #contact: string;
  readonly #stack: PhoneStack | undefined;
  #cseq = 0;
  #branches = 0;

  constructor(world: World, number: string, choice: PhoneChoice) {
    const count = ++phones;
    this.world = world;
    this.number = number;
    this.transport = choice.transport ?? 'TLS';
    this.address = choice.address ?? `198.51.100.${(count % 250) + 1}`;
    this.port = choice.port ?? 30_000 + (count % 20_000);
    this.tag = `p${count}`;
    this.#contact = choice.contact ?? '';
    this.digest = this.digestFor(choice.secret ?? world.secretOf(number), choice.algorithms);
    this.up = new Lane(world.network, world.clock, (text) => world.deliver(text, this.flow));
    this.down = new Lane(world.network, world.clock, (text) => this.#receive(text));
    this.flow = this.#connect();
    this.#stack = choice.repeats ? new PhoneStack(world.clock, (text) => this.up.push(text)) : undefined;
  }

  digestFor(secret: string, algorithms?: readonly DigestAlgorithm[], username = this.number): DigestClient {
    return new DigestClient({ username, secret, ...(algorithms === undefined ? {} : { algorithms }) });
  }

  /** Where it is, as texts say it. */
  get place(): string {
    return `${this.address.includes(':') ? `[${this.address}]` : this.address}:${this.port}`;
  }

  get uri(): string {
    return `sip:${this.number}@${this.place}${this.transport === 'UDP' ? '' : `;transport=${this.transport.toLowerCase()}`}`;
  }

  /** Its Contact line. */
  contactLine(parameters = this.#contact): string {
    return `Contact: <${this.uri}>${parameters}`;
  }

  via(branch = this.branch()): string {
    return `Via: SIP/2.0/${this.transport} ${this.place};branch=${branch};rport`;
  }

  branch(): string {
    return `z9hG4bK-${this.tag}-${++this.#branches}`;
  }

  /** Sends a text as it is, and lets everything happen that follows from it. */
  send(text: string): void {
    this.post(text);
    this.world.run();
  }

  /** Sends a text that arrives when the network runs next. */
  post(text: string): void {
    this.up.push(text);
    this.#stack?.sent(text);
  }

  /** Registers, answering a challenge; gives the last answer. */
  register(choice: RegisterChoice = {}): SipMessage {
    const first = this.#sendRegister(choice);
    if (first.status !== 401 || !this.digest.accept(first, false)) return first;
    return this.#sendRegister(choice);
  }

  #sendRegister(choice: RegisterChoice): SipMessage {
    const { contacts = [this.contactLine()], headers = ['Expires: 3600'], as = this.number } = choice;
    const cseq = choice.cseq ?? ++this.#cseq;
    const credentials = this.digest.authorize({ method: 'REGISTER', uri: 'sip:ringfence' }).trim();
    this.inbox.clear();
    const lines = [
      this.via(),
      'Max-Forwards: 70',
      `From: <sip:${as}@ringfence>;tag=${this.tag}`,
      `To: <sip:${as}@ringfence>`,
      `Call-ID: ${choice.callId ?? `register-${this.tag}`}`,
      `CSeq: ${cseq} REGISTER`,
      ...(credentials === '' ? [] : credentials.split('\r\n')),
      ...contacts,
      ...headers,
    ];
    this.send(requestText('REGISTER', 'sip:ringfence', lines));
    const answer = this.inbox.find('200 REGISTER') ?? this.heard.at(-1);
    assert.ok(answer !== undefined && answer.method === 'REGISTER', 'no answer to REGISTER');
    return answer;
  }

  /** Calls a number with this body (a description unless it says otherwise); without one the offer is left to the other. */
  call(number: string, body?: Body | string, choice: CallChoice = {}): PhoneCall {
    const call = this.prepareCall();
    call.invite(number, typeof body === 'string' ? { type: 'application/sdp', text: body } : body, choice);
    return call;
  }

  /** A call that has not gone out yet. */
  prepareCall(): PhoneCall {
    const call = new PhoneCall(this, `call-${this.tag}-${++this.#cseq}`, 'caller');
    this.#calls.set(call.callId, call);
    return call;
  }

  /** The next call that came in. */
  incoming(): PhoneCall {
    const call = this.offered.shift();
    assert.ok(call !== undefined, `no call came to ${this.number}`);
    return call;
  }

  take(wanted: Wanted): SipMessage {
    return this.inbox.take(wanted);
  }

  /** Its connection breaks; a new one is opened, over which nothing is registered yet. */
  reconnect(): void {
    this.disconnect();
    this.port += 1_000;
    this.flow = this.#connect();
  }

  disconnect(): void {
    this.flow.open = false;
    this.world.server.flowClosed(this.flow);
    this.world.run();
  }

  /** Switched off without a word: hears nothing, says nothing, and over a connection nobody notices yet. */
  die(): void {
    this.down.losing = () => true;
    this.up.losing = () => true;
  }

  #connect(): MemoryFlow {
    return new MemoryFlow(this.transport, this.address, this.port, (text) => {
      this.world.observe(text, this);
      this.down.push(text);
    });
  }

  #receive(text: string): void {
    const parsed = parseMessage(Buffer.from(text, 'latin1'));
    assert.equal(parsed.kind, 'message', `the server sent a malformed message: ${text}`);
    if (parsed.kind !== 'message') return;
    const { message } = parsed;
    this.heard.push(message);
    if (this.#stack?.received(message)) return;
    let call = this.#calls.get(message.callId);
    if (call === undefined && message.isRequest && message.method === 'INVITE') {
      call = new PhoneCall(this, message.callId, 'called');
      this.#calls.set(message.callId, call);
      this.offered.push(call);
    }
    if (call === undefined) this.inbox.put(message);
    else call.receive(message);
  }
}
