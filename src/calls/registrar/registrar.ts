// The registrar (RFC 3261 §10, RFC 5626 §6): which devices are reached where. A binding lives in memory as long as its
// expiry, its connection, its extension and its secret.

import { type Clock, Events, type Log } from '#base';
import { NetworkList } from '#forms';
import { type Flow, Header, ownText, type SipMessage, supports, type TransactionLayer } from '#sip';
import type { RegistrationEvent } from '../call-events.ts';
import type { Authentication } from '../identity/authentication.ts';
import type { Device } from '../legs/context.ts';
import { parseFixedAddress } from '../stations/fixed-address.ts';
import type { Station } from '../stations/station.ts';
import type { StationTable } from '../stations/station-table.ts';
import type { SystemOptions } from '../system-options.form.ts';
import { Binding } from './binding.ts';
import { type AskedContact, macOfInstance, readContacts } from './contacts.ts';

export interface RegistrarOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly layer: TransactionLayer;
  readonly stations: StationTable;
  readonly authentication: Authentication;
  readonly options: () => SystemOptions;
  /** The way to a device at a fixed address; undefined while no listener of that transport is open. */
  readonly flowTo: (transport: 'UDP' | 'TCP', address: string, port: number) => Flow | undefined;
}

const sweepMs = 10_000;

export class Registrar {
  readonly events: Events<RegistrationEvent>;
  readonly #options: RegistrarOptions;
  /** The stations reached over each open connection: when it closes, so do their bindings. */
  readonly #overConnection = new Map<Flow, readonly Station[]>();

  constructor(options: RegistrarOptions) {
    this.#options = options;
    this.events = new Events('registrations', options.log);
    this.#sweepLater();
  }

  /** Takes a REGISTER that is outside any dialog. */
  receive(request: SipMessage, flow: Flow): void {
    const { layer, authentication } = this.#options;
    const identity = authentication.identify(request, flow, 'registration');
    if (identity.kind === 'challenge') return layer.refuse(request, flow, identity.status, undefined, identity.headers);
    if (identity.kind === 'refused') return layer.refuse(request, flow, 403);
    const unsupported = request.list(Header.Require).filter((option) => option !== 'outbound');
    if (unsupported.length > 0)
      return layer.refuse(request, flow, 420, undefined, `Unsupported: ${unsupported.join(', ')}\r\n`);
    this.#register(identity.station, request, flow);
  }

  #register(station: Station, request: SipMessage, flow: Flow): void {
    const { layer, options } = this.#options;
    const { registrationExpirySeconds: longest, registrationExpiryMinimum: shortest } = options();
    const asked = readContacts(request, longest);
    if (asked.kind === 'bad') return layer.refuse(request, flow, 400, asked.reason);
    const contacts = asked.kind === 'contacts' ? asked.contacts : [];
    const foreign = whyForeign(station, contacts, flow);
    if (foreign !== '') {
      this.#options.authentication.refuse(flow, 'registration', station.number, foreign);
      return layer.refuse(request, flow, 403);
    }
    if (contacts.some(({ expiresSeconds }) => expiresSeconds > 0 && expiresSeconds < Math.min(shortest, longest))) {
      return layer.refuse(request, flow, 423, undefined, `Min-Expires: ${shortest}\r\n`);
    }
    if (!isInOrder(station, request, contacts)) return layer.refuse(request, flow, 500, 'Out Of Order');
    const transaction = layer.open(request, flow);
    if (transaction === undefined) return;
    if (asked.kind === 'remove-all') this.end(station, 'removed by its device');
    for (const contact of contacts) this.#bind(station, contact, request, flow, longest);
    transaction.respond(200, 'OK', transaction.tag, this.#list(station, request));
  }

