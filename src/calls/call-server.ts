// The call server: takes every request that the transaction layer does not know, in the order of the walk of an INVITE:
// dialog, registrar, calls, then what is left.

import { type Clock, Events, type Log, limits } from '#base';
import type { AuditFact } from '#records';
import { type DigestClient, type Flow, type ServerTransaction, type SipMessage, TransactionLayer } from '#sip';
import { Call, legOfCaller } from './call.ts';
import type { CallEvent } from './call-events.ts';
import { callCodes } from './calls.codes.ts';
import { CallsInProgress } from './calls-in-progress.ts';
import { dialAtDesk } from './desks/codes.ts';
import { Desks } from './desks/desks.ts';
import { HotDesks, type HotDesksOptions } from './desks/hot-desks.ts';
import { CallBacks } from './features/callback.ts';
import type { FeatureContext } from './features/feature-context.ts';
import { ParkingPlaces } from './features/park.ts';
import { GroupMemory } from './groups/group-memory.ts';
import { mayPickUp } from './groups/pickup.ts';
import { FailedAttempts } from './identity/attempts.ts';
import { Authentication, type TrunkCredentials } from './identity/authentication.ts';
import { Callers } from './identity/callers.ts';
import type { CallBook, CallGuard, OutsideFacts } from './legs/context.ts';
import { DialogTable } from './legs/dialog-table.ts';
import type { Leg } from './legs/leg.ts';
import { asSip } from './legs/lines.ts';
import type { MediaExchange } from './media-policy/exchange.ts';
import { RecentNumbers } from './numbering/recent-numbers.ts';
import { answerOther, dialledByTrunk, dialledIn, faultOfInvite } from './outside.ts';
import type { Binding } from './registrar/binding.ts';
import { Registrar } from './registrar/registrar.ts';
import type { Party } from './routing/attempt.ts';
import { isSwitch, type SwitchDialled } from './routing/feature-change.ts';
import { mayForwardByKey } from './routing/forward-codes.ts';
import { serviceOf } from './routing/service-of.ts';
import type { Tables } from './routing/tables.ts';
import { type OwnWay, ServiceTable } from './services/service-table.ts';
import { type TalkingWith, talkingWith } from './services/talking-with.ts';
import type { Station } from './stations/station.ts';
import { StationTable } from './stations/station-table.ts';
import type { UserAndServices } from './stations/users-and-services.form.ts';
import type { SystemOptions } from './system-options.form.ts';
import type { Trunk, TrunkWay } from './trunks/trunk.ts';
import { type Control, checkSync } from './watching/remote-control.ts';
import { Watching, type WatchingGiven } from './watching/watching.ts';

/** What calls need from the rest of the house; wire.ts gives it. */
export interface CallServerOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly options: () => SystemOptions;
  readonly secretFor: (number: string) => string;
  readonly book: CallBook;
  readonly note: (fact: AuditFact) => void;
  readonly flowTo: (transport: 'UDP' | 'TCP', address: string, port: number) => Flow | undefined;
  /** What decides on calls, as it is now; extensions are the server's own. */
  readonly tables: () => Omit<Tables, 'station'>;
  readonly trunks: Trunks;
  readonly outside: OutsideFacts;
  readonly guard: CallGuard;
  /** What subscriptions need besides. */
  readonly watching?: Partial<WatchingGiven>;
  /** Carries out a feature code as a change of the configuration; false when it was refused. */
  readonly feature: (dialled: SwitchDialled, number: string, sourceIp: string) => Promise<boolean>;
  /** Where PINs are, and what changes them and who is at which desk. */
  /** The way to the system's own phone for a service number; without it no service answers. */
  readonly ownWay?: OwnWay;
  readonly desking: Pick<HotDesksOptions, 'pinOf' | 'change'>;
}

/** The trunks, as the lifecycle of each has them now. */
export interface Trunks {
  /** Whose a flow is, by what it proves and never by what a header says. */
  identify(flow: Flow): Trunk | undefined;
  ways(trunk: Trunk): readonly TrunkWay[];
  digestOf(trunk: Trunk): DigestClient | undefined;
  /** What the other end must prove besides; undefined where nothing. */
  challengeOf(trunk: Trunk): TrunkCredentials | undefined;
}

