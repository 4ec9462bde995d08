// The only file that joins rooms: calls with the configuration, the network with calls and the portal, records with all of them.

import { type Log, no, ok, type Refusal, type Result, systemClock } from '#base';
import {
  busyLampLists,
  CallServer,
  callsInProgress,
  classOfService,
  featureChange,
  hotDesksView,
  membersIn,
  networkListeners,
  pickupGroups,
  registrations,
  serviceMode,
  systemOptions,
  type TrunkTable,
  trunkStates,
  usersAndServices,
} from '#calls';
import { auditTrailLogs, callHistory, type Smdr } from '#records';
import { certificatesView, isServiceOn, issuedCertificates } from '#security';
import { closedFlow, type SipMessage, SipTransport } from '#sip';
import type { Changes } from './changes.ts';
import { followLevels } from './follow-levels.ts';
import { deskingOf, giveHotDesks, learnSince } from './hot-desking.ts';
import type { House } from './house.ts';
import { Listeners } from './listeners.ts';
import { whyClosed } from './open-or-closed.ts';
import { Outside } from './outside.ts';
import { followPhoneDoors, phoneTls } from './phone-doors.ts';
import { namesOf } from './portal/configuration.ts';
import { Portal } from './portal/portal.ts';
import type { RefusalLine } from './protocol.ts';
import { bookWith, recordIn, reportedBy } from './smdr-book.ts';
import { openSmdr } from './smdr-desk.ts';
import { SubscriptionBook } from './subscription-book.ts';
import { giveTollBlocks } from './toll-desk.ts';
import { followTrunks, giveTrunkView, openTrunks } from './trunks.ts';
import { giveViews } from './views.ts';
import { Voices } from './voices.ts';

export interface Network {
  readonly calls: CallServer;
  readonly trunks: TrunkTable;
  readonly outside: Outside;
  readonly smdr: Smdr;
  readonly listeners: Listeners;
  readonly portal: Portal;
  readonly voices: Voices;
  /** Returns when the listeners are as they were last asked to be. */
  settled(): Promise<void>;
  /** Open connections of TCP and TLS. */
  readonly connections: number;
  /** Ends all calls with their records written, tells their phones, and closes every door. */
  close(): Promise<void>;
}

export interface Surroundings {
  readonly log: Log;
  readonly changes: Changes;
  readonly refusalLine: (refusal: Refusal) => RefusalLine;
  readonly isStream: (method: string) => boolean;
}

/** How long phones have to agree that their calls have ended. */
const farewellMs = 250;
const lookAgainMs = 10;
const dayMs = 86_400_000;

