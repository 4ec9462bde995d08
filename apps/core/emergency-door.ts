// The self-test of emergency calls as requests and the scheduler ask for it: with what calls decide now.

import { no, type Result } from '#base';
import { decide, emergencyCodes, parseFixedAddress, routeLists, routes, type Station, type Tables } from '#calls';
import type { Form } from '#forms';
import type { Task } from '#schedule';
import type { AlarmDesk } from './alarm-desk.ts';
import type { EmergencyDoor } from './core-door.ts';
import type { DoorOptions } from './door-options.ts';
import type { EmergencyWays } from './emergency-desk.ts';
import type { EmergencyTestLine } from './emergency-protocol.ts';
import type { Network } from './wire.ts';

/** While the system is offline no phone is there, and nothing is tested. */
export function openEmergency(options: DoorOptions, alarms: AlarmDesk): EmergencyDoor & { readonly task: Task } {
  const { network } = options;
  if (network === undefined) return { test: async () => offline(), task: async () => offline() };
  const { emergency: desk } = network.outside;
  const ways = waysOf(options, network, alarms);
  return {
    test: async (): Promise<Result<EmergencyTestLine>> => ({ ok: true, value: await desk.test(ways) }),
    task: () => desk.task(ways),
  };
}

const offline = (): Result<never> => no(emergencyCodes.refuse('calls.emergency-offline'));

function waysOf({ house }: DoorOptions, { calls, trunks }: Network, alarms: AlarmDesk): EmergencyWays {
  const isThere = (form: Form, key: string): boolean => house.administration.configuration.records(form).has(key);
  return {
    stations: () => calls.stations.all(),
    modes: modes.map((mode) => ({
      name: mode,
      decide: (attempt) => decide(attempt, inMode(calls.tables, mode)),
    })),
    isUp: (trunk) => trunks.isUp(trunk),
    isRoute: (key) => isThere(routes, key) || isThere(routeLists, key),
    addressOf,
    destinations: () =>
      alarms
        .destinations()
        .filter(({ sends }) => sends === 'alarms')
        .map(({ destination, trouble }) => ({ name: destination, trouble })),
  };
}

const modes = ['day', 'night1', 'night2'] as const;

const inMode = (tables: Tables, mode: (typeof modes)[number]): Tables => ({
  ...tables,
  plan: { ...tables.plan, times: tables.plan.times.inMode(mode) },
});

/** Where the device of a station is. */
const addressOf = ({ bindings, record }: Station): string =>
  bindings[0]?.flow.remoteAddress ?? parseFixedAddress(record.fixedAddress)?.address ?? '';
