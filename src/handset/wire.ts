// The wire under a line: a SIP transport with one way to one server. Tests put one of memory in its place.

import { isIPv6 } from 'node:net';
import { type Clock, type Log, no, ok, type Refusal, type Result } from '#base';
import { type Flow, type SipMessage, SipTransport } from '#sip';
import { handsetCodes } from './handset.codes.ts';
import type { ServerPlace } from './settings.ts';

export interface Wire {
  /** The way to the server, usable when it resolves. */
  connect(): Promise<Result<Flow>>;
  close(): Promise<void>;
}

/** Who hears what comes over the wire. */
export interface WireUser {
  onMessage(message: SipMessage, flow: Flow): void;
  onClosed(flow: Flow): void;
}

export type OpenWire = (user: WireUser) => Wire;

export interface WireSettings {
  readonly clock: Clock;
  readonly log: Log;
  readonly server: ServerPlace;
  /** The authority to trust under TLS, PEM. Default: those that the system trusts. */
  readonly ca?: string;
}

/** A wire over the network. */
export const networkWire =
  (settings: WireSettings): OpenWire =>
  (user) =>
    new NetworkWire(settings, user);

class NetworkWire implements Wire {
  readonly #server: ServerPlace;
  readonly #transport: SipTransport;
  #opening: { readonly flow: Flow; readonly done: (result: Result<Flow>) => void } | undefined;

  constructor({ clock, log, server, ca }: WireSettings, user: WireUser) {
    this.#server = server;
    this.#transport = new SipTransport({
      clock,
      log,
      onMessage: (message, flow) => user.onMessage(message, flow),
      onOpened: (flow) => this.#settle(flow, ok(flow)),
      onClosed: (flow, why) => {
        this.#settle(flow, no(unreachable(why)));
        user.onClosed(flow);
      },
      ...(ca === undefined ? {} : { tls: { ca } }),
    });
  }

  async connect(): Promise<Result<Flow>> {
    const { transport, address, port } = this.#server;
    if (transport === 'UDP') return this.#overUdp();
    const flow = this.#transport.flowTo(transport, address, port);
    if (!flow.open) return no(unreachable('there is no way to it'));
    return new Promise((done) => {
      this.#opening = { flow, done };
    });
  }

  async #overUdp(): Promise<Result<Flow>> {
    const { address, port } = this.#server;
    if (this.#transport.listeners.length === 0) {
      const listened = await this.#transport.listen({
        name: 'phone',
        transport: 'UDP',
        address: ownAddress(address),
        port: 0,
      });
      if (!listened.ok) return listened;
    }
    return ok(this.#transport.flowTo('UDP', address, port));
  }

  #settle(flow: Flow, result: Result<Flow>): void {
    if (this.#opening?.flow !== flow) return;
    const { done } = this.#opening;
    this.#opening = undefined;
    done(result);
  }

  close(): Promise<void> {
    return this.#transport.shutdown();
  }
}

const unreachable = (why: string): Refusal => handsetCodes.refuse('handset.unreachable', { server: '', why });

/** A server on this machine is talked to over the loopback interface alone. */
function ownAddress(server: string): string {
  if (server.startsWith('127.') || server === '::1') return server;
  return isIPv6(server) ? '::' : '0.0.0.0';
}
