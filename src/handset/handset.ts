// A built-in phone: registers one extension, makes and takes calls, sends its tone and listens for that of others.

import { type Clock, Events, type Log, no, ok, type Refusal, type Result } from '#base';
import { type Flow, Header, type ServerTransaction, type SipMessage, type TlsFacts } from '#sip';
import { Account } from './account.ts';
import type { HandsetCall } from './calls/call.ts';
import type { CallContext } from './calls/call-context.ts';
import { IncomingCall } from './calls/incoming.ts';
import { ALLOW } from './calls/lines.ts';
import { OutgoingCall } from './calls/outgoing.ts';
import { handsetCodes } from './handset.codes.ts';
import { Line } from './line.ts';
import { NoSound, type Sound } from './media/sound.ts';
import { toneOf } from './media/tone-plan.ts';
import { ToneSound } from './media/tone-sound.ts';
import { Registration, type RegistrationEvent } from './registration.ts';
import type { HandsetSettings, ServerPlace, WhenCalled } from './settings.ts';
import { Subscription } from './subscription.ts';
import { Awaited } from './waiting.ts';
import { networkWire } from './wire.ts';

export interface HandsetOptions extends HandsetSettings {
  readonly server: ServerPlace;
  /** The authority to trust under TLS, PEM. Default: those that the system trusts. */
  readonly ca?: string;
  readonly clock: Clock;
  readonly log: Log;
  /** What a call offers and takes, where that is not the same for all; default `media`. */
  readonly mediaOf?: CallContext['media'];
  /** What its calls sound like; default a tone, as `media` says. */
  readonly sound?: CallContext['sound'];
  /** A line shared with other phones; it is closed by who made it. Default: one of its own, to `server`. */
  readonly line?: Line;
}

export type HandsetEvent =
  | RegistrationEvent
  /** Somebody calls: answer or decline. */
  | { readonly kind: 'ring'; readonly call: IncomingCall }
  | { readonly kind: 'line-lost' };

const usualExpirySeconds = 3_600;
const closingMs = 1_000;

export class Handset {
  readonly number: string;
  readonly events: Events<HandsetEvent>;
  /** What it does when it is called; may be changed at any time. */
  whenCalled: WhenCalled;
  readonly #options: HandsetOptions;
  readonly #line: Line;
  readonly #ownsLine: boolean;
  readonly #account: Account;
  readonly #registration: Registration;
  readonly #calls = new Set<HandsetCall>();
  readonly #subscriptions = new Set<Subscription>();
  readonly #context: CallContext;
  #rung: Awaited<IncomingCall>;

  constructor(options: HandsetOptions) {
    const { clock, log, number, server } = options;
    this.number = number;
    this.events = new Events(`phone ${number}`, log);
    this.whenCalled = options.whenCalled ?? { do: 'ring' };
    this.#options = options;
    this.#ownsLine = options.line === undefined;
    this.#line = options.line ?? new Line({ clock, log, server, wire: networkWire(options) });
    this.#account = new Account(options, server.domain ?? hostOf(server.address));
    this.#registration = new Registration(this.#line, this.#account, (event) => this.events.emit(event));
    this.#rung = new Awaited('A call', clock);
    this.#context = {
      line: this.#line,
      account: this.#account,
      settings: options,
      media: options.mediaOf ?? (() => options.media),
      sound: options.sound ?? ((farNumber) => this.#soundTowards(farNumber)),
    };
    this.#line.add(number, this);
  }

  get isRegistered(): boolean {
    return this.#registration.isRegistered;
  }

  get calls(): ReadonlySet<HandsetCall> {
    return this.#calls;
  }

  /** The tone that it sends, in hertz. */
  get toneHz(): number {
    return this.#options.media.toneHz ?? toneOf(this.number);
  }

  /** TLS version and suite of the line; undefined while it is down or not TLS. */
  get tls(): TlsFacts | undefined {
    return this.#line.flow?.tls;
  }

  /** Opens the line without registering. */
  async start(): Promise<Result<void>> {
    const connected = await this.#line.connect();
    return connected.ok ? ok(undefined) : connected;
  }

  /** Registers and stays registered; `registered` resolves when it is. */
  register(expiresSeconds = usualExpirySeconds): void {
    this.#registration.begin(expiresSeconds);
  }

  /** Resolves with the seconds that were granted, or with why the registration was refused. */
  registered(limitMs: number): Promise<Result<number>> {
    return this.#registration.registered(limitMs);
  }

