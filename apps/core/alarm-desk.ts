// What goes on with alarms while the system runs: conditions are looked for, and whoever is to be told is told.

import { hostname } from 'node:os';
import {
  alarmDelivery,
  alarmsView,
  Deliveries,
  type DestinationRecord,
  destinationsView,
  syslogReceivers,
} from '#alarms';
import type { Result } from '#base';
import { systemOptions } from '#calls';
import { httpFetch } from '#outbound';
import { auditTrailLogs } from '#records';
import { isInterfaceOn } from '#security';
import { AlarmFeed } from './alarm-feed.ts';
import { giveAlarmViews } from './alarm-views.ts';
import type { DoorOptions } from './door-options.ts';
import { outgoingOf } from './outgoing.ts';

export interface AlarmDesk {
  /** A login has ended so: many that were refused are an alarm. */
  noteLogin(result: Result<unknown, unknown>): void;
  /** Where alarms and the audit trail are sent, and how each stands. */
  destinations(): readonly DestinationRecord[];
}

/** While the system is offline nothing is looked for and nobody told. */
export async function openAlarmDesk(options: DoorOptions, damage: () => string): Promise<AlarmDesk> {
  const { house, changes, network } = options;
  if (network === undefined) return { noteLogin: () => undefined, destinations: () => [] };
  house.alarms.changed.on(() => {
    changes.note(alarmsView.id);
    changes.note(auditTrailLogs.id);
  });
  house.alarms.told.on(() => changes.note(destinationsView.id));
  const deliveries = await openDeliveries(options);
  giveAlarmViews(house.administration, house.alarms, deliveries);
  const feed = new AlarmFeed(options, damage);
  house.whenClosing(async () => {
    feed.close();
    await deliveries.close();
  });
  return {
    noteLogin: (result) => {
      if (result.ok) return;
      feed.refusedLogins.note();
      feed.lookSoon();
    },
    destinations: () => deliveries.rows(),
  };
}

async function openDeliveries({ house, clock, log, version }: DoorOptions): Promise<Deliveries> {
  const { administration, alarms, trail, storage } = house;
  const configuration = () => administration.configuration;
  const deliveries = await Deliveries.open({
    ...{ alarms, trail, storage, clock, log, version, configuration, fetch: httpFetch },
    reveal: (form, key, field) => administration.reveal(form, key, field),
    tls: (withDevice) => outgoingOf(house, withDevice),
    mayMailInClear: () => isInterfaceOn(configuration(), 'smtp-clear'),
    names: () => ({ system: configuration().single(systemOptions).systemName, host: hostname() }),
  });
  administration.onChange(alarmDelivery, () => void deliveries.follow(alarmDelivery.id));
  administration.onChange(syslogReceivers, ({ key }) => void deliveries.follow(syslogReceivers.id, key));
  return deliveries;
}
