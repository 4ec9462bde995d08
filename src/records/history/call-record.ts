// What is kept of a call, and the line of JSON that it travels as.

import type { CallRow } from '#storage';

export interface LegRecord {
  /** The extension; of a trunk the number of the public network, as far as it is known. */
  readonly number: string;
  readonly name: string;
  readonly address: string;
  readonly transport: string;
  readonly tlsVersion: string;
  readonly tlsSuite: string;
  readonly srtpSuite: string;
  /** The trunk that this side is on; '' of an extension. */
  readonly trunk: string;
  /** The trunk's number, as SMDR records call it; 0 of an extension. */
  readonly trunkNumber: number;
}

const whys = ['always', 'busy', 'do not disturb', 'no answer', 'unreachable', 'screened'] as const;

/** An extension that passed a call on. */
export interface ForwardRecord {
  readonly by: string;
  readonly why: (typeof whys)[number];
}

/** What is kept of a call beyond who and when: how it was decided, for records of it and for whoever asks why. */
export interface CallDetails {
  /** The code of the refusal; '' where it was not refused. */
  readonly code: string;
  /** Of a call that went or was to go out by a trunk; '' of others. */
  readonly route: string;
  /** The account code, or the name of a verified one; '' without. */
  readonly accountCode: string;
  /** The extension that forwarded it last; ''. */
  readonly forwardedBy: string;
  /** The hunt group that was called; ''. */
  readonly group: string;
  /** Each extension that passed it on, in order, and why. */
  readonly forwards: readonly ForwardRecord[];
  readonly emergency: boolean;
  /** Was it dialled by a code of speed calls? */
  readonly speedCall: boolean;
  /** Who took a side of it after it had been answered, or in place of whom was called, in order. */
  readonly changes: readonly PartyChange[];
  /** The steps of the decision, kept of calls that were refused. */
  readonly steps: readonly string[];
}

/** A transfer is announced, or blind; the others say themselves what they are. */
const changeKinds = ['transfer', 'blindTransfer', 'recall', 'pickup', 'park', 'retrieve', 'moved', 'callback'] as const;

/** Somebody took a side of a call. */
export interface PartyChange {
  readonly atMs: number;
  readonly kind: (typeof changeKinds)[number];
  /** The extension that brought it about. */
  readonly by: string;
  /** Who is there since: an extension, or a number of the public network; '' of nobody. */
  readonly to: string;
  /** As in the record of a side. */
  readonly trunk: string;
  readonly trunkNumber: number;
}

export const noDetails: CallDetails = Object.freeze({
  code: '',
  route: '',
  accountCode: '',
  forwardedBy: '',
  group: '',
  forwards: [],
  emergency: false,
  speedCall: false,
  changes: [],
  steps: [],
});

const outcomes = ['answered', 'busy', 'no answer', 'cancelled', 'refused', 'failed', 'interrupted'] as const;
const sides = ['caller', 'called', 'system'] as const;
const securities = ['throughout', 'partly', 'never'] as const;

export interface CallRecord {
  readonly id: string;
  readonly startedAtMs: number;
  /** 0: never. */
  readonly answeredAtMs: number;
  readonly endedAtMs: number;
  readonly caller: LegRecord;
  readonly called: LegRecord;
  readonly dialled: string;
  readonly outcome: (typeof outcomes)[number];
  /** The SIP status that ended the setting up of the call. */
  readonly status: number;
  /** In words. */
  readonly cause: string;
  readonly endedBy: (typeof sides)[number];
  readonly secure: (typeof securities)[number];
  readonly details: CallDetails;
}

/** A call that was answered and has not ended. */
export interface BegunCall extends Pick<CallRecord, 'id' | 'startedAtMs' | 'answeredAtMs' | 'dialled' | 'details'> {
  readonly caller: LegRecord;
  readonly called: LegRecord;
}

/** Throughout: signalling and voice of both legs encrypted; partly: some of it; never: none. */
export function securityOf(caller: LegRecord, called: LegRecord): CallRecord['secure'] {
  const parts = [caller.tlsVersion, caller.srtpSuite, called.tlsVersion, called.srtpSuite];
  if (parts.every((part) => part !== '')) return 'throughout';
  return parts.some((part) => part !== '') ? 'partly' : 'never';
}

