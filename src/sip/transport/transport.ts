// The transport: all listeners and flows of SIP over UDP, TCP and TLS (RFC 3261 §18). Addresses are IP literals; nothing is resolved.

import { isIP, isIPv6 } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { type Clock, no, ok, type Result } from '#base';
import { sipCodes } from '../sip.codes.ts';
import type { AdmissionLimits } from './admission.ts';
import { Connection } from './connection.ts';
import { Connections, type ConnectionsUser } from './connections.ts';
import { TransportCounters } from './counters.ts';
import { type Dial, Dialler } from './dial.ts';
import { closedFlow, type Flow, type TransportName } from './flow.ts';
import { type Listener, type ListenerFacts, type ListenerSettings, openListener, renewListener } from './listener.ts';
import { Receiver, type ReceiverOptions } from './receiver.ts';
import { Routes } from './routes.ts';
import { UdpEndpoint } from './udp.ts';

export interface TransportOptions extends ReceiverOptions {
  readonly clock: Clock;
  /** A connection that `flowTo` began is open, its peer checked. */
  onOpened?(flow: Flow): void;
  /** A connection has ended, or could not be opened; `why` in words. */
  onClosed?(flow: Flow, why: string): void;
  /** For connections that we open over TLS: the authorities to trust, and our own certificate where one is asked for. */
  readonly tls?: SecureContextOptions;
  /** Default: limits.sip. */
  readonly admissionLimits?: AdmissionLimits;
}

export class SipTransport {
  readonly counters = new TransportCounters();
  readonly #receiver: Receiver;
  readonly #connections: Connections;
  readonly #dialler: Dialler;
  readonly #routes: Routes;
  readonly #listeners = new Map<string, Listener>();
  /** Connections that we opened, by place, and their places. */
  readonly #dialled = new Map<string, Flow>();
  readonly #places = new Map<Flow, string>();
  #isShut = false;

  constructor(options: TransportOptions) {
    this.#receiver = new Receiver(options, this.counters);
    const user: ConnectionsUser = {
      onOpened: (flow) => options.onOpened?.(flow),
      onClosed: (flow, why) => {
        this.#forget(flow);
        options.onClosed?.(flow, why);
      },
    };
    this.#connections = new Connections(this.#receiver, options.clock, user, options.admissionLimits);
    this.#dialler = new Dialler(this.#connections, options.tls);
    this.#routes = new Routes(options.clock);
  }

