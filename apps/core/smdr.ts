// SMDR, joined to the configuration, the certificates, the network and the book of calls.

import { type Log, limits, systemClock } from '#base';
import {
  type CallBook,
  isBarring,
  type NetworkListener,
  networkListeners,
  type Party,
  serviceOf,
  type Tables,
} from '#calls';
import { connectTo, systemResolve } from '#outbound';
import { type CallRecord, type IsReported, type LegRecord, noFlags, Smdr, type SmdrFlags, smdrOptions } from '#records';
import { tlsOptions, tlsSecurityLevels, unsecuredInterfaces } from '#security';
import type { House } from './house.ts';
import { levelOf, whyClosed } from './open-or-closed.ts';
import { outgoingOf } from './outgoing.ts';

interface SmdrParts {
  readonly house: House;
  readonly log: Log;
  /** What decides on calls now. */
  readonly tables: () => Tables;
  readonly onChange: () => void;
}

/** With the calls that were found interrupted at the start on record. */
export async function openSmdr({ house, log, tables, onChange }: SmdrParts): Promise<Smdr> {
  const { administration, directory, history, security, trail } = house;
  const configuration = () => administration.configuration;
  // Each listener of the form has an application, which this one is given whole.
  const listenerNamed = (name: string): NetworkListener | undefined =>
    configuration().records(networkListeners).get(name);
  const smdr = await Smdr.open({
    ...{ directory, clock: systemClock, log, onChange },
    options: () => configuration().single(smdrOptions),
    isReported: reportedBy(tables),
    locationIdOf: () => undefined,
    note: (fact) => trail.note(fact),
    connect: ({ host, port, security: how }) =>
      connectTo(
        {
          ...{ host, port, mayBeLocal: true, timeoutMs: limits.outbound.timeoutMs },
          tls: how === 'tls' ? outgoingOf(house, false) : undefined,
        },
        { clock: systemClock, resolve: systemResolve },
      ),
    secureContext: ({ name }) => {
      const record = listenerNamed(name);
      const level = record === undefined ? 'high' : levelOf(configuration(), record);
      return tlsOptions(level, security.identities.of('web'));
    },
    whyClosed: ({ name }) => {
      const record = listenerNamed(name);
      return record === undefined ? '' : whyClosed(configuration(), record);
    },
  });
  for (const call of history.interrupted) smdr.write(call, flagsOf(call));
  return smdr;
}

/** Keeps its listeners as the forms say. Returns when those of the start are open. */
export async function followSmdr({ administration }: House, smdr: Smdr, log: Log): Promise<void> {
  const apply = (): Promise<void> => smdr.apply(administration.configuration.records(networkListeners).values());
  const followed = new Set([networkListeners.id, smdrOptions.id, unsecuredInterfaces.id, tlsSecurityLevels.id]);
  administration.changed.on(({ form }) => {
    if (followed.has(form)) apply().catch((fault) => void log.fault('SMDR did not follow a change', fault));
  });
  await apply();
}

/** A call is in SMDR before it is in call history: killed in between, it is found interrupted, and known by its id. */
export const bookWith = (history: CallBook, smdr: () => Smdr): CallBook => ({
  begin: (call) => history.begin(call),
  write: (call) => {
    smdr().write(call, flagsOf(call));
    history.write(call);
  },
});

const flagsOf = ({ details }: CallRecord): SmdrFlags => ({
  ...noFlags,
  isBarred: isBarring(details.code),
  isInvalidNumber: details.code === 'calls.unknown-number',
});

/** By the class of service that the side has at that time. Who is no extension and no trunk any more had nothing against it. */
const reportedBy =
  (tables: () => Tables): IsReported =>
  (side, kind, atMs) => {
    const party = partyOf(side, tables());
    if (party === undefined) return true;
    const service = serviceOf(party, tables().plan, atMs);
    return kind === 'external' ? service.smdrExternal : service.smdrInternal;
  };

const partyOf = ({ trunk, number }: LegRecord, tables: Tables): Party | undefined =>
  trunk === '' ? tables.station(number) : tables.trunk(trunk);
