// Subscriptions (RFC 6665): takes SUBSCRIBE, keeps who watches what, and sees that every change reaches the phones that may know of it.

import { type Clock, type Log, limits } from '#base';
import { Dialog, type Flow, type ServerTransaction, type SipMessage, type TransactionLayer } from '#sip';
import { callCodes } from '../calls.codes.ts';
import type { Device } from '../legs/context.ts';
import type { DialogTable } from '../legs/dialog-table.ts';
import { asSip } from '../legs/lines.ts';
import type { Station } from '../stations/station.ts';
import { Courier, type EndReason } from './courier.ts';
import { type KeptSubscription, keep, restore, type SubscriptionKeeper } from './kept.ts';
import { type OwnChange, parseFeatureChange } from './packages/feature-keys.ts';
import { packageNamed } from './packages/packages.ts';
import { type Sight, type SightOptions, sightOf } from './sight.ts';
import { type AskedSubscription, eventOf, isFault, readSubscribe } from './subscribe-request.ts';
import { Subscription } from './subscription.ts';
import { WatchedTable } from './watched.ts';

export interface SubscriptionsOptions extends SightOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly layer: TransactionLayer;
  readonly dialogs: DialogTable;
  /** Whose device it is; undefined when the request has been answered. */
  readonly identify: (request: SipMessage, flow: Flow) => Station | undefined;
  readonly devices: (station: Station) => readonly Device[];
  /** Changes the configuration of the extension itself; false when that was refused. */
  readonly change: (number: string, change: OwnChange, sourceIp: string) => Promise<boolean>;
  readonly keeper: SubscriptionKeeper;
  /** Now and then: lets go of what has ended elsewhere. */
  readonly sweep: () => void;
}

export class Subscriptions {
  readonly #options: SubscriptionsOptions;
  readonly #courier: Courier;
  readonly #watched: WatchedTable<Subscription>;
  readonly #byWatcher = new Map<string, Set<Subscription>>();
  #size = 0;
  /** Extensions that something has changed of. */
  readonly #changed = new Set<string>();
  #isJudging = false;

