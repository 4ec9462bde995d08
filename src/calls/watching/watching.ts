// Everything that is watched, joined: what extensions do, what their devices publish, and the subscriptions to it. The call server hands on
// what is about events and tells of what changes.

import type { Clock, Log } from '#base';
import type { Flow, SipMessage, TransactionLayer } from '#sip';
import type { DialogTable } from '../legs/dialog-table.ts';
import type { Registrar } from '../registrar/registrar.ts';
import type { Station } from '../stations/station.ts';
import type { StationTable } from '../stations/station-table.ts';
import { Activity } from './activity.ts';
import type { SubscriptionKeeper } from './kept.ts';
import type { OwnChange } from './packages/feature-keys.ts';
import type { Messages } from './packages/package.ts';
import { Publications } from './publications.ts';
import { receivePublish } from './publishing.ts';
import { Subscriptions } from './subscriptions.ts';

/** What the rest of the house gives; what is not given is not there: no lists, no messages, nothing kept. */
export interface WatchingGiven {
  /** The extensions of a list of Busy Lamp Lists. */
  readonly list: (name: string) => readonly string[] | undefined;
  readonly messagesOf: (number: string) => Messages;
  /** Changes the configuration of the extension itself, as its feature keys ask; false when that was refused. */
  readonly change: (number: string, change: OwnChange, sourceIp: string) => Promise<boolean>;
  readonly keeper: SubscriptionKeeper;
}

const none: WatchingGiven = {
  list: () => undefined,
  messagesOf: () => ({ fresh: 0, heard: 0 }),
  change: async () => false,
  keeper: { put: () => undefined, remove: () => undefined },
};

export interface WatchingOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly layer: TransactionLayer;
  readonly dialogs: DialogTable;
  readonly stations: StationTable;
  readonly registrar: Registrar;
  readonly realm: () => string;
  /** Whose device it is; undefined when the request has been answered. */
  readonly identify: (request: SipMessage, flow: Flow) => Station | undefined;
  readonly mayWatch: (watcher: Station) => boolean;
  /** May a watcher know with whom the extension talks, and pick its calls up? Of itself it always may. */
  readonly maySee: (watcher: Station, number: string) => boolean;
  /** Would a call to it ring anywhere? */
  readonly isReached: (station: Station) => boolean;
  readonly given: Partial<WatchingGiven>;
}

export class Watching {
  /** Calls tell it what extensions do. */
  readonly activity = new Activity();
  readonly subscriptions: Subscriptions;
  readonly #publications: Publications;
  readonly #options: WatchingOptions;

  constructor(options: WatchingOptions) {
    this.#options = options;
    const { clock, log, layer, dialogs, stations, registrar, realm, identify, mayWatch, maySee, isReached } = options;
    const { activity } = this;
    const { list, messagesOf, change, keeper } = { ...none, ...options.given };
    this.#publications = new Publications(clock, (number) => this.subscriptions.changed(number));
    this.subscriptions = new Subscriptions({
      ...{ clock, log, layer, dialogs, identify, mayWatch, list, maySee, change, keeper },
      devices: (station) => registrar.devices(station),
      sweep: () => this.#publications.sweep(),
      world: {
        ...{ activity, realm, messagesOf, isReached },
        station: (number) => stations.get(number),
        published: (number) => this.#publications.of(number),
      },
    });
    registrar.events.on(({ kind, station }) => {
      if (kind !== 'ended') this.subscriptions.registered(station);
      if (kind !== 'refreshed') this.subscriptions.changed(station.number);
    });
  }

  /** Takes a SUBSCRIBE or PUBLISH outside of dialogs. */
  receive(request: SipMessage, flow: Flow): void {
    if (request.method === 'SUBSCRIBE') return this.subscriptions.receive(request, flow);
    const { layer, identify } = this.#options;
    receivePublish({ layer, identify, publications: this.#publications }, request, flow);
  }

  /** An extension's record was added or changed. One that must prove itself anew, or is disabled, watches nothing any more. */
  stationChanged(station: Station, mustProve: boolean): void {
    const { number, record } = station;
    if (mustProve || !record.enabled) this.subscriptions.endAllOf(number, 'deactivated');
    else this.subscriptions.judge(number);
    this.subscriptions.changed(number);
  }

  stationRemoved(number: string): void {
    this.subscriptions.endAllOf(number, 'noresource');
    this.#publications.forget(number);
    this.subscriptions.judgeSoon();
  }
}