  unregister(limitMs?: number): Promise<Result<void>> {
    return this.#registration.end(limitMs);
  }

  /**
   * Calls a number. Refused when the line is down. `replaces` names the dialog whose place the call is to take (RFC 3891): one of this
   * extension, or one that a busy lamp has shown ringing. `headers` are further lines.
   */
  call(number: string, replaces = '', headers = ''): Result<OutgoingCall> {
    const { flow } = this.#line;
    if (flow === undefined) return no(this.#lineDown());
    const replacing = replaces === '' ? '' : `Replaces: ${replaces}\r\n`;
    const call = new OutgoingCall(this.#context, number, flow, replacing + headers);
    this.#keep(call);
    call.begin();
    return ok(call);
  }

  /** Resolves with the next call that comes in, one that rings already included. */
  rung(limitMs: number): Promise<Result<IncomingCall>> {
    for (const call of this.#calls)
      if (call instanceof IncomingCall && call.state === 'ringing') return Promise.resolve(ok(call));
    this.#rung.again();
    return this.#rung.wait(limitMs);
  }

  /** Watches what an extension does, such as `dialog` (RFC 4235) or `message-summary` (RFC 3842). Refused when the line is down. */
  watch(event: string, number: string): Result<Subscription> {
    const { flow } = this.#line;
    if (flow === undefined) return no(this.#lineDown());
    const subscription = new Subscription(this.#line, this.#account, { event, number }, flow);
    this.#subscriptions.add(subscription);
    subscription.begin();
    return ok(subscription);
  }

  /** Hangs up its calls, giving their far ends a moment to agree, and leaves the line. */
  async close(): Promise<void> {
    this.#registration.stop();
    for (const subscription of this.#subscriptions) subscription.stop();
    const calls = [...this.#calls];
    for (const call of calls) call.hangUp();
    await Promise.all(calls.map((call) => call.ended(closingMs)));
    this.#line.remove(this.number);
    if (this.#ownsLine) await this.#line.close();
    for (const call of calls) call.end({ by: 'near', status: 500, reason: 'Closed', words: 'the phone was closed' });
  }

  onRequest(request: SipMessage, flow: Flow): void {
    const { layer } = this.#line;
    if (request.method === 'OPTIONS') return layer.refuse(request, flow, 200, 'OK', ALLOW);
    if (request.method !== 'INVITE') return layer.refuse(request, flow, 405, undefined, ALLOW);
    const unknown = request.list(Header.Require).filter((option) => option !== '100rel' && option !== 'timer');
    if (unknown.length > 0)
      return layer.refuse(request, flow, 420, undefined, `Unsupported: ${unknown.join(', ')}\r\n`);
    const transaction = layer.open(request, flow);
    if (transaction !== undefined) this.#take(transaction);
  }

  onFlowLost(): void {
    this.events.emit({ kind: 'line-lost' });
    this.#registration.flowLost();
  }

  #take(transaction: ServerTransaction): void {
    const call = new IncomingCall(this.#context, transaction);
    this.#keep(call);
    call.begin(() => this.#receive(call));
  }

  #lineDown(): Refusal {
    const { transport, address, port } = this.#line.server;
    const server = `${transport} ${address}:${port}`;
    return handsetCodes.refuse('handset.unreachable', { server, why: 'the line is down' });
  }

  #keep(call: HandsetCall): void {
    this.#calls.add(call);
    call.events.on(({ kind }) => {
      if (kind === 'ended') this.#calls.delete(call);
    });
  }

  #receive(call: IncomingCall): void {
    const { whenCalled } = this;
    if (whenCalled.do === 'nothing') return;
    if (whenCalled.do === 'tell') return this.events.emit({ kind: 'ring', call });
    if (whenCalled.do === 'decline') return call.decline(whenCalled.status);
    call.ring();
    if (call.state !== 'ringing') return;
    this.#rung.happened(call);
    this.events.emit({ kind: 'ring', call });
    if (whenCalled.do !== 'answer') return;
    if (whenCalled.afterMs === 0) call.answer();
    else this.#line.clock.after(whenCalled.afterMs, () => call.answer());
  }

  #soundTowards(farNumber: string): Sound {
    const { address, sound = 'tone' } = this.#options.media;
    if (sound === 'none') return new NoSound(address);
    const { clock } = this.#line;
    return new ToneSound({ address, toneHz: this.toneHz, expectedHz: toneOf(farNumber), clock });
  }
}

const hostOf = (address: string): string => (address.includes(':') ? `[${address}]` : address);
