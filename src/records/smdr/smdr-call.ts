// A call as SMDR accounts for it: of one call record, the records that are written of it, none, one, or two where it came in by one
// trunk and left by another. What a record looks like is for format.ts.

import type { CallRecord, LegRecord } from '../history/call-record.ts';
import { type Handling, type PassedOn, trunkTimes } from './passed-on.ts';
import type { SmdrOptions } from './smdr-options.form.ts';

/** What a call record does not say of a call. */
export interface SmdrFlags extends PassedOn {
  /** A restriction or the toll guard kept it from the public network. */
  readonly isBarred: boolean;
  /** What was dialled leads nowhere. */
  readonly isInvalidNumber: boolean;
  /** The caller's, or the called, trunk leads to another system and not to the public network. */
  readonly callerIsTie: boolean;
  readonly calledIsTie: boolean;
  /** An attendant took part. */
  readonly hasAttendant: boolean;
  readonly isSpeedCall: boolean;
  /** The number of the public network that was dialled, where it is not what the call record has. */
  readonly dnis: string;
  /** The identifier of the call that this one came from, as a record of it shows it. */
  readonly associated: string;
  readonly heldMs: number;
}

export const noFlags: SmdrFlags = Object.freeze({
  ...{ isBarred: false, isInvalidNumber: false, callerIsTie: false, calledIsTie: false },
  ...{ hasAttendant: false, isSpeedCall: false, handling: '', thirdParty: '', dnis: '', associated: '' },
  ...{ heldMs: 0, parkedMs: 0 },
});

/** What one record says; all of it but the layout. */
export interface SmdrCall {
  readonly kind: 'incoming' | 'outgoing' | 'internal';
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** How long it rang until it was answered; undefined where nobody answered. */
  readonly answerMs: number | undefined;
  /** A station, T and three digits of a trunk, X of one to another system. */
  readonly calling: string;
  readonly called: string;
  readonly thirdParty: string;
  readonly dialled: string;
  readonly status: '' | 'A' | 'B' | 'E' | 'T' | 'I';
  readonly forwarding: '' | 'S' | 'F';
  readonly handling: Handling;
  readonly hasAttendant: boolean;
  readonly accountCode: string;
  readonly systemId: string;
  /** Of incoming calls: the number that called, and the one that was dialled. */
  readonly ani: string;
  readonly dnis: string;
  /** The second record of a call is B. */
  readonly sequence: 'A' | 'B';
  readonly associated: string;
}

/** Whether the class of service of a side has SMDR External, or Internal, on at that time. */
export type IsReported = (side: LegRecord, kind: 'external' | 'internal', atMs: number) => boolean;

export interface SmdrRules {
  readonly options: Pick<
    SmdrOptions,
    'reportIncoming' | 'reportOutgoing' | 'reportInternal' | 'systemId' | 'locationAccounting'
  >;
  readonly isReported: IsReported;
  /** The identifier, of three digits, of an extension's location; anything else where it has none. */
  readonly locationIdOf: (number: string) => string | undefined;
}

/** The records of a call that has ended, in their order. */
export function smdrCalls(record: CallRecord, flags: SmdrFlags, rules: SmdrRules): readonly SmdrCall[] {
  const { options } = rules;
  const own = ownCalls(record, flags, rules);
  const later = options.reportOutgoing ? trunkCalls(record, rules) : [];
  return later.length === 0
    ? own
    : [...own, ...later.map((call): SmdrCall => ({ ...call, sequence: own.length === 0 ? 'A' : 'B' }))];
}

/** The trunks that came to the call after it had been answered. */
function trunkCalls(record: CallRecord, rules: SmdrRules): SmdrCall[] {
  const systemId = systemIdOf(record, rules);
  return trunkTimes(record)
    .filter(({ by, trunk, fromMs }) =>
      [trunk, { ...trunk, number: by, trunk: '' }].every((side) => rules.isReported(side, 'external', fromMs)),
    )
    .map(({ by, trunk, fromMs, untilMs }) => ({
      ...shared(
        { ...record, startedAtMs: fromMs, answeredAtMs: fromMs, endedAtMs: untilMs, dialled: trunk.number },
        noFlags,
        systemId,
      ),
      ...{
        kind: 'outgoing',
        answerMs: 0,
        calling: by,
        called: partyOf(trunk, false),
        thirdParty: '',
        status: 'A',
        forwarding: '',
      },
    }));
}

function ownCalls(record: CallRecord, flags: SmdrFlags, rules: SmdrRules): readonly SmdrCall[] {
  const { options } = rules;
  const way = wayOf(record, flags);
  if (way === 'none' || !bothReported(record, way, rules.isReported)) return [];
  const systemId = systemIdOf(record, rules);
  if (way === 'internal') return options.reportInternal ? [internal(record, flags, systemId)] : [];
  const calls: SmdrCall[] = [];
  if (way !== 'outgoing' && options.reportIncoming) calls.push(incoming(record, flags, systemId));
  if (way !== 'incoming' && options.reportOutgoing)
    calls.push({ ...outgoing(record, flags, systemId), sequence: calls.length === 0 ? 'A' : 'B' });
  return calls;
}

