// The door that requests come through: what is asked on the local socket and by the portal, answered from the rooms.

import { ok } from '#base';
import { systemOptions } from '#calls';
import type { Drift } from '#proof';
import { auditTrailLogs } from '#records';
import { type Actor, type FactorDesk, secondFactorsView, sessionsView } from '#security';
import { openAcme, ordering } from './acme-desk.ts';
import { type AlarmDesk, openAlarmDesk } from './alarm-desk.ts';
import { openAuditDoor } from './audit-door.ts';
import type { CoreDoor, WriteChunk } from './core-door.ts';
import type { DoorOptions } from './door-options.ts';
import { Drills } from './drill.ts';
import { openEmergency } from './emergency-door.ts';
import { homeOf } from './home.ts';
import type { House } from './house.ts';
import { openProof } from './proof.ts';
import { printImported } from './requests/forms.ts';
import { makeRoutingDoor, testerTables } from './routing-door.ts';
import { openScheduler } from './schedule-desk.ts';
import { makeSecurityDoor } from './security-door.ts';
import { makeServices } from './services.ts';
import { Setup } from './setup.ts';
import { callLines, registrationLines, statusOf } from './status.ts';
import { makeTollDoor } from './toll-desk.ts';
import { trunkDoor } from './trunks.ts';
import { Works } from './work.ts';

export async function makeDoor(options: DoorOptions): Promise<CoreDoor> {
  const { house, accounts, network, changes, stop } = options;
  const { administration, history, security } = house;
  const setup = await Setup.open(options);
  const audit = await openAuditDoor(house, options.startedAtMs);
  const alarms = await openAlarmDesk(options, () => audit.damage);
  const onDrift = (drift: Drift | undefined): void => house.alarms.set('security-profile', drift);
  const proof = await openProof({ ...options, damage: () => audit.damage, onDrift });
  const acme = await openAcme(options);
  const emergency = openEmergency(options, alarms);
  await openScheduler(options, { acme, emergencyTest: emergency.task });
  const settings = () => administration.configuration.single(systemOptions);
  return {
    status: () => statusOf(options, proof.standing),
    stop,
    administration,
    accounts: notedAccounts(options, alarms),
    services: makeServices({ ...house, configuration: () => administration.configuration }),
    managers: house.managers,
    security: makeSecurityDoor(house, proof),
    emergency,
    trunks: trunkDoor(house, network?.trunks),
    drills: new Drills({ house, network, clock: options.clock }),
    routing: makeRoutingDoor(options.clock, () => testerTables(administration.configuration, network?.calls.tables)),
    toll: makeTollDoor({
      configuration: () => administration.configuration,
      station: (number) => network?.calls.stations.get(number),
      guard: network?.outside.guard,
    }),
    works: new Works({ ...options, administration, printImported }),
    exportForm: async (actor, { form, format }, write) => {
      const exported = await administration.exportRecords(actor, form, format);
      if (!exported.ok) return exported;
      await writeInPieces(exported.value, write);
      const summary = administration.list(actor).find(({ id }) => id === form);
      return ok(summary?.records ?? 0);
    },
    ...{ auditList: audit.auditList, auditVerify: audit.auditVerify, auditExport: audit.auditExport },
    ...{ auditArchives: audit.auditArchives, auditArchiveExport: audit.auditArchiveExport },
    historyList: (page) => history.list({ limit: settings().defaultCallHistoryRecords, ...page }),
    registrations: () => registrationLines(network),
    calls: () => callLines(network),
    authority: () => security.authority.facts,
    certificates: security.authority,
    orderCertificates: ordering(acme),
    welcome: () => ({ systemName: settings().systemName, banner: accounts.banner() }),
    home: (actor) => homeOf(options, actor, proof.standing),
    events: (session, write, signal) => {
      const sees = (what: string): boolean => seen(administration, session.actor('events'), what);
      return changes.watch(session, sees, write, signal);
    },
    setup: async (actor) => {
      await network?.settled();
      return setup.show(actor);
    },
    setupDue: (actor) => setup.isDue(actor),
    setupDone: (actor) => setup.finish(actor),
  };
}

/** Accounts, of whose sessions those who look on are told. */
function notedAccounts({ accounts, changes }: DoorOptions, alarms: AlarmDesk): CoreDoor['accounts'] {
  const noted = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work;
    changes.note(sessionsView.id);
    changes.note(secondFactorsView.id);
    changes.note(auditTrailLogs.id);
    return done;
  };
  return {
    passwordRules: () => accounts.passwordRules(),
    session: (shown, isChanging) => accounts.session(shown, isChanging),
    users: () => accounts.users(),
    login: async (wish) => {
      const done = await noted(accounts.login(wish));
      alarms.noteLogin(done);
      return done;
    },
    logout: (shown) => noted(accounts.logout(shown)),
    changePassword: (...given) => noted(accounts.changePassword(...given)),
    unlock: (...given) => noted(accounts.unlock(...given)),
    resetPassword: (...given) => noted(accounts.resetPassword(...given)),
    factors: notedFactors(accounts.factors, noted),
  };
}

/** Those who look on are told of what was done with second factors. */
function notedFactors(
  factors: FactorDesk,
  noted: <T>(work: Promise<T>) => Promise<T>,
): CoreDoor['accounts']['factors'] {
  return {
    own: (...given) => factors.own(...given),
    beginTotp: (...given) => factors.beginTotp(...given),
    finishTotp: (...given) => noted(factors.finishTotp(...given)),
    beginPasskey: (...given) => factors.beginPasskey(...given),
    finishPasskey: (...given) => noted(factors.finishPasskey(...given)),
    renewRecovery: (...given) => noted(factors.renewRecovery(...given)),
    remove: (...given) => noted(factors.remove(...given)),
    reset: (...given) => noted(factors.reset(...given)),
  };
}

/** Whether the actor may see the form or view; asked often, it must not be on record. */
const seen = (administration: House['administration'], actor: Actor, what: string): boolean =>
  administration.list(actor).some(({ id }) => id === what);

const pieceLength = 65_536;

async function writeInPieces(text: string, write: WriteChunk): Promise<void> {
  for (let start = 0; start < text.length; start += pieceLength) await write(text.slice(start, start + pieceLength));
}