  #bind(station: Station, contact: AskedContact, request: SipMessage, flow: Flow, longest: number): void {
    const seconds = Math.min(contact.expiresSeconds, longest);
    const binding = new Binding({
      contact: contact.uri,
      flow,
      callId: ownText(request.callId),
      cseq: request.cseq?.number ?? 0,
      expiresAtMs: this.#options.clock.nowMs() + seconds * 1_000,
      instance: contact.instance,
      regId: contact.regId,
      userAgent: ownText((request.get(Header.UserAgent) ?? '').slice(0, 64)),
    });
    const others = station.bindings.filter((known) => !binding.replaces(known));
    const known = others.length < station.bindings.length;
    const kept = seconds === 0 ? others : [...others, binding].slice(-station.record.maxDevices);
    this.#change(station, kept);
    if (seconds > 0 && flow.reliable) this.#watch(flow, station);
    this.#tell(known ? (seconds === 0 ? 'ended' : 'refreshed') : 'registered', station, binding, 'by its device');
  }

  /** The bindings as the answer lists them (RFC 3261 §10.3 step 8). */
  #list(station: Station, request: SipMessage): string {
    const now = this.#options.clock.nowMs();
    const outbound = station.bindings.some(({ regId }) => regId > 0) && supports(request, 'outbound');
    let lines = outbound ? 'Require: outbound\r\nSupported: outbound\r\n' : '';
    for (const { contact, expiresAtMs } of station.bindings) {
      lines += `Contact: <${contact}>;expires=${Math.max(0, Math.round((expiresAtMs - now) / 1_000))}\r\n`;
    }
    return lines;
  }

  /** The devices of a station that can be reached now. */
  devices(station: Station): readonly Device[] {
    const fixed = parseFixedAddress(station.record.fixedAddress);
    if (fixed !== undefined) {
      const flow = this.#options.flowTo(fixed.transport, fixed.address, fixed.port);
      const host = fixed.address.includes(':') ? `[${fixed.address}]` : fixed.address;
      return flow === undefined ? [] : [{ contact: `sip:${station.number}@${host}:${fixed.port}`, flow }];
    }
    const now = this.#options.clock.nowMs();
    return station.bindings.filter(({ flow, expiresAtMs }) => flow.open && expiresAtMs > now);
  }

  /** May this flow speak for the station? Only where one of its devices is registered (END-1). */
  isBound(station: Station, flow: Flow): boolean {
    return station.bindings.some((binding) => binding.flow.remoteAddress === flow.remoteAddress);
  }

  /** Ends all registrations of a station at once. */
  end(station: Station, why: string): void {
    for (const binding of station.bindings) this.#tell('ended', station, binding, why);
    this.#change(station, []);
  }

  /** A connection closed: what was registered over it cannot be reached any more (RFC 5626 §5.3). */
  flowClosed(flow: Flow): void {
    const stations = this.#overConnection.get(flow);
    if (stations === undefined) return;
    this.#overConnection.delete(flow);
    for (const station of stations) this.#keep(station, (binding) => binding.flow !== flow, 'its connection closed');
  }

  #keep(station: Station, isKept: (binding: Binding) => boolean, why: string): void {
    const kept = station.bindings.filter(isKept);
    if (kept.length === station.bindings.length) return;
    for (const binding of station.bindings) if (!kept.includes(binding)) this.#tell('ended', station, binding, why);
    this.#change(station, kept);
  }

  #change(station: Station, bindings: readonly Binding[]): void {
    station.bindings = bindings;
  }

  #watch(flow: Flow, station: Station): void {
    const watched = this.#overConnection.get(flow) ?? [];
    if (!watched.includes(station)) this.#overConnection.set(flow, [...watched, station]);
  }

  #tell(kind: RegistrationEvent['kind'], station: Station, { flow }: Binding, why: string): void {
    this.events.emit({ kind, station, address: `${flow.remoteAddress}:${flow.remotePort}`, why });
  }

  #sweepLater(): void {
    this.#options.clock.after(sweepMs, () => {
      const now = this.#options.clock.nowMs();
      for (const station of this.#options.stations.all()) {
        if (station.bindings.length > 0) this.#keep(station, ({ expiresAtMs }) => expiresAtMs > now, 'it expired');
      }
      this.#sweepLater();
    });
  }
}

/** Why the device is not the one that the extension is bound to (END-1); '' when it is. */
function whyForeign(station: Station, contacts: readonly AskedContact[], flow: Flow): string {
  const { mac, allowedNetworks } = station.record;
  if (allowedNetworks.length > 0 && !new NetworkList(allowedNetworks).has(flow.remoteAddress))
    return 'the address is not in an allowed network';
  if (mac === '') return '';
  const other = contacts.find(({ instance, expiresSeconds }) => expiresSeconds > 0 && macOfInstance(instance) !== mac);
  if (other === undefined) return '';
  const shown = macOfInstance(other.instance);
  return shown === '' ? 'the device does not show its MAC address' : `the device's MAC address is ${shown}`;
}

/** RFC 3261 §10.3 step 7: within one Call-ID the numbers rise. */
function isInOrder(station: Station, request: SipMessage, contacts: readonly AskedContact[]): boolean {
  const number = request.cseq?.number ?? 0;
  return station.bindings.every(
    (binding) =>
      binding.callId !== request.callId ||
      number > binding.cseq ||
      !contacts.some(({ uri }) => uri === binding.contact),
  );
}