/** Opens the doors to the network. A listener that cannot be opened refuses the start. */
export async function openNetwork(
  house: House,
  { log, changes, refusalLine, isStream }: Surroundings,
): Promise<Result<Network, readonly Refusal[]>> {
  const configuration = () => house.administration.configuration;
  const outside = await Outside.open({ house, clock: systemClock, log, trunks: () => trunkTable });
  const subscriptions = new SubscriptionBook(house.storage, systemClock, log);
  const voices = await Voices.open({ house, clock: systemClock, log, changes, calls: () => calls });
  const calls: CallServer = makeCalls(
    house,
    log,
    { outside, trunks: () => trunkTable, smdr: () => smdr, subscriptions, voices },
    (way, address, port, serverName) => {
      // What is switched off is not dialled either. Datagrams leave by the listeners of UDP.
      if (way === 'TCP' && !isServiceOn(configuration(), 'sip-tcp')) return closedFlow(way, address, port);
      return transport.flowTo(way, address, port, serverName);
    },
  );
  const transport: SipTransport = new SipTransport({
    log,
    clock: systemClock,
    onMessage: (message, flow) => {
      if (isClosing && isNew(message)) calls.layer.refuse(message, flow, 503, undefined, 'Retry-After: 5\r\n');
      else calls.receive(message, flow);
    },
    onOpened: (flow) => trunkTable.flowOpened(flow),
    onClosed: (flow, why) => {
      calls.flowClosed(flow);
      trunkTable.flowClosed(flow, why);
    },
  });
  const trunkTable = openTrunks(house, transport, calls.layer, log);
  const smdr = await openSmdr({
    ...{ house, changes, clock: systemClock, log },
    isReported: reportedBy(() => calls.tables),
    locationIdOf: (number) => outside.accountOf(calls.seatOf(number)),
  });
  for (const call of house.history.interrupted) recordIn(smdr, call);
  const listeners = new Listeners({
    ...{ transport, log },
    secureContext: (record) => phoneTls(house, record),
    whyClosed: (record) => whyClosed(configuration(), record),
  });
  const trust = () => house.checks.trustAnchors('management');
  const portal = new Portal({ house, log, refusalLine, isStream, trust, onListening: () => listeners.tryAgain() });
  house.accounts.servedAt(() =>
    portal.lines.filter(({ closedBecause }) => closedBecause === '').map(({ port }) => port),
  );
  const doors = { house, listeners, portal, log };
  followChanges(doors, calls);
  voices.follow();
  calls.watching.subscriptions.restoreAll(await subscriptions.all());
  await renew(house);
  followCertificates(doors);
  const levelsFollowed = await followLevels({ ...doors, disconnectPlain: () => transport.disconnectPlain() });
  house.checks.staples.changed.on(() => portal.configure());
  const stopFollowing = followPhoneDoors(house, listeners, transport);
  const started = await listeners.start(house.administration.configuration.records(networkListeners).values());
  if (!started.ok) {
    await Promise.all([transport.shutdown(), outside.close(), voices.close()]);
    return no([started.refusal]);
  }
  calls.watching.subscriptions.tellWaiting();
  const stopFollowingTrunks = followTrunks(house, trunkTable);
  void learnSince(house.administration, calls, log);
  outside.follow(calls);
  tellChanges(house, calls, changes);
  trunkTable.changed.on(() => changes.note(trunkStates.id));
  const stopRenewing = renewDaily(doors);
  let isClosing = false;
  const close = async (): Promise<void> => {
    isClosing = true;
    stopRenewing();
    stopFollowing();
    stopFollowingTrunks();
    calls.clearAll('the system is stopping');
    await voices.close();
    await outside.close();
    await Promise.all([farewell(calls), portal.close(), trunkTable.close()]);
    await transport.shutdown();
    await subscriptions.settled();
  };
  const network: Network = {
    calls,
    trunks: trunkTable,
    outside,
    smdr,
    listeners,
    portal,
    voices,
    settled: async () => {
      await levelsFollowed();
      await listeners.settled();
      await smdr.listeners.settled();
      await portal.settled();
    },
    get connections() {
      return transport.connections;
    },
    close,
  };
  giveViews(house.administration, calls);
  giveTrunkView(house.administration, trunkTable);
  giveHotDesks(house.administration, calls);
  giveTollBlocks(house.administration, outside.guard);
  return ok(network);
}

/** What would begin something while the system is ending. */
const isNew = ({ isRequest, method, to }: SipMessage): boolean =>
  isRequest && (method === 'INVITE' || method === 'REGISTER') && to?.tag === '';

/** Returns when every phone has answered what it was told, or has had the time to. */
async function farewell({ layer }: CallServer): Promise<void> {
  const untilMs = systemClock.steadyMs() + farewellMs;
  while (layer.size > 0 && systemClock.steadyMs() < untilMs)
    await new Promise<void>((resolve) => systemClock.after(lookAgainMs, resolve));
}

/** What shows certificates and follows the configuration. */
interface Doors {
  readonly house: House;
  readonly listeners: Listeners;
  readonly portal: Portal;
  readonly log: Log;
}

/** Sees that the certificates are good for long enough, and for the names that hold today. */
const renew = ({ administration, security }: House): Promise<boolean> =>
  security.identities.renew(namesOf(administration.configuration));

/** The same while running: connections from then on see the new certificates. */
async function look({ house, portal, log }: Doors): Promise<void> {
  try {
    await renew(house);
    portal.configure();
  } catch (fault) {
    log.fault('a certificate could not be renewed', fault);
  }
}

/** Connections from then on see another certificate at once; those that are open stay. */
function followCertificates({ house, listeners, portal }: Doors): void {
  house.managers.codesChanged.on(() => portal.configure());
  house.security.authority.changed.on(() => portal.configure());
  house.security.identities.changed.on((place) => {
    if (place === 'telephony') listeners.renew();
    if (place === 'web' || place === 'device') portal.configure();
  });
}

function renewDaily(doors: Doors): () => void {
  const later = (): (() => void) =>
    systemClock.after(dayMs, () => {
      void look(doors);
      stop = later();
    });
  let stop = later();
  return () => stop();
}

