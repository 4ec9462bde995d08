// The door that requests come through: what is asked on the local socket, answered from the rooms.

import { ok } from '#base';
import { systemOptions, usersAndServices } from '#calls';
import type { AuditEntry, TrailReport } from '#records';
import type { Actor } from '#security';
import type { CoreDoor, WriteChunk } from './core-door.ts';
import type { House } from './house.ts';
import type { AuditLine, CallLine, RegistrationLine, StatusLine, VerdictLine } from './protocol.ts';
import type { Network } from './wire.ts';

export interface DoorOptions {
  readonly house: House;
  /** None while the system is offline. */
  readonly network: Network | undefined;
  readonly version: string;
  readonly startedAtMs: number;
  readonly stop: (actor: Actor) => void;
}

export function makeDoor(options: DoorOptions): CoreDoor {
  const { house, network, stop } = options;
  const { administration, trail, history, security } = house;
  return {
    status: async () => {
      await network?.listeners.settled();
      return statusOf(options);
    },
    stop,
    administration,
    importForm: (actor, { form, text, ...manner }) => administration.importRecords(actor, form, text, manner),
    exportForm: async (actor, { form, format }, write) => {
      const exported = await administration.exportRecords(actor, form, format);
      if (!exported.ok) return exported;
      await writeInPieces(exported.value, write);
      const summary = administration.list(actor).find(({ id }) => id === form);
      return ok(summary?.records ?? 0);
    },
    auditList: async (filter) => {
      await trail.flush();
      return (await trail.list(filter)).map(auditLine);
    },
    auditVerify: async () => {
      await trail.flush();
      return verdictOf(await trail.verify());
    },
    auditExport: async (actor, write) => {
      await trail.flush();
      await house.storage.transaction((tx) =>
        trail.append(tx, { level: 'medium', actor, action: 'export', data: 'Audit trail' }),
      );
      let lines = 0;
      for await (const line of trail.export(administration.configuration.single(systemOptions).systemName)) {
        await write(`${line}\n`);
        lines += 1;
      }
      return ok(lines);
    },
    historyList: (page) =>
      history.list({ limit: administration.configuration.single(systemOptions).defaultCallHistoryRecords, ...page }),
    registrations: () => (network === undefined ? [] : registrationsOf(network)),
    calls: () => (network === undefined ? [] : callsOf(network)),
    authority: () => security.authority.facts,
  };
}

function statusOf({ house, network, version, startedAtMs }: DoorOptions): StatusLine {
  const { authority } = house.security;
  const stations = network?.calls.stations.all() ?? [];
  let registrations = 0;
  for (const station of stations) registrations += station.bindings.length;
  return {
    state: network === undefined ? 'offline' : 'running',
    version,
    pid: process.pid,
    directory: house.directory.path,
    startedAtMs,
    listeners: network?.listeners.lines ?? [],
    extensions: house.administration.configuration.records(usersAndServices).size,
    registrations,
    calls: network?.calls.calls.size ?? 0,
    connections: network?.connections ?? 0,
    dialogs: network?.calls.dialogs ?? 0,
    transactions: network?.calls.layer.size ?? 0,
    authorityFingerprint: authority.facts.fingerprint,
    certificateEndsMs: authority.telephonyEndsMs,
  };
}

const registrationsOf = ({ calls }: Network): RegistrationLine[] =>
  [...calls.stations.all()].flatMap(({ number, record, bindings }) =>
    bindings.map(({ contact, flow, userAgent, expiresAtMs }) => ({
      extension: number,
      name: record.name,
      contact,
      address: `${flow.remoteAddress}:${flow.remotePort}`,
      transport: flow.transport,
      tlsVersion: flow.tls?.version ?? '',
      tlsSuite: flow.tls?.suite ?? '',
      userAgent,
      expiresAtMs,
    })),
  );

const callsOf = ({ calls }: Network): CallLine[] =>
  [...calls.calls.values()].map((call) => ({
    id: call.id,
    caller: call.account.caller.number,
    called: call.account.calledParty.number || call.dialled,
    state: call.state,
    startedAtMs: call.account.startedAtMs,
    answeredAtMs: call.account.answeredAtMs,
    secure: call.state === 'talking' ? (call.security.secure ? `secure, ${call.security.suite}` : 'not secure') : '',
  }));

const auditLine = ({ id, atMs, level, user, sourceIp, application, context, action, data }: AuditEntry): AuditLine => ({
  id,
  atMs,
  level,
  user,
  sourceIp,
  application,
  context,
  action,
  data,
});

export const verdictOf = ({ entries, lastId, checkpoints, finding }: TrailReport): VerdictLine => ({
  intact: finding === undefined,
  entries,
  words:
    finding?.words ??
    `All ${entries} entries up to number ${lastId} are there, unaltered and in order, under ${checkpoints} signed checkpoints.`,
});

const pieceLength = 65_536;

async function writeInPieces(text: string, write: WriteChunk): Promise<void> {
  for (let start = 0; start < text.length; start += pieceLength) await write(text.slice(start, start + pieceLength));
}
