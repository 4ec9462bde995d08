// Proof joined to the rest of the house: the world that it looks at, what it is told of, and what surfaces ask it for.

import { type Administration, rowsSource } from '#administration';
import { type Clock, type Log, limits } from '#base';
import { type NetworkListener, networkListeners } from '#calls';
import { type Configuration, isEveryAddress } from '#forms';
import {
  askAll,
  type Drift,
  type HistoryMoment,
  type Live,
  openPorts,
  Proof,
  type ReportLine,
  type SecurityCheck,
  type SecurityMoment,
  type Spoken,
  securityChecks,
  securityHistory,
  securityProfile,
  type Target,
  unlistedOf,
} from '#proof';
import type { Changes } from './changes.ts';
import type { House } from './house.ts';
import type { ListenerLine } from './protocol.ts';
import { listenerLines } from './status.ts';
import type { Network } from './wire.ts';
import { worldOf } from './world.ts';

export interface ProofParts {
  readonly house: House;
  /** None while the system is offline. */
  readonly network: Network | undefined;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly log: Log;
  /** What was found wrong with the audit trail; blank when nothing was. */
  readonly damage: () => string;
  /** Tells alarms; `undefined` ends the one of drift. */
  readonly onDrift: (drift: Drift | undefined) => void;
}

/** Opens it, gives its views their rows, and lets it follow what changes; while the system runs it looks by itself. */
export async function openProof(parts: ProofParts): Promise<Proof> {
  const { house, network, changes, clock, log, onDrift } = parts;
  const { administration, security, storage } = house;
  const proof = await Proof.open({
    ...{ clock, log, storage, onDrift },
    live: network === undefined ? undefined : () => askNetwork(network, administration.configuration, clock),
    world: (live) => worldOf(house, live, clock.nowMs(), parts.damage()),
    adopted: () => administration.configuration.single(securityProfile).profile,
    onLook: () => {
      changes.note(securityChecks.id);
      changes.note(securityHistory.id);
    },
  });
  administration.changed.on(({ form }) => proof.changed(form));
  security.identities.changed.on(() => proof.changed());
  giveRows(administration, proof);
  house.whenClosing(() => proof.close());
  if (network !== undefined) proof.start();
  return proof;
}

/** Asks every open listener, once all are as they were last asked to be. */
async function askNetwork(network: Network, configuration: Configuration, clock: Clock): Promise<Live> {
  await network.settled();
  const atMs = clock.nowMs();
  const targets = targetsOf(listenerLines(network), configuration);
  const before = await openPorts(process.pid);
  const listeners = await askAll(targets, clock);
  const after = await openPorts(process.pid);
  if (before === undefined || after === undefined) return { atMs, listeners, unlisted: undefined };
  // What is open only for a moment takes no connections.
  const stays = new Set(unlistedOf(after, targets));
  return { atMs, listeners, unlisted: unlistedOf(before, targets).filter((port) => stays.has(port)) };
}

/** The listeners that are open, whatever their settings say; what is spoken there is of the record of their name. */
export function targetsOf(lines: readonly ListenerLine[], configuration: Configuration): readonly Target[] {
  const records = configuration.records(networkListeners);
  return lines
    .filter(({ closedBecause }) => closedBecause === '')
    .map(({ name, transport, address, port }) => ({
      ...{ name, port, address: reachedAt(address) },
      speaks: spokenBy[records.get(name)?.service ?? ''] ?? (transport === 'UDP' ? 'sip-udp' : 'tls'),
    }));
}

const spokenBy: Readonly<Partial<Record<NetworkListener['service'] | '', Spoken>>> = {
  ...{ https: 'https', http: 'http', management: 'tls' },
  ...{ 'sip-tls': 'sip-tls', 'sip-tcp': 'sip-tcp', 'sip-udp': 'sip-udp' },
  ...{ smdr: 'smdr', 'smdr-tls': 'smdr-tls' },
};

/** From this machine itself. */
function reachedAt(address: string): string {
  if (!isEveryAddress(address)) return address;
  return address.includes(':') ? '::1' : '127.0.0.1';
}

function giveRows(administration: Administration, proof: Proof): void {
  administration.source(
    securityChecks,
    rowsSource(securityChecks, () => proof.lines.map(checkRow)),
  );
  administration.source(securityHistory, {
    count: () => proof.moments,
    query: async (query, actor) => {
      const rows = (await proof.history(limits.proof.history)).map(momentRow);
      return rowsSource(securityHistory, () => rows).query(query, actor);
    },
  });
}

const momentOf = (ms: number): string => (ms === 0 ? '' : new Date(ms).toISOString());
const longest = 2_000;

const checkRow = ({ changedAtMs, evidence, ...line }: ReportLine): SecurityCheck => ({
  ...line,
  evidence: evidence.slice(0, longest),
  changed: momentOf(changedAtMs),
});

const momentRow = ({ id, atMs, moved, ...rest }: HistoryMoment): SecurityMoment => ({
  ...rest,
  id: String(id),
  at: momentOf(atMs),
  moved: moved
    .map((line) => `${line.id}: ${line.from} → ${line.to}`)
    .join('; ')
    .slice(0, longest),
});