type Way = 'incoming' | 'outgoing' | 'both' | 'internal' | 'none';

function wayOf({ caller, called, details }: CallRecord, { isBarred, isInvalidNumber }: SmdrFlags): Way {
  const meantOut = called.trunk !== '' || details.route !== '' || (isBarred && called.number === '');
  // A call that found no free trunk, and was not barred, has occupied none.
  const isOut = meantOut && (called.trunk !== '' || isBarred);
  if (caller.trunk !== '') return isOut ? 'both' : 'incoming';
  if (isOut) return 'outgoing';
  return meantOut || isInvalidNumber || called.number === '' ? 'none' : 'internal';
}

function bothReported({ caller, called, startedAtMs }: CallRecord, way: Way, isReported: IsReported): boolean {
  const kind = way === 'internal' ? 'internal' : 'external';
  const isThere = (side: LegRecord): boolean => side.number !== '' || side.trunk !== '';
  return [caller, called].filter(isThere).every((side) => isReported(side, kind, startedAtMs));
}

/** An account of a location takes the place of that of the system, where there is one. */
function systemIdOf({ caller, called, details }: CallRecord, { options, locationIdOf }: SmdrRules): string {
  if (!options.locationAccounting) return options.systemId;
  const station = [caller, called].find(({ trunk, number }) => trunk === '' && number !== '')?.number;
  const id = locationIdOf(station ?? details.forwardedBy);
  return id !== undefined && /^\d{3}$/.test(id) ? id : options.systemId;
}

const shared = (record: CallRecord, flags: SmdrFlags, systemId: string) => ({
  startedAtMs: record.startedAtMs,
  durationMs: record.endedAtMs - (record.answeredAtMs === 0 ? record.startedAtMs : record.answeredAtMs),
  dialled: record.dialled,
  handling: flags.handling,
  hasAttendant: flags.hasAttendant,
  accountCode: record.details.accountCode,
  ...{ systemId, ani: '', dnis: '', sequence: 'A' as const, associated: flags.associated },
});

const answerMs = ({ answeredAtMs, startedAtMs }: CallRecord): number | undefined =>
  answeredAtMs === 0 ? undefined : answeredAtMs - startedAtMs;

function incoming(record: CallRecord, flags: SmdrFlags, systemId: string): SmdrCall {
  const { caller, called, details, dialled } = record;
  const wentOn = called.trunk !== '' && details.forwardedBy !== '';
  const onward = partyOf(called, flags.calledIsTie);
  return {
    ...shared(record, flags, systemId),
    kind: 'incoming',
    answerMs: answerMs(record),
    calling: partyOf(caller, flags.callerIsTie),
    called: wentOn ? details.forwardedBy : onward,
    thirdParty: wentOn ? onward : flags.thirdParty,
    status: incomingStatus(record, flags),
    forwarding: details.forwardedBy === '' ? '' : 'F',
    ani: caller.number,
    dnis: flags.dnis === '' ? dialled : flags.dnis,
  };
}

function incomingStatus({ outcome }: CallRecord, { isInvalidNumber }: SmdrFlags): SmdrCall['status'] {
  if (isInvalidNumber) return 'E';
  return outcome === 'busy' ? 'B' : '';
}

/** Behind a forwarded call stands who forwarded it. */
function outgoing(record: CallRecord, flags: SmdrFlags, systemId: string): SmdrCall {
  const { caller, called, details, answeredAtMs } = record;
  return {
    ...shared(record, flags, systemId),
    kind: 'outgoing',
    answerMs: answerMs(record),
    calling: details.forwardedBy === '' ? partyOf(caller, flags.callerIsTie) : details.forwardedBy,
    called: partyOf(called, flags.calledIsTie),
    thirdParty: flags.thirdParty,
    status: flags.isBarred ? 'T' : answeredAtMs === 0 ? '' : 'A',
    forwarding: forwardingOf(details.forwardedBy, flags),
  };
}

function internal(record: CallRecord, flags: SmdrFlags, systemId: string): SmdrCall {
  const { caller, called, details } = record;
  return {
    ...shared(record, flags, systemId),
    kind: 'internal',
    answerMs: answerMs(record),
    calling: caller.number,
    called: called.number,
    thirdParty: flags.thirdParty,
    status: 'I',
    forwarding: forwardingOf(details.forwardedBy, flags),
  };
}

function forwardingOf(forwardedBy: string, { isSpeedCall }: SmdrFlags): SmdrCall['forwarding'] {
  if (forwardedBy !== '') return 'F';
  return isSpeedCall ? 'S' : '';
}

const partyOf = ({ trunk, trunkNumber, number }: LegRecord, isTie: boolean): string =>
  trunk === '' ? number : `${isTie ? 'X' : 'T'}${String(trunkNumber).padStart(3, '0')}`;