/** The record of a call of which the system did not see the end. */
export function interrupted(call: BegunCall, endedAtMs: number): CallRecord {
  return {
    ...call,
    endedAtMs: Math.max(endedAtMs, call.answeredAtMs),
    outcome: 'interrupted',
    status: 200,
    cause: 'The system stopped during the call',
    endedBy: 'system',
    secure: securityOf(call.caller, call.called),
  };
}

/** One line of JSON, without its end. A character that no database keeps becomes the replacement character. */
export function printLine(value: object): string {
  const line = JSON.stringify(value);
  return line.includes('\\u') ? JSON.stringify(value, keepable) : line;
}

const keepable = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;

export type Line =
  | { readonly kind: 'ended'; readonly id: string }
  | { readonly kind: 'begun'; readonly call: BegunCall };

/** What a line of the journal says; undefined for half a line, which a kill or a full disk may leave. */
export function parseLine(line: string): Line | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if ('id' in value && typeof value.id === 'string') return { kind: 'ended', id: value.id };
  if (!('begun' in value) || typeof value.begun !== 'object' || value.begun === null) return undefined;
  return { kind: 'begun', call: toBegunCall({ ...value.begun }) };
}

type Members = Readonly<Record<string, unknown>>;

function toBegunCall(members: Members): BegunCall {
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
  return {
    id: textOf(members.id),
    startedAtMs: number(members.startedAtMs),
    answeredAtMs: number(members.answeredAtMs),
    dialled: textOf(members.dialled),
    caller: toLeg(members.caller),
    called: toLeg(members.called),
    details: toDetails(members.details),
  };
}

/** As they were written; what is missing or of another type is as of a call without. */
function toDetails(value: unknown): CallDetails {
  const members: Members = typeof value === 'object' && value !== null ? { ...value } : {};
  return Object.freeze({
    code: textOf(members.code),
    route: textOf(members.route),
    accountCode: textOf(members.accountCode),
    forwardedBy: textOf(members.forwardedBy),
    group: textOf(members.group),
    forwards: Array.isArray(members.forwards) ? members.forwards.map(toForward) : [],
    emergency: members.emergency === true,
    speedCall: members.speedCall === true,
    changes: Array.isArray(members.changes) ? members.changes.flatMap(toChange) : [],
    steps: Array.isArray(members.steps) ? members.steps.map(textOf) : [],
  });
}

function toForward(value: unknown): ForwardRecord {
  const members: Members = typeof value === 'object' && value !== null ? { ...value } : {};
  return { by: textOf(members.by), why: whys.find((why) => why === members.why) ?? 'always' };
}

function toChange(value: unknown): readonly PartyChange[] {
  const members: Members = typeof value === 'object' && value !== null ? { ...value } : {};
  const kind = changeKinds.find((known) => known === members.kind);
  if (kind === undefined) return [];
  const number = (given: unknown): number => (typeof given === 'number' ? given : 0);
  return [
    {
      ...{ kind, atMs: number(members.atMs), by: textOf(members.by), to: textOf(members.to) },
      ...{ trunk: textOf(members.trunk), trunkNumber: number(members.trunkNumber) },
    },
  ];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function toLeg(value: unknown): LegRecord {
  const members: Members = typeof value === 'object' && value !== null ? { ...value } : {};
  return Object.freeze({
    number: textOf(members.number),
    name: textOf(members.name),
    address: textOf(members.address),
    transport: textOf(members.transport),
    tlsVersion: textOf(members.tlsVersion),
    tlsSuite: textOf(members.tlsSuite),
    srtpSuite: textOf(members.srtpSuite),
    trunk: textOf(members.trunk),
    trunkNumber: typeof members.trunkNumber === 'number' ? members.trunkNumber : 0,
  });
}

/** A record as it lies in the database; what is not one of the known words is shown as the last one of them. */
export function toCallRecord(row: CallRow): CallRecord {
  const { id, startedAtMs, answeredAtMs, endedAtMs, dialled, status, cause } = row;
  return Object.freeze({
    ...{ id, startedAtMs, answeredAtMs, endedAtMs, dialled, status, cause },
    caller: toLeg(parseObject(row.caller)),
    called: toLeg(parseObject(row.called)),
    details: toDetails(parseObject(row.details)),
    outcome: outcomes.find((outcome) => outcome === row.outcome) ?? 'interrupted',
    endedBy: sides.find((side) => side === row.endedBy) ?? 'system',
    secure: securities.find((secure) => secure === row.secure) ?? 'never',
  });
}

function parseObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
