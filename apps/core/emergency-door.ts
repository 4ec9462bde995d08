// The self-test of emergency calls as requests and the scheduler ask for it: with what calls decide now.

import { no, type Result } from '#base';
import { decide, emergencyCodes, numbering, parseFixedAddress, type Station } from '#calls';
import type { Task } from '#schedule';
import type { AlarmDesk } from './alarm-desk.ts';
import type { EmergencyDoor } from './core-door.ts';
import type { DoorOptions } from './door-options.ts';
import { EmergencyDesk, type EmergencyWays } from './emergency-desk.ts';
import type { EmergencyTestLine } from './emergency-protocol.ts';
import type { Network } from './wire.ts';

/** While the system is offline no phone is there, and nothing is tested. */
export function openEmergency(options: DoorOptions, alarms: AlarmDesk): EmergencyDoor & { readonly task: Task } {
  const { house, network } = options;
  if (network === undefined) return { test: async () => offline(), task: async () => offline() };
  const desk = new EmergencyDesk(options);
  house.whenClosing(() => desk.close());
  const ways = waysOf(options, network, alarms);
  return {
    test: async (): Promise<Result<EmergencyTestLine>> => ({ ok: true, value: await desk.test(ways) }),
    task: () => desk.task(ways),
  };
}

const offline = (): Result<never> => no(emergencyCodes.refuse('calls.emergency-offline'));

function waysOf({ house }: DoorOptions, { calls }: Network, alarms: AlarmDesk): EmergencyWays {
  const { stations } = calls;
  const tables = {
    station: (number: string) => stations.get(number),
    get numbering() {
      return house.administration.configuration.single(numbering);
    },
  };
  return {
    stations: () => stations.all(),
    modes: [{ name: '', decide: ({ caller, dialled }) => decide({ caller, dialled }, tables) }],
    isUp: ({ record }) => record.enabled,
    isRoute: () => false,
    addressOf,
    destinations: () =>
      alarms
        .destinations()
        .filter(({ sends }) => sends === 'alarms')
        .map(({ destination, trouble }) => ({ name: destination, trouble })),
  };
}

/** Where the device of a station is. */
const addressOf = ({ bindings, record }: Station): string =>
  bindings[0]?.flow.remoteAddress ?? parseFixedAddress(record.fixedAddress)?.address ?? '';
