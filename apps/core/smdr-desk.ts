// SMDR joined to the rest of the house: its options, its listeners, what TLS shows there, and its way to a collector.

import { type Clock, type Log, limits, no } from '#base';
import { networkListeners } from '#calls';
import { connectTo, systemResolve } from '#outbound';
import {
  type CollectorPlace,
  type ConnectCollector,
  type IsReported,
  recordsCodes,
  Smdr,
  type SmdrListenerRecord,
  type SmdrTls,
  smdrDelivery,
  smdrOptions,
  smdrRecords,
} from '#records';
import { isInterfaceOn, tlsOptions, tlsSecurityLevels, unsecuredInterfaces } from '#security';
import type { Changes } from './changes.ts';
import type { House } from './house.ts';
import { levelOf, whyClosed } from './open-or-closed.ts';
import { outgoingOf } from './outgoing.ts';
import { giveSmdrViews } from './smdr-views.ts';

export interface SmdrParts {
  readonly house: House;
  readonly changes: Pick<Changes, 'note'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly isReported: IsReported;
  /** The identifier of an extension's location: three digits; undefined where it has none. */
  readonly locationIdOf: (number: string) => string | undefined;
}

/** Opens what was recorded and its listeners, and follows the configuration. It closes with the house, after the last call. */
export async function openSmdr({ house, changes, ...parts }: SmdrParts): Promise<Smdr> {
  const { administration, directory, trail, security } = house;
  const configuration = () => administration.configuration;
  const smdr = await Smdr.open({
    ...{ directory, ...parts },
    options: () => configuration().single(smdrOptions),
    note: (fact) => trail.note(fact),
    mayLeaveInClear: () => isInterfaceOn(configuration(), 'smdr'),
    connect: (place) => connectCollector(house, place, parts.clock),
    secureContext: (record) => shownTo(house, record),
    whyClosed: (record) => {
      const listener = configuration().records(networkListeners).get(record.name);
      return listener === undefined ? '' : whyClosed(configuration(), listener);
    },
    onChange: () => {
      changes.note(smdrRecords.id);
      changes.note(smdrDelivery.id);
    },
  });
  giveSmdrViews(administration, smdr);
  const apply = (): Promise<void> => smdr.apply(configuration().records(networkListeners).values());
  const forms: readonly string[] = [smdrOptions.id, networkListeners.id, unsecuredInterfaces.id];
  administration.changed.on(({ form }) => {
    if (forms.includes(form)) void apply();
  });
  administration.onChange(tlsSecurityLevels, () => smdr.listeners.renew());
  security.identities.changed.on((place) => {
    if (place === 'device') smdr.listeners.renew();
  });
  house.whenClosing(() => smdr.close());
  await apply();
  return smdr;
}

/** By the record as it is now: its application may have changed since it was opened. */
function shownTo({ administration: { configuration }, security }: House, { name }: SmdrListenerRecord): SmdrTls {
  const listener = configuration.records(networkListeners).get(name);
  if (listener === undefined) throw new Error(`there is no listener ${name}`);
  return tlsOptions(levelOf(configuration, listener), security.identities.of('device'));
}

/** In the clear only while the interface is on. */
async function connectCollector(
  house: House,
  { host, port, security }: CollectorPlace,
  clock: Clock,
): ReturnType<ConnectCollector> {
  if (security === 'clear' && !isInterfaceOn(house.administration.configuration, 'smdr'))
    return no(recordsCodes.refuse('records.smdr-in-clear'));
  const target = { host, port, mayBeLocal: true, timeoutMs: limits.outbound.timeoutMs };
  const tls = security === 'tls' ? { tls: outgoingOf(house, false) } : {};
  return connectTo({ ...target, ...tls }, { clock, resolve: systemResolve });
}
