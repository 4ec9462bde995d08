// What is kept of a call while it lasts, and the one record written when it ends (REC-4, END-4).

import { limits } from '#base';
import {
  type CallDetails,
  type CallRecord,
  type ForwardRecord,
  type LegRecord,
  noDetails,
  type PartyChange,
} from '#records';
import type { Flow } from '#sip';
import type { CallSecurity } from './call-events.ts';
import type { Shown } from './identity/shown.ts';
import type { CallContext } from './legs/context.ts';
import type { Leg } from './legs/leg.ts';
import type { Forward, Party } from './routing/attempt.ts';

export interface CallEnd {
  readonly by: CallRecord['endedBy'];
  readonly outcome: CallRecord['outcome'];
  readonly status: number;
  readonly cause: string;
}

const nobody: LegRecord = {
  number: '',
  name: '',
  address: '',
  transport: '',
  tlsVersion: '',
  tlsSuite: '',
  srtpSuite: '',
  trunk: '',
  trunkNumber: 0,
};

export class CallAccount {
  readonly startedAtMs: number;
  answeredAtMs = 0;
  readonly #context: CallContext;
  readonly #id: string;
  readonly dialled: string;
  #caller: LegRecord;
  #called: LegRecord = nobody;
  #details = noDetails;
  #isBegun = false;
  /** Was every, or some, moment of talking secure? */
  #everSecure = false;
  #everOpen = false;

  constructor(context: CallContext, id: string, { party, shown, flow }: Leg, dialled: string) {
    this.#context = context;
    this.#id = id;
    this.dialled = dialled;
    this.startedAtMs = context.clock.nowMs();
    this.#caller = legRecord(party, shown, flow);
  }

  get caller(): LegRecord {
    return this.#caller;
  }

  get calledParty(): LegRecord {
    return this.#called;
  }

  /** How it was decided: what is given is added to what is known. */
  decided(details: Partial<CallDetails>): void {
    this.#details = { ...this.#details, ...details };
  }

  get forwards(): readonly ForwardRecord[] {
    return this.#details.forwards;
  }

  /** Who has passed it on so far, and why. */
  forwarded(by: readonly Forward[]): void {
    const last = by.at(-1);
    if (last !== undefined) this.decided({ forwardedBy: last.station.number, forwards: by.map(forwardRecord) });
  }

  /** The same of whom it is put through to, after those who passed it on `before`. Who is behind the call itself stays. */
  forwardedFurther(by: readonly Forward[], before: readonly ForwardRecord[]): void {
    this.decided({ forwards: [...before, ...by.map(forwardRecord)].slice(0, limits.calls.changes) });
  }

  /** Whom the number led to, before anybody has answered. */
  called(party: Party, { number, name }: Shown): void {
    this.#called = { ...nobody, number, name, ...trunkOf(party) };
    this.#emit('ringing');
  }

  answered(leg: Leg): void {
    this.answeredAtMs = this.#context.clock.nowMs();
    this.#called = legRecord(leg.party, leg.shown, leg.flow);
    this.#emit('answered');
  }

  /** Of a call that has gone out to the public network since it was answered. */
  wentOut(route: string, accountCode: string): void {
    if (route !== '') this.decided({ route, accountCode: accountCode || this.#details.accountCode });
  }

  /** Somebody else is on one of its sides from now on. */
  changed(kind: PartyChange['kind'], by: string, leg: Leg | undefined): void {
    const there = leg === undefined ? noTrunk : trunkOf(leg.party);
    const change = { atMs: this.#context.clock.nowMs(), kind, by, to: leg?.shown.number ?? '', ...there };
    if (this.#details.changes.length < limits.calls.changes)
      this.decided({ changes: [...this.#details.changes, change] });
    // Whom the system has called for the caller, it has called for nobody else before.
    if (kind === 'callback' && leg !== undefined) this.#called = legRecord(leg.party, leg.shown, leg.flow);
    this.#emit('answered');
  }

  feature(): void {
    this.answeredAtMs = this.#context.clock.nowMs();
  }

  /** What the phones agreed on, now and after every change. From the first time on the book knows of the call. */
  media(security: CallSecurity): void {
    this.#everSecure ||= security.secure;
    this.#everOpen ||= !security.secure;
    if (security.suite !== '') {
      this.#caller = { ...this.#caller, srtpSuite: security.suite };
      this.#called = { ...this.#called, srtpSuite: security.suite };
    }
    this.#begin();
    this.#context.events.emit({ kind: 'security', callId: this.#id, security });
  }

  ended(end: CallEnd): void {
    const record: CallRecord = {
      id: this.#id,
      startedAtMs: this.startedAtMs,
      answeredAtMs: this.answeredAtMs,
      endedAtMs: this.#context.clock.nowMs(),
      caller: this.#caller,
      called: this.#called,
      dialled: this.dialled,
      outcome: end.outcome,
      status: end.status,
      cause: end.cause,
      endedBy: end.by,
      secure: this.#everSecure ? (this.#everOpen ? 'partly' : 'throughout') : 'never',
      details: this.#details,
    };
    if (!this.#context.options().callHistoryDisabled) this.#context.book.write(record);
    this.#context.events.emit({ kind: 'ended', callId: this.#id, outcome: end.outcome, status: end.status });
  }

  #begin(): void {
    if (this.#isBegun || this.#context.options().callHistoryDisabled) return;
    this.#isBegun = true;
    const { startedAtMs } = this;
    const [caller, called] = [this.#caller, this.#called];
    this.#context.book.begin({
      id: this.#id,
      startedAtMs,
      caller,
      called,
      dialled: this.dialled,
      details: this.#details,
    });
  }

  #emit(kind: 'ringing' | 'answered'): void {
    this.#context.events.emit({ kind, callId: this.#id, caller: this.#caller.number, called: this.#called.number });
  }
}

const forwardRecord = ({ station, why }: Forward): ForwardRecord => ({ by: station.number, why });

const legRecord = (party: Party, { number, name }: Shown, flow: Flow): LegRecord => ({
  ...{ number, name },
  address: `${flow.remoteAddress.includes(':') ? `[${flow.remoteAddress}]` : flow.remoteAddress}:${flow.remotePort}`,
  transport: flow.transport,
  tlsVersion: flow.tls?.version ?? '',
  tlsSuite: flow.tls?.suite ?? '',
  srtpSuite: '',
  ...trunkOf(party),
});

const noTrunk = { trunk: '', trunkNumber: 0 } as const;
const trunkOf = (party: Party) =>
  party.kind === 'trunk' ? { trunk: party.name, trunkNumber: party.record.number } : noTrunk;