  constructor(options: SubscriptionsOptions) {
    this.#options = options;
    const { clock, layer, world } = options;
    this.#courier = new Courier({
      ...{ clock, layer, realm: world.realm },
      findWay: (subscription) => this.#findWay(subscription),
      keep: (subscription) => options.keeper.put(keep(subscription)),
      lost: (subscription) => this.#drop(subscription),
    });
    this.#watched = new WatchedTable((number) => world.activity.on(number, () => this.changed(number)));
    this.#lookLater();
  }

  get size(): number {
    return this.#size;
  }

  /** Documents that are kept, and NOTIFYs that wait for their turn. */
  get load(): { readonly documents: number; readonly waiting: number } {
    return { documents: this.#watched.size, waiting: this.#courier.waiting };
  }

  /** Takes a SUBSCRIBE outside any dialog. */
  receive(request: SipMessage, flow: Flow): void {
    const { layer, identify } = this.#options;
    const watcher = identify(request, flow);
    if (watcher === undefined) return;
    const asked = readSubscribe(request);
    if (isFault(asked)) return layer.refuse(request, flow, asked.status, undefined, asked.headers);
    const sight = sightOf(this.#options, watcher, asked.package, asked.target);
    if (sight === undefined) return this.#refuse('calls.not-to-watch', request, flow);
    if (sight.isList && !asked.takesLists) return layer.refuse(request, flow, 421, undefined, requireList);
    if (this.#isFull(watcher)) return this.#refuse('calls.too-many-subscriptions', request, flow);
    const wanted = this.#wantedBy(request, watcher);
    if (wanted === undefined) return layer.refuse(request, flow, 400);
    const transaction = layer.open(request, flow);
    if (transaction !== undefined) this.#begin({ watcher, asked, sight, wanted }, transaction);
  }

  /** Something about an extension has changed: those who watch it are told, once for all that changes at about the same time. */
  changed(number: string): void {
    if (this.#watched.of(number).length === 0) return;
    if (this.#changed.size === 0) this.#options.clock.after(limits.watching.gatherMs, () => this.#tellChanged());
    this.#changed.add(number);
  }

  /** A device of the station has registered: what waited for a way to it is told. */
  registered(watcher: Station): void {
    for (const subscription of this.#byWatcher.get(watcher.number) ?? []) {
      if (subscription.facts.dialog.flow.open) continue;
      this.#findWay(subscription);
      if (!subscription.facts.dialog.flow.open) continue;
      subscription.asking = 0;
      subscription.forget();
      this.#courier.later(subscription);
    }
  }

  /** All that a station watches ends: it is gone, disabled, or has to prove itself anew. */
  endAllOf(number: string, reason: EndReason): void {
    for (const subscription of [...(this.#byWatcher.get(number) ?? [])]) this.#end(subscription, reason, false);
  }

  /** An extension or list came, went, or is another's to see: every subscription is judged anew, once for all of it. */
  judgeSoon(): void {
    if (this.#isJudging || this.#size === 0) return;
    this.#isJudging = true;
    this.#options.clock.after(limits.watching.gatherMs, () => this.#judgeAll());
  }

  /** What one station watches is judged anew: another class of service may hold for it. */
  judge(number: string): void {
    for (const subscription of [...(this.#byWatcher.get(number) ?? [])]) this.#judgeOne(subscription);
  }

  #judgeAll(): void {
    this.#isJudging = false;
    for (const number of [...this.#byWatcher.keys()]) this.judge(number);
  }

  /** Takes up what was kept when the system ended. Each phone is told everything when it has registered again. */
  restoreAll(rows: readonly KeptSubscription[]): void {
    for (const row of rows) if (!this.#restore(row)) this.#options.keeper.remove(row.id);
  }

  /** The doors are open: who is at a fixed address can be told. */
  tellWaiting(): void {
    for (const subscriptions of this.#byWatcher.values())
      for (const subscription of subscriptions) if (subscription.hasNews) this.#courier.later(subscription);
  }

  #begin({ watcher, asked, sight, wanted }: Beginning, transaction: ServerTransaction): void {
    const { request, flow } = transaction;
    const dialog = Dialog.received(request, flow);
    const instance = watcher.bindings.find((binding) => binding.flow === flow)?.instance ?? '';
    const { package: named, target, event, takesParts, seconds } = asked;
    const facts = { dialog, watcher, package: named, target, isList: sight.isList, event, takesParts, instance };
    const subscription = new Subscription(facts, 0, this.#receiveInDialog);
    this.#setEnd(subscription, seconds);
    this.#enter(subscription, sight);
    subscription.reserve();
    this.#accept(subscription, transaction, seconds);
    if (seconds === 0) this.#end(subscription, 'timeout', true);
    else {
      this.#options.keeper.put(keep(subscription));
      this.#answerWith(subscription, wanted, flow);
    }
  }

  #accept({ facts }: Subscription, transaction: ServerTransaction, seconds: number): void {
    const { dialog, target, isList } = facts;
    const headers = `${dialog.contact(target)}Expires: ${seconds}\r\n${isList ? requireList : ''}`;
    transaction.respond(200, 'OK', dialog.localTag, headers);
  }

  readonly #receiveInDialog = (subscription: Subscription, request: SipMessage, flow: Flow): void => {
    const { layer, identify } = this.#options;
    const { dialog, watcher } = subscription.facts;
    if (!dialog.owns(request)) return layer.refuse(request, flow, 481);
    // What was begun over TLS does not go on without it: names of calls would be sent in the clear.
    if (dialog.flow.secure && !flow.secure) return layer.refuse(request, flow, 403);
    if (request.method !== 'SUBSCRIBE') return layer.refuse(request, flow, 405, undefined, 'Allow: SUBSCRIBE\r\n');
    const station = identify(request, flow);
    if (station === undefined) return;
    const asked = readSubscribe(request);
    if (isFault(asked)) return layer.refuse(request, flow, asked.status, undefined, asked.headers);
    if (station !== watcher || eventOf(request)?.event !== subscription.facts.event)
      return layer.refuse(request, flow, 481);
    const wanted = this.#wantedBy(request, watcher);
    if (wanted === undefined) return layer.refuse(request, flow, 400);
    const transaction = layer.open(request, flow);
    if (transaction !== undefined) this.#refresh(subscription, transaction, asked.seconds, wanted);
  };

  #refresh(subscription: Subscription, transaction: ServerTransaction, seconds: number, wanted: OwnChange): void {
    const { request, flow } = transaction;
    const { dialog, target, package: named, watcher } = subscription.facts;
    if (!dialog.follow(request, flow))
      return transaction.respond(500, 'Server Internal Error', dialog.localTag, 'Retry-After: 1\r\n');
    dialog.refreshTarget(request);
    const sight = sightOf(this.#options, watcher, named, target);
    if (sight === undefined || sight.isList !== subscription.facts.isList) {
      const { status, reason, headers } = asSip(callCodes.refuse('calls.not-to-watch'));
      transaction.respond(status, reason, dialog.localTag, headers);
      return this.#end(subscription, 'rejected', false);
    }
    this.#setEnd(subscription, seconds);
    this.#see(subscription, sight);
    this.#accept(subscription, transaction, seconds);
    if (seconds === 0) this.#end(subscription, 'timeout', true);
    else {
      this.#options.keeper.put(keep(subscription));
      subscription.forget();
      this.#answerWith(subscription, wanted, flow);
    }
  }

  /** What its body asks to be changed; undefined where it cannot be read, nothing where it asks for what there is not. */
  #wantedBy(request: SipMessage, { record }: Station): OwnChange | undefined {
    if (request.body === '') return nothing;
    const wanted = parseFeatureChange(request.body, record);
    return wanted === 'unknown' ? nothing : wanted;
  }

  /** The phone hears at once what holds; where it wants something, after that was done or refused. */
  #answerWith(subscription: Subscription, wanted: OwnChange, flow: Flow): void {
    const { watcher } = subscription.facts;
    const after = (): void => {
      this.#catchUp(subscription);
      this.#courier.now(subscription);
    };
    if (wanted === nothing) return after();
    this.#options
      .change(watcher.number, wanted, flow.remoteAddress)
      .catch((fault) => this.#options.log.fault('what a feature key asked for could not be done', fault))
      .then(after);
  }

  #refuse(code: 'calls.not-to-watch' | 'calls.too-many-subscriptions', request: SipMessage, flow: Flow): void {
    const { status, headers } = asSip(callCodes.refuse(code));
    const more = status === 480 ? 'Retry-After: 600\r\n' : '';
    this.#options.layer.refuse(request, flow, status, undefined, headers + more);
  }

  #isFull({ number }: Station): boolean {
    const { subscriptions, perStation } = limits.watching;
    return this.#size >= subscriptions || (this.#byWatcher.get(number)?.size ?? 0) >= perStation;
  }

  #setEnd(subscription: Subscription, seconds: number): void {
    subscription.endsAtMs = this.#options.clock.nowMs() + seconds * 1_000;
  }

  #enter(subscription: Subscription, sight: Sight): void {
    const { watcher } = subscription.facts;
    const others = this.#byWatcher.get(watcher.number);
    if (others === undefined) this.#byWatcher.set(watcher.number, new Set([subscription]));
    else others.add(subscription);
    this.#size += 1;
    this.#options.dialogs.add(subscription.id, subscription);
    this.#see(subscription, sight);
  }

  /** Watches what is in sight now; where that is what it watches already nothing happens. */
  #see(subscription: Subscription, { makers }: Sight): boolean {
    const before = subscription.sources;
    if (before.length === makers.length && makers.every(({ key }, index) => before[index]?.key === key)) return false;
    subscription.watch(makers.map((maker) => this.#watched.enter(maker, subscription)));
    for (const source of before) if (!subscription.sources.includes(source)) this.#watched.leave(source, subscription);
    return true;
  }

  #judgeOne(subscription: Subscription): void {
    const { watcher, package: named, target, isList } = subscription.facts;
    const sight = sightOf(this.#options, watcher, named, target);
    if (sight === undefined || sight.isList !== isList) this.#end(subscription, 'rejected', false);
    else if (this.#see(subscription, sight)) this.#courier.later(subscription);
  }

  #end(subscription: Subscription, reason: EndReason, withState: boolean): void {
    this.#courier.end(subscription, reason, withState);
    this.#drop(subscription);
  }

  #drop(subscription: Subscription): void {
    const { watcher } = subscription.facts;
    const others = this.#byWatcher.get(watcher.number);
    if (others === undefined || !others.delete(subscription)) return;
    if (others.size === 0) this.#byWatcher.delete(watcher.number);
    this.#size -= 1;
    this.#courier.forget(subscription);
    for (const source of subscription.sources) this.#watched.leave(source, subscription);
    this.#options.dialogs.remove(subscription.id);
    this.#options.keeper.remove(subscription.id);
  }

  #tellChanged(): void {
    for (const number of this.#changed) this.#tell(number);
    this.#changed.clear();
  }

  #tell(number: string): void {
    for (const watched of this.#watched.of(number))
      if (watched.refresh()) for (const watcher of watched.watchers) this.#courier.later(watcher);
  }

  /** What it is about to be told must not be older than what has just happened. */
  #catchUp({ sources }: Subscription): void {
    for (const { number } of sources) if (this.#changed.has(number)) this.#tell(number);
  }

  /** Another connection of the same device, as secure as the one that is closed (RFC 5626 §5.3). */
  #findWay({ facts }: Subscription): void {
    const { dialog, watcher, instance } = facts;
    const { secure } = dialog.flow;
    const devices = this.#options.devices(watcher).filter(({ flow }) => flow.open && flow.secure === secure);
    const known = instance === '' ? undefined : watcher.bindings.find((binding) => binding.instance === instance);
    const same = devices.find((device) => device === known);
    const only = instance === '' && devices.length === 1 ? devices[0] : undefined;
    const device = same ?? devices.find(({ contact }) => contact === dialog.remoteTarget) ?? only;
    if (device !== undefined) dialog.flow = device.flow;
  }

  #restore(row: KeptSubscription): boolean {
    const kept = restore(row);
    const watcher = kept === undefined ? undefined : this.#options.world.station(kept.watcher);
    const named = packageNamed(kept?.package ?? '');
    if (kept === undefined || watcher === undefined || named === undefined || !watcher.record.enabled) return false;
    if (kept.endsAtMs <= this.#options.clock.nowMs() || this.#isFull(watcher)) return false;
    const sight = sightOf(this.#options, watcher, named, kept.target);
    if (sight === undefined || sight.isList !== kept.isList) return false;
    const { dialog, target, event, takesParts, instance } = kept;
    const facts = { dialog, watcher, package: named, target, isList: sight.isList, event, takesParts, instance };
    const subscription = new Subscription(facts, kept.reserved, this.#receiveInDialog);
    subscription.endsAtMs = kept.endsAtMs;
    this.#enter(subscription, sight);
    return true;
  }

  #lookLater(): void {
    this.#options.clock.afterAbout(limits.watching.lookEveryMs, () => {
      this.#look();
      this.#lookLater();
    });
  }

  /** Ends what nobody refreshed, and sends what could not be sent before. */
  #look(): void {
    const now = this.#options.clock.nowMs();
    this.#options.sweep();
    for (const subscriptions of [...this.#byWatcher.values()])
      for (const subscription of [...subscriptions]) {
        if (subscription.endsAtMs <= now) this.#end(subscription, 'timeout', true);
      }
    this.tellWaiting();
  }
}

interface Beginning {
  readonly watcher: Station;
  readonly asked: AskedSubscription;
  readonly sight: Sight;
  readonly wanted: OwnChange;
}

const nothing: OwnChange = Object.freeze({});
const requireList = 'Require: eventlist\r\n';