/** What calls ask for when they need it: it is made after them. */
interface Around {
  readonly outside: Outside;
  readonly trunks: () => TrunkTable;
  readonly smdr: () => Smdr;
  readonly subscriptions: SubscriptionBook;
  readonly voices: Voices;
}

function makeCalls(
  house: House,
  log: Log,
  { outside, trunks, smdr, subscriptions, voices }: Around,
  flowTo: SipTransport['flowTo'],
): CallServer {
  const { administration, trail, history } = house;
  return new CallServer({
    clock: systemClock,
    log,
    options: () => administration.configuration.single(systemOptions),
    tables: () => outside.tables(),
    trunks: {
      identify: (flow) => trunks().identify(flow),
      ways: (trunk) => trunks().ways(trunk),
      digestOf: (trunk) => trunks().digestOf(trunk),
      challengeOf: (trunk) => trunks().challengeOf(trunk),
    },
    outside: outside.facts,
    guard: outside.accounting,
    secretFor: (number) => {
      const secret = administration.reveal(usersAndServices, number, 'sipSecret');
      if (!secret.ok) throw new Error(secret.refusal.words);
      return secret.value.reveal();
    },
    book: bookWith(history, smdr),
    note: (fact) => trail.note(fact),
    flowTo,
    ownWay: voices.ownWay,
    desking: deskingOf(administration),
    feature: async (dialled, number, sourceIp) => {
      const actor = { user: number, sourceIp, application: 'SIP', context: 'Feature code' };
      const { form, key, patch } = featureChange(dialled, number);
      const changed = await administration.change(actor, [
        key === undefined ? { kind: 'change', form, patch } : { kind: 'change', form, key, patch },
      ]);
      return changed.ok;
    },
    watching: {
      keeper: subscriptions,
      messagesOf: (number) => voices.voicemail.voicemail.messagesOf(number),
      list: (name) => {
        const list = administration.configuration.records(busyLampLists).get(name);
        return list === undefined ? undefined : membersIn(list.extensions);
      },
      change: async (number, patch, sourceIp) => {
        const actor = { user: number, sourceIp, application: 'SIP', context: 'Feature key' };
        const changed = await administration.change(actor, [
          { kind: 'change', form: usersAndServices.id, key: number, patch: { ...patch } },
        ]);
        return changed.ok;
      },
    },
  });
}

/** Forms that say who may watch whom. */
const ofSight: ReadonlySet<string> = new Set(
  [busyLampLists, classOfService, pickupGroups, serviceMode].map(({ id }) => id),
);

/** The configuration now, and each change of it from now on. */
function followChanges(doors: Doors, calls: CallServer): void {
  const { administration } = doors.house;
  for (const record of administration.configuration.records(usersAndServices).values()) calls.setStation(record, false);
  administration.onChange(usersAndServices, ({ key, after, secrets }) => {
    if (after === undefined) calls.removeStation(key);
    else calls.setStation(after, secrets.includes('sipSecret'));
    if (secrets.includes('pin')) calls.hotDesks.forgive(key);
  });
  administration.onChange(systemOptions, ({ before, after }) => {
    if (before?.realm !== after?.realm) calls.stations.forgetCredentials();
    if (before?.realm !== after?.realm || before?.publicNames !== after?.publicNames) void look(doors);
  });
  administration.changed.on(({ form }) => ofSight.has(form) && calls.watching.subscriptions.judgeSoon());
  administration.onChange(networkListeners, ({ key, after }) => {
    doors.portal.configure();
    void doors.listeners.apply(key, after);
  });
}

/** What those who look on are told of. */
function tellChanges({ administration, security }: House, calls: CallServer, changes: Changes): void {
  administration.changed.on(({ form, key }) => {
    changes.note(form, key);
    if (form === usersAndServices.id) changes.note(hotDesksView.id);
    changes.note(auditTrailLogs.id);
  });
  security.identities.changed.on(() => changes.note(certificatesView.id));
  security.authority.changed.on(() => changes.note(issuedCertificates.id));
  calls.registrar.events.on(({ kind }) => kind !== 'refreshed' && changes.note(registrations.id));
  calls.events.on(({ kind }) => {
    changes.note(callsInProgress.id);
    if (kind === 'ended') changes.note(callHistory.id);
  });
}