  /** The listeners that are open. */
  get listeners(): readonly ListenerFacts[] {
    return [...this.#listeners.values()].map((listener) => listener.facts);
  }

  /** Connections that are open, accepted and dialled. */
  get connections(): number {
    return this.#connections.size;
  }

  /**
   * Opens a listener. One of the same name is closed when the new one is open, its connections staying; if the new one
   * cannot be opened, the old one remains.
   */
  async listen(settings: ListenerSettings): Promise<Result<ListenerFacts>> {
    const old = this.#listeners.get(settings.name);
    const inTheWay = old !== undefined && isSamePort(old.facts, settings);
    if (inTheWay) old.open.close();
    const opened = await this.#open(settings);
    if (opened.ok) {
      if (!inTheWay) old?.open.close();
      this.#listeners.set(settings.name, opened.value);
      return ok(opened.value.facts);
    }
    if (inTheWay) await this.#reopen(old);
    return opened;
  }

  /** Stops listening. The connections of a stream listener stay until their peers leave; flows of a UDP one are closed. */
  async close(name: string): Promise<void> {
    this.#listeners.get(name)?.open.close();
    this.#listeners.delete(name);
    // The port is free again when the system has closed the socket: in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Asks a TLS listener's `secureContext` again, for connections from now on. When that cannot be used, the old one stays. */
  renew(name: string): Result<void> {
    const listener = this.#listeners.get(name);
    if (listener === undefined) return no(sipCodes.refuse('sip.listener-unknown', { name }));
    return renewListener(listener);
  }

  /**
   * The flow to an IP literal: for UDP from a listener of its family, for TCP and TLS a connection that we have opened to
   * there before, or a new one. With `dial` it is a connection of that key alone, which is told in it how TLS is spoken.
   * A closed flow when there is no way.
   */
  flowTo(transport: TransportName, address: string, port: number, serverName?: string, dial?: Dial): Flow {
    if (this.#isShut || isIP(address) === 0 || !(port > 0 && port <= 65_535))
      return closedFlow(transport, address, port);
    if (transport === 'UDP') return this.#udpTo(address, port);
    const name = dial?.serverName ?? serverName ?? '';
    const place = `${dial === undefined ? '' : `${dial.key} `}${transport}:${address}:${port} ${name}`;
    const known = this.#dialled.get(place);
    if (known?.open === true) return known;
    const connection = this.#dial(transport, address, port, serverName, dial);
    if (connection === undefined) return closedFlow(transport, address, port);
    connection.presume(this.#routes.towards(address), this.#portOf(transport));
    this.#dialled.set(place, connection);
    this.#places.set(connection, place);
    return connection;
  }

  /** What was dialled under this key is not used for anything new; with `why` it is ended, in words. */
  release(key: string, why?: string): void {
    for (const [place, flow] of [...this.#dialled]) {
      if (!place.startsWith(`${key} `)) continue;
      this.#dialled.delete(place);
      if (why !== undefined && flow instanceof Connection) flow.destroy(why);
    }
  }

  /** Ends every connection with an address: for one that the gate will no longer let in. */
  disconnect(address: string): void {
    this.#connections.destroy('its address is no longer let in', address);
  }

  /** Ends every connection over TCP without TLS, accepted and dialled: they may not be any more. */
  disconnectPlain(): void {
    this.#connections.destroyPlain('what is not encrypted is switched off');
  }

  /** Certificates are judged again of every connection whose certificate was judged: what was let in may be revoked by now. */
  judgeAgain(): Promise<void> {
    return this.#connections.judgeAgain();
  }

  /** Closes all listeners and ends all connections. */
  async shutdown(): Promise<void> {
    this.#isShut = true;
    for (const { open } of this.#listeners.values()) open.close();
    this.#listeners.clear();
    await this.#connections.end();
  }

  #open(settings: ListenerSettings): Promise<Result<Listener>> {
    return openListener(settings, this.#connections, this.#routes);
  }

  /** Opens a listener again that was closed to make room, at the port that it had. */
  async #reopen({ settings, facts }: Listener): Promise<void> {
    const opened = await this.#open({ ...settings, port: facts.port });
    if (opened.ok) this.#listeners.set(settings.name, opened.value);
    else this.#listeners.delete(settings.name);
  }

  #udpTo(address: string, port: number): Flow {
    for (const { open } of this.#listeners.values())
      if (open instanceof UdpEndpoint && open.isIpv6 === isIPv6(address)) return open.flowTo(address, port);
    return closedFlow('UDP', address, port);
  }

  /** Undefined where the options of a trunk cannot be used, as is logged. */
  #dial(transport: 'TCP' | 'TLS', address: string, port: number, serverName?: string, dial?: Dial) {
    if (transport === 'TCP') return this.#dialler.tcp(address, port);
    if (dial === undefined) return this.#dialler.tls(address, port, serverName);
    try {
      return this.#dialler.own(address, port, dial);
    } catch (fault) {
      this.#receiver.log.fault('a connection over TLS could not be begun', fault);
      return undefined;
    }
  }

  /** The port of our Via on a connection that is not open yet: where we listen, or the usual one. */
  #portOf(transport: TransportName): number {
    const listener = this.listeners.find((facts) => facts.transport === transport);
    return listener?.port ?? (transport === 'TLS' ? 5061 : 5060);
  }

  #forget(flow: Flow): void {
    const place = this.#places.get(flow);
    if (place === undefined) return;
    this.#places.delete(flow);
    if (this.#dialled.get(place) === flow) this.#dialled.delete(place);
  }
}

const isSamePort = (facts: ListenerFacts, settings: ListenerSettings): boolean =>
  facts.port === settings.port && (facts.transport === 'UDP') === (settings.transport === 'UDP');
