// Tables made of a configuration alone, for whoever asks what would become of a call without the calls that are going on.

import type { Configuration } from '#forms';
import { numbering } from '../numbering/numbering.form.ts';
import { serviceNumbers } from '../services/service-numbers.form.ts';
import { stationRecord } from '../services/service-table.ts';
import { Station } from '../stations/station.ts';
import { usersAndServices } from '../stations/users-and-services.form.ts';
import { Trunk } from '../trunks/trunk.ts';
import { trunks } from '../trunks/trunks.form.ts';
import { compileRouting } from './plan.ts';
import type { Tables } from './tables.ts';

/** What is not in the configuration's forms of routing: who else is to be asked. */
export type OtherLooks = Pick<Tables, 'emergency' | 'guard' | 'accountCodeNamed' | 'isUp'>;

export function tablesOf(configuration: Configuration, looks: OtherLooks): Tables {
  const stations = new Map<string, Station>();
  const lines = new Map(
    configuration
      .records(trunks)
      .entries()
      .map(([name, record]) => [name, new Trunk(record)]),
  );
  return {
    ...looks,
    station(number) {
      const station = stations.get(number) ?? made(configuration, number);
      if (station !== undefined) stations.set(number, station);
      return station;
    },
    trunk: (name) => lines.get(name),
    trunks: () => lines.values(),
    numbering: configuration.single(numbering),
    plan: compileRouting(configuration),
  };
}

function made(configuration: Configuration, number: string): Station | undefined {
  const record = configuration.records(usersAndServices).get(number);
  if (record !== undefined) return new Station(record);
  const service = configuration.records(serviceNumbers).get(number);
  return service && new Station(stationRecord(service), service);
}
