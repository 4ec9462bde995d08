// The line between phones and their server: one flow, the transactions over it, and who at this end hears what arrives.

import { type Cancel, type Clock, type Log, no, type Result } from '#base';
import { type Flow, type SipMessage, TransactionLayer } from '#sip';
import { handsetCodes } from './handset.codes.ts';
import type { ServerPlace } from './settings.ts';
import type { OpenWire, Wire } from './wire.ts';

/** A phone on the line. */
export interface LineUser {
  /** A request outside any dialog, for this phone's number. */
  onRequest(request: SipMessage, flow: Flow): void;
  onFlowLost(): void;
}

/** A call on the line, named by our tag. */
export interface DialogUser {
  onRequest(request: SipMessage, flow: Flow): void;
  onAck(ack: SipMessage): void;
}

export interface LineOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly server: ServerPlace;
  readonly wire: OpenWire;
}

/** A connection shows that it lives this often, far below the time after which servers close idle ones (RFC 5626 §4.4.1). */
const keepAliveMs = 60_000;
const keepAlive = '\r\n\r\n';

export class Line {
  readonly clock: Clock;
  readonly log: Log;
  readonly server: ServerPlace;
  readonly layer: TransactionLayer;
  readonly #wire: Wire;
  readonly #users = new Map<string, LineUser>();
  readonly #dialogs = new Map<string, DialogUser>();
  #flow: Flow | undefined;
  #connecting: Promise<Result<Flow>> | undefined;
  #keeping: Cancel | undefined;
  #closed = false;

  constructor({ clock, log, server, wire }: LineOptions) {
    this.clock = clock;
    this.log = log;
    this.server = server;
    this.layer = new TransactionLayer({
      clock,
      log,
      onRequest: (request, flow) => this.#receive(request, flow),
      onAck: (ack) => this.#dialogs.get(ack.to?.tag ?? '')?.onAck(ack),
    });
    this.#wire = wire({
      onMessage: (message, flow) => this.layer.receive(message, flow),
      onClosed: (flow) => this.#lost(flow),
    });
  }

  /** The way to the server, while there is one. */
  get flow(): Flow | undefined {
    return this.#flow?.open === true ? this.#flow : undefined;
  }

  /** Phones on the line. */
  get size(): number {
    return this.#users.size;
  }

  /** Opens the way to the server unless it is open. Those who ask at the same time get the same one. */
  connect(): Promise<Result<Flow>> {
    if (this.#closed) return Promise.resolve(no(handsetCodes.refuse('handset.closed')));
    const { flow } = this;
    if (flow !== undefined) return Promise.resolve({ ok: true, value: flow });
    this.#connecting ??= this.#wire.connect().then((connected) => {
      this.#connecting = undefined;
      if (!connected.ok) return no(this.#unreachable(connected.refusal.words));
      this.#flow = connected.value;
      if (connected.value.reliable) this.#keepAlive(connected.value);
      return connected;
    });
    return this.#connecting;
  }

  add(number: string, user: LineUser): void {
    this.#users.set(number, user);
  }

  remove(number: string): void {
    this.#users.delete(number);
  }

  addDialog(localTag: string, user: DialogUser): void {
    this.#dialogs.set(localTag, user);
  }

  removeDialog(localTag: string): void {
    this.#dialogs.delete(localTag);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#keeping?.();
    await this.#wire.close();
  }

  #receive(request: SipMessage, flow: Flow): void {
    const tag = request.to?.tag ?? '';
    const user = tag === '' ? this.#users.get(request.target?.user ?? '') : this.#dialogs.get(tag);
    if (user === undefined) this.layer.refuse(request, flow, tag === '' ? 404 : 481);
    else user.onRequest(request, flow);
  }

  #lost(flow: Flow): void {
    if (flow !== this.#flow) return;
    this.#keeping?.();
    this.#flow = undefined;
    for (const user of [...this.#users.values()]) user.onFlowLost();
  }

  #keepAlive(flow: Flow): void {
    this.#keeping?.();
    this.#keeping = this.clock.after(keepAliveMs, () => {
      if (flow.open && flow.send(keepAlive)) this.#keepAlive(flow);
    });
  }

  #unreachable(why: string) {
    const { transport, address, port } = this.server;
    return handsetCodes.refuse('handset.unreachable', { server: `${transport} ${address}:${port}`, why });
  }
}
