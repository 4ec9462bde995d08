// The book of calls, written twice: SMDR for those who account for calls, call history for everybody else.

import { type CallBook, isBarring, type Party, serviceOf, type Tables } from '#calls';
import {
  type CallRecord,
  type IsReported,
  type LegRecord,
  noFlags,
  passedOn,
  type Smdr,
  type SmdrFlags,
} from '#records';

/** A call is in SMDR before it is in call history: killed in between, it is found interrupted, and known by its id. */
export const bookWith = (history: CallBook, smdr: () => Smdr): CallBook => ({
  begin: (call) => history.begin(call),
  write: (call) => {
    recordIn(smdr(), call);
    history.write(call);
  },
});

export const recordIn = (smdr: Smdr, call: CallRecord): void => smdr.write(call, flagsOf(call));

const flagsOf = (call: CallRecord): SmdrFlags => ({
  ...noFlags,
  ...passedOn(call),
  isBarred: isBarring(call.details.code),
  isInvalidNumber: call.details.code === 'calls.unknown-number',
  isSpeedCall: call.details.speedCall,
});

/** By the class of service that the side has at that time. Nothing is known against who is no extension and no trunk any more. */
export const reportedBy =
  (tables: () => Tables): IsReported =>
  (side, kind, atMs) => {
    const party = partyOf(side, tables());
    if (party === undefined) return true;
    const service = serviceOf(party, tables().plan, atMs);
    return kind === 'external' ? service.smdrExternal : service.smdrInternal;
  };

const partyOf = ({ trunk, number }: LegRecord, tables: Tables): Party | undefined =>
  trunk === '' ? tables.station(number) : tables.trunk(trunk);
