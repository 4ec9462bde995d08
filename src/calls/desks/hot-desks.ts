// Hot desking: people log in at desks, out again, and are logged out. Its law: who is where is a change of the configuration, so it is
// on record and outlives a restart; two people are never at one desk, as whoever comes later takes over in the same change.

import { type Clock, type Log, limits } from '#base';
import type { AuditFact } from '#records';
import type { Station } from '../stations/station.ts';
import type { StationTable } from '../stations/station-table.ts';
import type { SystemOptions } from '../system-options.form.ts';
import { conditionsOf, type DeskCondition } from './conditions.ts';
import type { Desks } from './desks.ts';
import { parseLogin, parsePins } from './dialled.ts';
import { PinCheck } from './pin-check.ts';

/** On whose behalf people's records are changed, and what it is to the audit trail. */
export interface DeskAct {
  /** The extension that asked; '' the system itself. */
  readonly user: string;
  readonly address: string;
  readonly action: string;
  readonly data: string;
}

/** What is changed of the record of a person. */
export interface DeskChange {
  readonly number: string;
  readonly patch: { readonly desk: string } | { readonly pin: string };
}

export interface HotDesksOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly stations: StationTable;
  readonly desks: Desks;
  readonly options: () => SystemOptions;
  /** How many digits extensions have now. */
  readonly extensionLength: () => number;
  readonly pinOf: (number: string) => string | undefined;
  /** Makes all changes or none; false when they were refused. */
  readonly change: (act: DeskAct, changes: readonly DeskChange[]) => Promise<boolean>;
  readonly note: (fact: AuditFact) => void;
}

/** At whose device a code was dialled, by whom, and from where. */
export interface AtDesk {
  /** The extension of the device. */
  readonly desk: Station;
  /** Who calls from there: whoever is logged in, or the desk itself. */
  readonly person: Station;
  readonly address: string;
}

const lookEveryMs = 30_000;
const hourMs = 3_600_000;

export class HotDesks {
  readonly #options: HotDesksOptions;
  readonly #check: PinCheck;
  /** Since when people are where they are. */
  readonly #since = new Map<string, { readonly desk: string; sinceMs: number }>();
  #isLooking = false;

  constructor(options: HotDesksOptions) {
    this.#options = options;
    this.#check = new PinCheck(options);
    this.#lookLater();
  }

