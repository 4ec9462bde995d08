// The house without its doors to the network: data directory, database, keys, records and configuration, opened in order.

import { Administration, type ChangeRefusal, rowsSource } from '#administration';
import { Alarms } from '#alarms';
import { type Log, no, ok, type Refusal, type Result, systemClock } from '#base';
import { phoneSwitches, systemOptions } from '#calls';
import { type Configuration, makeRegistry } from '#forms';
import { type AuditFact, AuditTrail, auditTrailSettings, CallHistory, TimeWatch } from '#records';
import {
  Accounts,
  type Clients,
  isSealedBefore,
  type KeptValues,
  type Managers,
  makeAccess,
  makeFirstAccounts,
  openMasterKey,
  openSecurity,
  PasswordKeeper,
  Passwords,
  type PeerChecks,
  type Security,
  secondFactorsView,
  sessionsView,
  systemActor,
  systemSecurityManagement,
  Uploads,
  writePublicFiles,
} from '#security';
import { type DataDirectory, openDataDirectory, openStorage, type Storage } from '#storage';
import { giveAlarmViews } from './alarm-views.ts';
import type { OneTimePassword } from './announce.ts';
import { archiveSeal } from './archive-seal.ts';
import { giveAuditViews } from './audit-views.ts';
import { checkBeforeMaking, checkBeforeWriting, isFirstStart } from './beforehand.ts';
import { joinCertificates } from './certificates.ts';
import { coreCodes } from './core.codes.ts';
import { giveHistoryView } from './history-view.ts';
import { openManagers } from './managers.ts';
import { makePeers } from './peers.ts';
import { namesOf } from './portal/configuration.ts';
import { forms, views } from './product.ts';
import type { CoreSettings } from './settings.ts';

export interface House {
  readonly directory: DataDirectory;
  readonly storage: Storage;
  readonly security: Security;
  readonly trail: AuditTrail;
  readonly history: CallHistory;
  readonly administration: Administration;
  readonly accounts: Accounts;
  readonly managers: Managers;
  readonly alarms: Alarms;
  /** What the last change of the machine's clock was, within a day; blank when there was none. */
  timeChange(): string;
  /** How the certificates of others are judged. */
  readonly checks: PeerChecks;
  /** The clients that are recognised by theirs. */
  readonly clients: Clients;
  /**
   * Makes the first accounts of a new system, on record with them (IAM-1, ADM-7), as the last step of a start. `tell` is
   * given their one-time passwords, none at later starts, before they hold: a start that ends in between leaves nobody
   * with passwords that were never told, and the next one tells others.
   */
  makeFirstAccounts(tell: TellPasswords): Promise<Result<void>>;
  /** Runs `task` when the house closes, before what was opened earlier. */
  whenClosing(task: () => Promise<void> | void): void;
  close(): Promise<void>;
}

export type TellPasswords = (passwords: readonly OneTimePassword[]) => void;

type Opened<T> = Result<T, readonly Refusal[]>;

/** Opens everything, making it at the first start with `settings.first` applied. A refusal leaves nothing open. */
export async function openHouse(settings: CoreSettings, log: Log): Promise<Opened<House>> {
  const mayMake = await checkBeforeMaking(settings);
  if (!mayMake.ok) return no([mayMake.refusal]);
  const directory = openDataDirectory(settings.directory);
  if (!directory.ok) return no([directory.refusal]);
  const opened: (() => Promise<void> | void)[] = [() => directory.value.close()];
  const close = async (): Promise<void> => {
    for (const task of opened.splice(0).reverse()) await task();
  };
  try {
    const house = await openRooms(settings, log, directory.value, opened, close);
    if (!house.ok) await close();
    return house;
  } catch (fault) {
    await close();
    throw fault;
  }
}

