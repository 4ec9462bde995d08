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
import { Binding, isSameContact } from './binding.ts';
import { type Asked, type AskedContact, macOfInstance, readContacts } from './contacts.ts';

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
  readonly #overConnection = new Map<Flow, Station[]>();

  constructor(options: RegistrarOptions) {
    this.#options = options;
    this.events = new Events('registrations', options.log);
    this.#sweepLater();
  }

  /** Takes a REGISTER that is outside any dialog. */
  receive(request: SipMessage, flow: Flow): void {
    const { layer, authentication } = this.#options;
    // An address of record is a SIP or SIPS URI (RFC 3261 §10.3 step 5; RFC 4475 §3.3.4).
    if (!/^sips?:/i.test(request.to?.uri ?? '')) return layer.refuse(request, flow, 400, 'To Is No SIP Address');
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
    const foreign = this.#whyForeign(station, asked, flow);
    if (foreign !== '') {
      this.#options.authentication.refuse(flow, 'registration', station.number, foreign);
      return layer.refuse(request, flow, 403);
    }
    if (contacts.some(({ expiresSeconds }) => expiresSeconds > 0 && expiresSeconds < Math.min(shortest, longest))) {
      return layer.refuse(request, flow, 423, undefined, `Min-Expires: ${Math.min(shortest, longest)}\r\n`);
    }
    if (!isInOrder(station, request, asked)) return layer.refuse(request, flow, 500, 'Out Of Order');
    const transaction = layer.open(request, flow);
    if (transaction === undefined) return;
    if (asked.kind === 'remove-all') this.end(station, 'removed by its device');
    for (const contact of contacts) this.#bind(station, contact, request, flow, longest);
    transaction.respond(200, 'OK', transaction.tag, this.#list(station, request));
  }

  /** Why the device is not the one that the extension is bound to (END-1); '' when it is. */
  #whyForeign(station: Station, asked: Asked, flow: Flow): string {
    const { mac, allowedNetworks } = station.record;
    if (allowedNetworks.length > 0 && !new NetworkList(allowedNetworks).has(flow.remoteAddress)) {
      return 'the address is not in an allowed network';
    }
    if (mac === '' || asked.kind === 'none' || asked.kind === 'bad') return '';
    const added = asked.kind === 'contacts' ? asked.contacts.filter(({ expiresSeconds }) => expiresSeconds > 0) : [];
    // What is only taken away needs no proof, but has to come from where the device is.
    if (added.length === 0) return this.isBound(station, flow) ? '' : 'the device is not registered from this address';
    const other = added.find(({ instance }) => macOfInstance(instance) !== mac);
    if (other === undefined) return '';
    const shown = macOfInstance(other.instance);
    return shown === '' ? 'the device does not show its MAC address' : `the device's MAC address is ${shown}`;
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
    const known = station.bindings.find((other) => binding.replaces(other));
    const isKnown = known !== undefined;
    if (isKnown) binding.id = known.id;
    station.bindings = seconds === 0 ? others : [...others, binding];
    if (seconds > 0 && flow.reliable) this.#watch(flow, station);
    if (seconds > 0) this.#tell(isKnown ? 'refreshed' : 'registered', station, binding, 'by its device');
    else if (isKnown) this.#tell('ended', station, binding, 'removed by its device');
    this.#keepNewest(station, 'another device took its place');
  }

  /** The bindings as the answer lists them (RFC 3261 §10.3 step 8). */
  #list(station: Station, request: SipMessage): string {
    const now = this.#options.clock.nowMs();
    const isOutbound = station.bindings.some(({ regId }) => regId > 0) && supports(request, 'outbound');
    let lines = isOutbound ? 'Require: outbound\r\nSupported: outbound\r\n' : '';
    for (const { contact, expiresAtMs } of station.bindings) {
      const seconds = Math.round((expiresAtMs - now) / 1_000);
      if (seconds > 0) lines += `Contact: <${contact}>;expires=${seconds}\r\n`;
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
    return station.isAt(flow, this.#options.clock.nowMs());
  }

  /** Ends all registrations of a station at once. */
  end(station: Station, why: string): void {
    this.#keep(station, () => false, why);
  }

  /** Ends one registration, known by the number of its extension and its own id; false when there is none. */
  endOne(number: string, id: number, why: string): boolean {
    const station = this.#options.stations.get(number);
    const before = station?.bindings.length ?? 0;
    if (station !== undefined) this.#keep(station, (binding) => binding.id !== id, why);
    return (station?.bindings.length ?? 0) < before;
  }

  /** The extension may have fewer devices than before. */
  keepNewest(station: Station): void {
    this.#keepNewest(station, 'the extension may have fewer devices now');
  }

  /** Of more devices than there may be, those that registered longest ago are let go. */
  #keepNewest(station: Station, why: string): void {
    const { maxDevices } = station.record;
    if (station.bindings.length <= maxDevices) return;
    const kept = station.bindings.slice(-maxDevices);
    this.#keep(station, (binding) => kept.includes(binding), why);
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
    const ended = station.bindings.filter((binding) => !kept.includes(binding));
    station.bindings = kept;
    for (const binding of ended) this.#tell('ended', station, binding, why);
  }

  #watch(flow: Flow, station: Station): void {
    const watched = this.#overConnection.get(flow);
    if (watched === undefined) this.#overConnection.set(flow, [station]);
    else if (!watched.includes(station)) watched.push(station);
  }

  #tell(kind: RegistrationEvent['kind'], station: Station, { flow }: Binding, why: string): void {
    this.events.emit({ kind, station, address: `${flow.remoteAddress}:${flow.remotePort}`, why });
  }

  #sweepLater(): void {
    this.#options.clock.afterAbout(sweepMs, () => {
      const now = this.#options.clock.nowMs();
      for (const station of this.#options.stations.all()) {
        if (station.bindings.length > 0) this.#keep(station, ({ expiresAtMs }) => expiresAtMs > now, 'it expired');
      }
      this.#sweepLater();
    });
  }
}

/** RFC 3261 §10.3 steps 6 and 7: within one Call-ID the numbers rise. */
function isInOrder(station: Station, request: SipMessage, asked: Asked): boolean {
  const number = request.cseq?.number ?? 0;
  const { callId } = request;
  const isMeant = ({ contact }: Binding): boolean =>
    asked.kind === 'remove-all' ||
    (asked.kind === 'contacts' && asked.contacts.some(({ uri }) => isSameContact(uri, contact)));
  return station.bindings.every((known) => known.callId !== callId || number > known.cseq || !isMeant(known));
}