  /** Logs in whoever's number and PIN were dialled; false whatever is wrong with them. */
  async login(at: AtDesk, digits: string): Promise<boolean> {
    const { desk, address } = at;
    const action = 'hot desk login refused';
    if (!this.#options.desks.accepts(desk)) return this.#refused(at, action, 'the desk does not accept logins');
    const dialled = parseLogin(digits, this.#options.extensionLength());
    const checked = this.#check.check({ number: dialled?.number, pin: dialled?.pin ?? '', desk });
    if ('why' in checked) return this.#refused(at, action, checked.why, dialled?.number);
    const { person } = checked;
    const before = this.#options.stations.namingDesk(desk.number);
    const changes = [
      ...(before === undefined || before === person ? [] : [leaving(before)]),
      { number: person.number, patch: { desk: person === desk ? '' : desk.number } },
    ];
    const instead = before === undefined || before === person ? '' : `; Instead of: ${before.number}`;
    const data = `Extension: ${person.number}; Desk: ${desk.number}${instead}`;
    return this.#options.change({ user: person.number, address, action: 'hot desk login', data }, changes);
  }

  /** Logs out who is at this desk; at a phone of their own, the person who calls. */
  async logout({ desk, person, address }: AtDesk): Promise<boolean> {
    const leaver = this.#options.stations.namingDesk(desk.number) ?? person;
    return await this.#logOut(leaver, { user: leaver.number, address });
  }

  /** Logs out another person wherever they are; whether they were is not told. */
  async remoteLogout({ person, address }: AtDesk, digits: string): Promise<boolean> {
    const leaver = this.#options.stations.get(digits.replace(/#$/, ''));
    return leaver !== undefined && (await this.#logOut(leaver, { user: person.number, address }));
  }

  /** Gives whoever calls another PIN, where they know the old one. */
  async changePin(at: AtDesk, digits: string): Promise<boolean> {
    const { desk, person, address } = at;
    const pins = parsePins(digits);
    const checked = this.#check.check({ number: person.number, pin: pins?.old ?? '', desk });
    if ('why' in checked) return this.#refused(at, 'change of PIN refused', checked.why, person.number);
    if (pins === undefined) return false;
    const act = { user: person.number, address, action: 'change of PIN', data: `Extension: ${person.number}` };
    return await this.#options.change(act, [{ number: person.number, patch: { pin: pins.next } }]);
  }

  /** A record was read or changed. `isNew`: somebody came or went now, not before the system was started. */
  learn({ number, record }: Station, isNew: boolean): void {
    const { clock } = this.#options;
    if (record.desk === '') this.#since.delete(number);
    else if (this.#since.get(number)?.desk !== record.desk || isNew)
      this.#since.set(number, { desk: record.desk, sinceMs: clock.nowMs() });
  }

  /** Somebody who was at a desk before the system was started has been there since then. */
  cameAt(number: string, atMs: number): void {
    const since = this.#since.get(number);
    if (since !== undefined) since.sinceMs = Math.min(since.sinceMs, atMs);
  }

  forget(number: string): void {
    this.#since.delete(number);
    this.#check.forgive(number);
  }

  /** A person has a new PIN: nothing is held against them. */
  forgive(number: string): void {
    this.#check.forgive(number);
  }

  /** Since when somebody is at their desk; 0 where they are at none. */
  sinceMs(number: string): number {
    return this.#since.get(number)?.sinceMs ?? 0;
  }

  /** What somebody should look at, each by a name that stays the same. */
  conditions(): ReadonlyMap<string, DeskCondition> {
    return conditionsOf(this.#check.lockedPeople(), this.#check.lockedDesks());
  }

  async #logOut({ number, record }: Station, by: Pick<DeskAct, 'user' | 'address'>, why = ''): Promise<boolean> {
    if (record.desk === '') return true;
    const data = `Extension: ${number}; Desk: ${record.desk}${why === '' ? '' : `; Reason: ${why}`}`;
    const act = { ...by, action: 'hot desk logout', data };
    return await this.#options.change(act, [{ number, patch: { desk: '' } }]);
  }

  #refused({ desk, address }: AtDesk, action: string, why: string, number = ''): false {
    this.#options.note({
      level: 'medium',
      actor: { user: number, sourceIp: address, application: 'SIP', context: 'Hot desking' },
      action,
      data: `Reason: ${why}; Desk: ${desk.number}`,
    });
    return false;
  }

  #lookLater(): void {
    this.#options.clock.afterAbout(lookEveryMs, () => {
      void this.#look();
      this.#lookLater();
    });
  }

  /** Logs out those who may not be where they are any more, and whose time is over. */
  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      for (const [person, why] of this.#leaving()) await this.#logOut(person, { user: '', address: '' }, why);
    } catch (fault) {
      this.#options.log.fault('somebody could not be logged out at a desk', fault);
    }
    this.#isLooking = false;
  }

  #leaving(): (readonly [Station, string])[] {
    const { clock, desks, stations, options } = this.#options;
    const untilMs = (person: Station): number => this.sinceMs(person.number) + options().hotDeskHours * hourMs;
    const all = [...stations.namingDesks()].flatMap((person): (readonly [Station, string])[] => {
      if (desks.deskOf(person) === undefined) return [[person, 'the desk does not accept logins now']];
      const isOver = options().hotDeskHours > 0 && clock.nowMs() >= untilMs(person);
      return isOver ? [[person, 'the longest login is over']] : [];
    });
    return all.slice(0, limits.desks.loggedOutAtOnce);
  }
}

const leaving = ({ number }: Station): DeskChange => ({ number, patch: { desk: '' } });