async function openRooms(
  settings: CoreSettings,
  log: Log,
  directory: DataDirectory,
  opened: (() => Promise<void> | void)[],
  close: () => Promise<void>,
): Promise<Opened<House>> {
  const clock = systemClock;
  const { databaseUrl } = settings;
  const storage = await openStorage(
    databaseUrl === undefined
      ? { dialect: 'sqlite', directory: directory.path }
      : { dialect: 'postgres', url: databaseUrl.reveal() },
    log,
  );
  if (!storage.ok) return no([storage.refusal]);
  opened.push(() => storage.value.close());
  if (settings.mode === 'init' && !(await isFirstStart(storage.value)))
    return no([coreCodes.refuse('core.already-made', { path: directory.path })]);
  const mayWrite = await checkBeforeWriting(settings, storage.value);
  if (!mayWrite.ok) return mayWrite;
  const security = await openKeys(settings, storage.value, log);
  if (!security.ok) return no([security.refusal]);
  writePublicFiles(directory.path, security.value);
  const trail = await AuditTrail.open({
    storage: storage.value,
    directory,
    clock,
    log,
    signingKey: security.value.auditKey.signingKey,
    seal: archiveSeal(security.value.sealer),
  });
  opened.push(() => trail.close());
  const alarms = await Alarms.open({ storage: storage.value, trail, clock, log });
  opened.push(() => alarms.close());
  const history = await CallHistory.open({ storage: storage.value, directory, clock, log });
  opened.push(() => history.close());
  const configuration = () => administration.configuration;
  const passwords = new Passwords();
  const keeper = new PasswordKeeper({
    passwords,
    clock,
    previousPasswordLimit: () => configuration().single(systemSecurityManagement).previousPasswordLimit,
  });
  const access = makeAccess({ configuration, clock, phone: phoneSwitches });
  const administration: Administration = new Administration({
    registry: makeRegistry(forms, views),
    storage: storage.value,
    trail,
    sealer: security.value.sealer,
    log,
    clock,
    may: access.may,
    duties: access.duties,
    guard: access.guard,
    hashed: keeper,
    intake: new Uploads({ clock, names: () => namesOf(configuration()) }),
  });
  const loaded = await administration.load();
  if (!loaded.ok) return loaded;
  const added = await administration.addFirstRecords(systemActor('Start'), settings.first);
  if (!added.ok) return no(added.refusal.map(withoutPlace));
  await joinCertificates({ administration, security: security.value, storage: storage.value, trail, log });
  opened.push(() => security.value.authority.close());
  const parts = { storage: storage.value, trail, passwords, keeper, clock, log };
  const accounts = await Accounts.open({
    ...{ desk: administration, ...parts, sealer: security.value.sealer },
    systemName: () => configuration().single(systemOptions).systemName,
    names: () => namesOf(configuration()),
  });
  opened.push(() => accounts.close());
  const managers = await openManagers({ ...parts, administration, security: security.value, accounts });
  opened.push(() => managers.close());
  giveSessionsView(administration, accounts);
  giveFactorsView(administration, accounts);
  giveHistoryView(administration, history);
  giveAuditViews(administration, trail, [...forms, ...views]);
  giveAlarmViews(administration, alarms);
  const watched = settings.mode === 'run' ? watchTrail(trail, configuration) : undefined;
  opened.push(() => watched?.close());
  return ok({
    directory,
    storage: storage.value,
    security: security.value,
    trail,
    history,
    administration,
    accounts,
    managers,
    alarms,
    timeChange: () => watched?.timeChange() ?? '',
    ...makePeers({ security: security.value, managers, configuration, clock, log }),
    makeFirstAccounts: async (tell) => {
      if (await isFirstStart(storage.value)) return writeFirstAccounts(administration, tell);
      tell([]);
      return ok(undefined);
    },
    whenClosing: (task) => void opened.push(task),
    close,
  });
}

async function openKeys(settings: CoreSettings, storage: Storage, log: Log): Promise<Result<Security>> {
  const values: KeptValues = {
    get: (name) => storage.system.get(name),
    set: (name, value) => storage.transaction((tx) => storage.system.put(tx, name, value)),
  };
  const path = settings.masterKeyPath;
  const master = openMasterKey(path, await isSealedBefore(values));
  if (!master.ok) return master;
  const parts = { values, clock: systemClock, log, names: [] };
  return await openSecurity({ master: master.value, masterKeyPath: path, ...parts });
}

interface TrailWatch {
  timeChange(): string;
  close(): void;
}

const dayMs = 86_400_000;

/** What goes on by itself while the system runs: older entries go into archives, and who sets the clock is on record. */
function watchTrail(trail: AuditTrail, configuration: () => Configuration): TrailWatch {
  let [timeChange, changedAtMs] = ['', 0];
  const note = (fact: AuditFact): void => {
    [timeChange, changedAtMs] = [fact.data, systemClock.steadyMs()];
    trail.note(fact);
  };
  const watch = new TimeWatch({ clock: systemClock, note, lastEntryMs: trail.openedAfterMs });
  trail.startArchiving({
    entriesOnLine: () => configuration().single(auditTrailSettings).entriesOnLine,
    system: () => configuration().single(systemOptions).systemName,
  });
  return {
    timeChange: () => (systemClock.steadyMs() - changedAtMs < dayMs ? timeChange : ''),
    close: () => watch.close(),
  };
}

/** The view of sessions marks the one that asks. */
function giveSessionsView(administration: Administration, accounts: Accounts): void {
  administration.source(sessionsView, {
    query: (query, actor) => rowsSource(sessionsView, () => accounts.sessionRecords(actor)).query(query, actor),
    count: () => accounts.sessionCount,
    act: (actor, _, id) => accounts.endSession(actor, id),
  });
}

function giveFactorsView(administration: Administration, { factors }: Accounts): void {
  const rows = () => factors.records();
  administration.source(
    secondFactorsView,
    rowsSource(secondFactorsView, rows, (actor, _, id) => factors.removeOther(actor, id)),
  );
}

/** Told before they hold, inside the transaction that makes them. */
async function writeFirstAccounts(administration: Administration, tell: TellPasswords): Promise<Result<void>> {
  const accounts = makeFirstAccounts();
  const changes = accounts.map(({ change }) => change);
  const passwords = accounts.map(({ loginId, displayName, oneTimePassword: password }) => ({
    ...{ loginId, displayName, password },
  }));
  const also = async () => tell(passwords);
  const made = await administration.change(systemActor('First start'), changes, { also });
  if (made.ok) return ok(undefined);
  const [first] = made.refusal;
  if (first === undefined) throw new Error('the first accounts were refused without a reason');
  return no(withoutPlace(first));
}

const withoutPlace = ({ code, words, field, form }: ChangeRefusal): Refusal => ({
  code,
  words: field === undefined ? words : `${form}.${field}: ${words}`,
});