export class CallServer {
  readonly stations: StationTable;
  readonly registrar: Registrar;
  readonly watching: Watching;
  /** The numbers at which the system itself answers. */
  readonly services: ServiceTable;
  readonly events: Events<CallEvent>;
  readonly layer: TransactionLayer;
  /** Who is at which desk now. */
  readonly desks: Desks;
  readonly hotDesks: HotDesks;
  readonly #options: CallServerOptions;
  readonly #authentication: Authentication;
  /** Wrong account codes, counted for whoever dials them as wrong secrets are for their source. */
  readonly #guesses: FailedAttempts;
  readonly #callers: Callers;
  readonly #recent = new RecentNumbers();
  readonly #dialogs = new DialogTable();
  readonly #context: FeatureContext;
  readonly #calls: CallsInProgress;
  readonly #callBacks: CallBacks;
  #tablesOf: { readonly given: Omit<Tables, 'station'>; readonly made: Tables } | undefined;
  /** INVITEs and their calls in progress by Call-ID and From tag: a second one that came another way is refused (RFC 3261 §8.2.2.2). */
  readonly #inviting = new Set<string>();

  constructor(options: CallServerOptions) {
    const { clock, log } = options;
    this.#options = options;
    this.events = new Events('calls', log);
    this.layer = new TransactionLayer({
      clock,
      log,
      onRequest: (request, flow) => this.#receive(request, flow),
      onAck: (ack, flow) => this.#dialogs.find(ack)?.onAck(ack, flow),
    });
    this.stations = new StationTable({ realm: () => options.options().realm, secretFor: options.secretFor });
    this.services = new ServiceTable(options.ownWay);
    this.#guesses = new FailedAttempts(clock, () => options.options().setRegistrationSecurity);
    this.#authentication = new Authentication({
      clock,
      stations: this.stations,
      realm: () => options.options().realm,
      attempts: () => options.options().setRegistrationSecurity,
      note: options.note,
    });
    this.registrar = new Registrar({
      clock,
      log,
      layer: this.layer,
      stations: this.stations,
      authentication: this.#authentication,
      options: options.options,
      flowTo: options.flowTo,
    });
    this.watching = new Watching({
      ...{ clock, log, layer: this.layer, dialogs: this.#dialogs, stations: this.stations, registrar: this.registrar },
      realm: () => options.options().realm,
      identify: (request, flow) => this.#callers.watcherOf(request, flow),
      isReached: (station) => this.#callers.devices(station).length > 0,
      mayWatch: (station) => serviceOf(station, this.tables.plan, clock.nowMs()).busyLamps,
      maySee: (watcher, number) => this.#mayPickUp(watcher, number),
      given: { ...options.watching, change: (...asked) => this.#changeOwn(...asked) },
    });
    this.desks = new Desks({
      ...{ clock, stations: this.stations },
      options: options.options,
      plan: () => this.tables.plan,
    });
    this.#callers = new Callers({
      ...{ layer: this.layer, authentication: this.#authentication, registrar: this.registrar },
      ...{ stations: this.stations, services: this.services, desks: this.desks, tables: () => this.tables },
      challengeOf: (trunk) => options.trunks.challengeOf(trunk),
    });
    this.hotDesks = new HotDesks({
      ...{ clock, log, stations: this.stations, desks: this.desks, options: options.options },
      ...{ ...options.desking, note: options.note },
      extensionLength: () => this.tables.numbering.extensionLength,
    });
    this.events.on((event) => event.kind === 'emergency' && this.desks.calledForHelp(event.desk ?? event.caller));
    this.#calls = new CallsInProgress({
      ...{ dialogs: this.#dialogs, activity: this.watching.activity },
      mayPickUp: (by, number) => this.#mayPickUp(by, number),
      pickupPeers: (by) => this.tables.plan.pickup.sharing(by.number),
    });
    this.#context = this.#makeContext();
    this.#callBacks = new CallBacks(this.#context, this.watching.activity);
  }

  get calls(): ReadonlyMap<string, Call> {
    return this.#calls.all;
  }

  get dialogs(): number {
    return this.#dialogs.size;
  }

  /** The extension at whose phones somebody is to be found: the desk where they are logged in, or their own. */
  seatOf(number: string): Station | undefined {
    const station = this.stations.get(number);
    return station && (this.desks.deskOf(station) ?? station);
  }

  /** A message that the transport received. */
  receive(message: SipMessage, flow: Flow): void {
    this.layer.receive(message, flow);
  }

  /** A connection closed. */
  flowClosed(flow: Flow): void {
    this.registrar.flowClosed(flow);
    for (const call of this.#calls.all.values()) call.flowClosed(flow);
  }

  /** The configuration changed: an extension's record, added or changed. A new secret or a disabled extension ends its registrations. */
  setStation(record: UserAndServices, secretChanged: boolean): void {
    const before = this.stations.get(record.number)?.record;
    const station = this.stations.set(record, secretChanged);
    this.hotDesks.learn(station, before !== undefined && before.desk !== record.desk);
    this.#authentication.refresh();
    if (secretChanged) this.registrar.end(station, 'its secret was changed');
    else if (!record.enabled) this.registrar.end(station, 'the extension was disabled');
    else if (before !== undefined && bindingChanged(before, record))
      this.registrar.end(station, 'what it is bound to was changed');
    else this.registrar.keepNewest(station);
    this.watching.stationChanged(station, secretChanged || (before !== undefined && bindingChanged(before, record)));
    if (before?.enabled !== record.enabled) this.watching.subscriptions.judgeSoon();
  }

  /** Nothing is held against an address any more: what came from there was the system itself. */
  forgive(address: string): void {
    this.#authentication.forgive(address);
  }

  removeStation(number: string): void {
    const station = this.stations.remove(number);
    this.#recent.forget(number);
    this.hotDesks.forget(number);
    this.#authentication.refresh();
    if (station !== undefined) this.registrar.end(station, 'the extension was deleted');
    this.watching.stationRemoved(number);
  }

  /** An administrator ends a registration, named as `keyOfRegistration` does: the device must register again. False: there is none. */
  endRegistration(key: string, why: string): boolean {
    const [, number, id] = /^([0-9]+)-([1-9][0-9]*)$/.exec(key) ?? [];
    return number !== undefined && this.registrar.endOne(number, Number(id), why);
  }

  /** An administrator lets a device look for a new configuration, named as `keyOfRegistration` does. False: there is none. */
  checkSync(key: string): boolean {
    const [number = ''] = key.split('-', 1);
    const station = this.stations.get(number);
    const binding = station?.bindings.find((one) => keyOfRegistration(station, one) === key);
    if (station === undefined || binding === undefined) return false;
    checkSync(this.layer, station, binding, this.#options.secretFor(number));
    return true;
  }

  /** An administrator or the toll guard ends a call; false when there is no such call. */
  endCall(id: string, cause: string): boolean {
    const call = this.#calls.accountedAs(id);
    call?.clear(cause);
    return call !== undefined;
  }

  /** Who talks with the system itself, at this service number, in the call that began with this id; undefined where nobody does now. */
  talkingWith(id: string, service: string): TalkingWith | undefined {
    const call = this.#calls.accountedAs(id);
    return call === undefined ? undefined : talkingWith(call, service);
  }

  /** A phone of the call is told to answer, or to hold it; false where there is none that does so when it is told. */
  control(id: string, control: Control): boolean {
    return this.#calls.all.get(id)?.control(control) ?? false;
  }

  /** Ends all calls, writing their records: the system goes down. */
  clearAll(cause: string): void {
    for (const call of [...this.#calls.all.values()]) call.clear(cause);
  }

  #receive(request: SipMessage, flow: Flow): void {
    if (request.to?.tag !== undefined && request.to.tag !== '') return this.#receiveInDialog(request, flow);
    if (request.method === 'REGISTER') return this.registrar.receive(request, flow);
    if (request.method === 'INVITE') return this.#receiveInvite(request, flow);
    if (request.method === 'SUBSCRIBE' || request.method === 'PUBLISH') return this.watching.receive(request, flow);
    answerOther(request, flow, this.layer);
  }

  #receiveInDialog(request: SipMessage, flow: Flow): void {
    const user = this.#dialogs.find(request);
    if (user === undefined) this.layer.refuse(request, flow, 481);
    else user.onRequest(request, flow);
  }

  #receiveInvite(request: SipMessage, flow: Flow): void {
    const callers = this.#callers;
    const own = this.services.at(flow);
    const trunk = own === undefined ? this.#options.trunks.identify(flow) : undefined;
    const dialled = trunk === undefined ? dialledIn(request) : dialledByTrunk(request, trunk);
    const caller =
      own !== undefined
        ? callers.byService(own, request)
        : trunk === undefined
          ? callers.stationOf(request, flow, dialled)
          : callers.byTrunk(trunk, request, flow);
    if (caller === undefined) return;
    const isFull = this.#calls.all.size >= limits.calls.calls;
    const fault = isFull ? asSip(callCodes.refuse('calls.too-many')) : faultOfInvite(request);
    if (fault !== undefined) return this.layer.refuse(request, flow, fault.status, undefined, fault.headers);
    const key = `${request.callId} ${request.from?.tag ?? ''}`;
    if (this.#inviting.has(key)) return this.layer.refuse(request, flow, 482);
    const transaction = this.layer.open(request, flow);
    if (transaction === undefined) return;
    this.#inviting.add(key);
    const leg = legOfCaller(this.#context, caller, transaction, dialled);
    const call = this.#keep(leg, dialled, transaction, () => this.#inviting.delete(key));
    call.setUp();
  }

  #keep(
    leg: Leg,
    dialled: string,
    transaction: ServerTransaction | undefined,
    over: () => void = () => undefined,
  ): Call {
    const call = new Call(this.#context, leg, dialled, transaction, () => {
      this.#calls.forget(call);
      over();
    });
    this.#calls.all.set(call.id, call);
    return call;
  }

  /** What decides on calls now: the same object until something of it changes. */
  get tables(): Tables {
    const given = this.#options.tables();
    if (this.#tablesOf?.given !== given) {
      const station = (number: string): Station | undefined => this.stations.get(number) ?? this.services.get(number);
      const isBusy = (number: string): boolean => this.watching.activity.isBusy(number);
      this.#tablesOf = { given, made: { ...given, station, isBusy, recent: this.#recent } };
    }
    return this.#tablesOf.made;
  }

  #mayPickUp(by: Station, number: string): boolean {
    const of = this.stations.get(number);
    const { plan } = this.tables;
    const service = serviceOf(by, plan, this.#options.clock.nowMs());
    return of !== undefined && mayPickUp(by, of, { pickup: plan.pickup, service }).ok;
  }

  /** What a feature key asks for; it may do no more than the codes that are dialled. */
  async #changeOwn(...[number, wanted, sourceIp]: Parameters<WatchingGiven['change']>): Promise<boolean> {
    const { clock, note, watching } = this.#options;
    const station = this.stations.get(number);
    if (station === undefined || watching?.change === undefined) return false;
    const allowed = mayForwardByKey(station, wanted, this.tables, clock.nowMs());
    if (allowed.ok) return await watching.change(number, wanted, sourceIp);
    note({
      level: 'medium',
      actor: { user: number, sourceIp, application: 'SIP', context: 'Feature key' },
      action: 'forward refused',
      data: `Extension: ${number}; Reason: ${allowed.refusal.words}; Code: ${allowed.refusal.code}`,
    });
    return false;
  }

  /** A phone that the system has called waits for who it is put through to. */
  #originate(leg: Leg, number: string, exchange: MediaExchange): Call {
    const call = this.#keep(leg, number, undefined);
    call.agree(exchange);
    call.account.feature();
    return call;
  }

  #makeGroups(): GroupMemory {
    const { clock } = this.#options;
    return new GroupMemory({
      ...{ clock, events: this.events },
      station: (number) => this.stations.get(number),
      isBusy: (number) => this.watching.activity.isBusy(number),
    });
  }

  #makeContext(): FeatureContext {
    const { clock, log, book, options, trunks, outside, guard, note, feature } = this.#options;
    return {
      clock,
      log,
      layer: this.layer,
      dialogs: this.#dialogs,
      book,
      events: this.events,
      options,
      tables: (caller) =>
        this.#guesses.heldOff(keyOf(caller)) ? { ...this.tables, accountCodeNamed: nobody } : this.tables,
      guessed: (caller) => void this.#guesses.strike(keyOf(caller)),
      ways: (trunk) => trunks.ways(trunk),
      digestOf: (trunk) => trunks.digestOf(trunk),
      ...{ outside, guard, note, recent: this.#recent },
      activity: this.watching.activity,
      movedInto: (callId, into) => this.#calls.movedInto(callId, into),
      directory: this.#calls,
      parking: new ParkingPlaces(() => this.#context),
      originate: (leg, number, exchange) => this.#originate(leg, number, exchange),
      devices: (station) => this.#callers.devices(station),
      devicesOf: (station) => this.registrar.devices(station),
      groups: this.#makeGroups(),
      feature: async (dialled, { station, desk = station, flow }) => {
        const address = flow.remoteAddress;
        if (dialled.code === 'callBack') return this.#callBacks.want(station, dialled.digits).ok;
        if (dialled.code === 'callBackOff') return this.#callBacks.forget(station);
        if (isSwitch(dialled)) return feature(dialled, station.number, address);
        return dialAtDesk(this.hotDesks, dialled, { desk, person: station, address });
      },
    };
  }
}

const keyOf = (party: Party): string => (party.kind === 'station' ? party.number : party.name);
const nobody = (): undefined => undefined;

/** What names a registration to administrators. */
export const keyOfRegistration = ({ number }: Station, { id }: Binding): string => `${number}-${id}`;

/** Do the devices have to prove themselves anew? */
const bindingChanged = (before: UserAndServices, after: UserAndServices): boolean =>
  before.mac !== after.mac ||
  before.allowedNetworks.join(' ') !== after.allowedNetworks.join(' ') ||
  before.fixedAddress !== after.fixedAddress;
