// Who sends a request, as the system has found out: the station whose device it is, with the person who is logged in there, or the trunk.
// Whoever is neither has been challenged or refused.

import type { Flow, SipMessage, TransactionLayer } from '#sip';
import type { Desks } from '../desks/desks.ts';
import type { Seated } from '../desks/seated.ts';
import type { Device } from '../legs/context.ts';
import type { Registrar } from '../registrar/registrar.ts';
import { toE164 } from '../routing/e164.ts';
import type { Tables } from '../routing/tables.ts';
import { onBehalfOf } from '../services/own-lines.ts';
import type { ServiceTable } from '../services/service-table.ts';
import type { Station } from '../stations/station.ts';
import type { StationTable } from '../stations/station-table.ts';
import type { Trunk } from '../trunks/trunk.ts';
import type { Authentication, TrunkCredentials } from './authentication.ts';
import { type Shown, shownByTrunk, shownOf } from './shown.ts';

/** Who calls, as it was found out, and whom the other side is told that it is. */
export interface Caller extends Seated {
  readonly shown: Shown;
}

export interface CallersOptions {
  readonly layer: TransactionLayer;
  readonly authentication: Authentication;
  readonly registrar: Registrar;
  readonly stations: StationTable;
  readonly services: ServiceTable;
  readonly desks: Desks;
  readonly tables: () => Pick<Tables, 'emergency' | 'plan' | 'station'>;
  /** What the other end of a trunk must prove besides; undefined where nothing. */
  readonly challengeOf: (trunk: Trunk) => TrunkCredentials | undefined;
}

/** A station whose device sends a request, and whether it is registered there. */
interface FoundDevice {
  readonly station: Station;
  readonly isThere: boolean;
}

export class Callers {
  readonly #options: CallersOptions;

  constructor(options: CallersOptions) {
    this.#options = options;
  }

  /** The station that calls; undefined when it has been challenged or refused. An emergency is let through in any state of it. */
  stationOf(request: SipMessage, flow: Flow, dialled: string): Caller | undefined {
    const isEmergency = this.#options.tables().emergency.match(dialled) !== undefined;
    const device = this.#deviceOf(request, flow, isEmergency);
    if (device === undefined) return undefined;
    return device.isThere ? this.#seatedAt(device.station) : { party: device.station, shown: shownOf(device.station) };
  }

  /** The station whose registered device sends a request that is no call; undefined when it has been challenged or refused. */
  watcherOf(request: SipMessage, flow: Flow): Station | undefined {
    return this.#deviceOf(request, flow, false)?.station;
  }

  /** A service of the system that calls: for an extension where it names one, as whom it then calls. */
  byService(service: Station, request: SipMessage): Caller {
    const party = onBehalfOf(service, request, this.#options.tables());
    return { party, shown: shownOf(party) };
  }

  /** Who calls by a trunk; undefined when the trunk has been challenged or refused. */
  byTrunk(trunk: Trunk, request: SipMessage, flow: Flow): Caller | undefined {
    const { authentication, challengeOf, layer, tables } = this.#options;
    const asked = challengeOf(trunk);
    const proof = asked === undefined ? undefined : authentication.proves(request, flow, trunk.name, asked);
    if (proof === undefined && trunk.record.enabled) {
      const isExtension = (number: string): boolean => tables().station(number) !== undefined;
      const { network } = tables().plan;
      const shown = shownByTrunk(request, trunk, isExtension, (number) => toE164(number, network));
      if (shown.number === '') trunk.counted.hidden++;
      return { party: trunk, shown };
    }
    if (proof?.status !== 407) trunk.counted.refused++;
    layer.refuse(request, flow, proof?.status ?? 403, undefined, proof?.headers);
    return undefined;
  }

  /** The devices that ring for a station: the desk where its person is comes first. */
  devices(station: Station): readonly Device[] {
    const { desks, registrar, services } = this.#options;
    const own = services.devices(station);
    if (own !== undefined) return own;
    const desk = desks.deskOf(station);
    const there =
      desk === undefined ? [] : registrar.devices(desk).map(({ contact, flow }) => ({ contact, flow, desk }));
    return desks.ringsItself(station) ? [...there, ...registrar.devices(station)] : there;
  }

  /** Who calls from a device of this station: the person who is logged in there, or the station itself. */
  #seatedAt(station: Station): Caller {
    const person = this.#options.desks.personAt(station);
    if (person === undefined) return { party: station, shown: shownOf(station) };
    return { party: person, shown: shownOf(person), desk: station };
  }

  #deviceOf(request: SipMessage, flow: Flow, isEmergency: boolean): FoundDevice | undefined {
    const { authentication, layer, registrar } = this.#options;
    const identity = authentication.identify(request, flow, isEmergency ? 'emergency' : 'request');
    if (identity.kind === 'challenge') {
      layer.refuse(request, flow, identity.status, undefined, identity.headers);
      return undefined;
    }
    const isThere = identity.kind === 'station' && (identity.fixed || registrar.isBound(identity.station, flow));
    if (identity.kind === 'station' && (isThere || isEmergency)) return { station: identity.station, isThere };
    if (identity.kind === 'station') {
      const why = 'no device of the extension is registered from this address';
      authentication.note(flow, 'request', identity.station.number, why);
    }
    layer.refuse(request, flow, 403);
    return undefined;
  }
}
