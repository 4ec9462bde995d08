// What is worth knowing at home: alarms, phones, calls, the last changes. Nothing of what the actor may not see.

import { callsInProgress, registrations, tollGuard } from '#calls';
import { securityChecks } from '#proof';
import type { Actor } from '#security';
import { alarmLines } from './alarm-views.ts';
import type { DoorOptions } from './door-options.ts';
import type { HomeLine } from './portal-protocol.ts';
import type { GradeLine } from './security-protocol.ts';
import { callLines, listenerLines } from './status.ts';
import type { HomeSpentLine, TollSpentLine } from './toll-protocol.ts';

const changesShown = 10;
const callsShown = 100;
const spendersShown = 3;
const noPhones = { secure: 0, insecure: 0, missing: 0 };

/** `security` is how well the system is protected, for those who may see the security checks. */
export async function homeOf(options: DoorOptions, actor: Actor, security: GradeLine): Promise<HomeLine> {
  const { house, network, version, startedAtMs } = options;
  const seen = new Set(house.administration.list(actor).map(({ id }) => id));
  const changes = await house.administration.lastChanges(actor, changesShown);
  const listeners = listenerLines(network);
  return {
    alarms: alarmLines(house.administration, house.alarms, actor),
    phones: network !== undefined && seen.has(registrations.id) ? phones(options) : noPhones,
    calls: network !== undefined && seen.has(callsInProgress.id) ? homeCalls(options) : [],
    changes: changes.map(({ auditId, atMs, by, words, form, key }) => ({ auditId, atMs, by, words, form, key })),
    ...(seen.has(securityChecks.id) ? { security } : {}),
    ...(network !== undefined && seen.has(tollGuard.id) ? { spent: spentOf(network.outside.guard.spent()) } : {}),
    system: { version, startedAtMs, listeners: listeners.filter(({ closedBecause }) => closedBecause === '').length },
  };
}

/** Devices by how they are secured, and enabled extensions that none is registered for. */
function phones({ network, clock }: DoorOptions): HomeLine['phones'] {
  const nowMs = clock.nowMs();
  let [secure, insecure, missing] = [0, 0, 0];
  for (const { record, bindings } of network?.calls.stations.all() ?? []) {
    const live = bindings.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
    const encrypted = live.filter(({ flow }) => flow.secure).length;
    secure += encrypted;
    insecure += live.length - encrypted + (record.fixedAddress === '' ? 0 : 1);
    if (live.length === 0 && record.enabled && record.fixedAddress === '') missing += 1;
  }
  return { secure, insecure, missing };
}

const homeCalls = ({ network }: DoorOptions): HomeLine['calls'] =>
  callLines(network)
    .slice(0, callsShown)
    .map(({ id, caller, called, state, startedAtMs, secure }) => ({
      ...{ id, caller, called, state, startedAtMs },
      secure: secure.startsWith('secure'),
      security: secure,
    }));

/** The rows come with the most first. */
function spentOf(rows: readonly TollSpentLine[]): HomeSpentLine {
  const spent = rows.filter(({ moneyDay }) => moneyDay > 0);
  return {
    day: spent.find(({ scope }) => scope === 'system')?.day ?? '',
    most: spent
      .filter(({ scope }) => scope === 'extension')
      .slice(0, spendersShown)
      .map(({ who, day }) => ({ who, day })),
  };
}
