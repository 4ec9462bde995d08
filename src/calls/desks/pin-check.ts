// Is it the PIN of this person? Its law: unknown, not allowed, blank, locked and wrong take the same work and get the same answer;
// only the audit trail and the alarms are told the difference.

import { type Clock, sameText } from '#base';
import type { Station } from '../stations/station.ts';
import type { StationTable } from '../stations/station-table.ts';
import type { SystemOptions } from '../system-options.form.ts';
import { mayLogIn } from './person.ts';
import { PinLocks } from './pin-locks.ts';

export interface PinCheckOptions {
  readonly clock: Clock;
  readonly stations: StationTable;
  readonly options: () => SystemOptions;
  /** The clear PIN of an extension; undefined where it has none. */
  readonly pinOf: (number: string) => string | undefined;
}

export interface Given {
  /** Whom the PIN is said to be of; undefined where what was dialled says nothing of the kind. */
  readonly number: string | undefined;
  readonly pin: string;
  /** The extension of the device where it was dialled. */
  readonly desk: Station;
}

export type Checked = { readonly person: Station } | { readonly why: string };

/** A desk is everybody's: it has so many times the attempts of a person, within a day. */
const deskShare = 3;
const longestPin = 8;

export class PinCheck {
  readonly #options: PinCheckOptions;
  readonly #people: PinLocks;
  readonly #desks: PinLocks;
  /** Somebody who has a PIN: theirs is opened for whoever has none. */
  #decoy: string | undefined;

  constructor(options: PinCheckOptions) {
    this.#options = options;
    const minutes = () => options.options().pinLockMinutes;
    this.#people = new PinLocks(options.clock, minutes);
    this.#desks = new PinLocks(options.clock, minutes);
  }

  check(given: Given): Checked {
    const { number, desk } = given;
    const why = this.#whyNot(given);
    const person = number === undefined ? undefined : this.#options.stations.get(number);
    if (why !== '' || person === undefined) return { why: `${why}${this.#strike(number, desk)}` };
    this.#people.forgive(person.number);
    return { person };
  }

  /** A person has a new PIN, or none any more: nothing is held against them. */
  forgive(number: string): void {
    this.#people.forgive(number);
  }

  lockedPeople(): readonly string[] {
    return this.#people.locked();
  }

  lockedDesks(): readonly string[] {
    return this.#desks.locked();
  }

  #whyNot({ number, pin, desk }: Given): string {
    const isRight = this.#isRight(number ?? '', pin);
    const record = number === undefined ? undefined : this.#options.stations.get(number)?.record;
    if (this.#desks.isLocked(desk.number)) return 'no PIN is taken from this desk now';
    if (number === undefined) return 'what was dialled is no extension and PIN';
    if (this.#people.isLocked(number)) return 'no PIN of this person is taken now';
    if (record === undefined) return 'no such extension';
    if (!record.pin) return 'the person has no PIN';
    if (!mayLogIn(record)) return 'the person may not log in at desks';
    return isRight ? '' : 'wrong PIN';
  }

  /** Opens one PIN and compares it, whoever is asked for. */
  #isRight(number: string, given: string): boolean {
    const { pinOf, stations } = this.#options;
    const hasOne = stations.get(number)?.record.pin === true;
    if (hasOne) this.#decoy = number;
    else if (stations.get(this.#decoy ?? '')?.record.pin !== true) this.#decoy = someoneWithPin(stations);
    const kept = pinOf(hasOne ? number : (this.#decoy ?? '')) ?? '';
    const isSame = sameText(kept.padEnd(longestPin, '-'), given.slice(0, longestPin).padEnd(longestPin, '-'));
    return isSame && hasOne && kept !== '' && given.length <= longestPin;
  }

  #strike(number: string | undefined, desk: Station): string {
    const { pinAttempts } = this.#options.options();
    const isDeskLocked = this.#desks.strike(desk.number, pinAttempts * deskShare);
    const isPersonLocked = number !== undefined && this.#people.strike(number, pinAttempts);
    const locked = [
      ...(isPersonLocked ? ['no PIN of this person is taken for a time'] : []),
      ...(isDeskLocked ? ['no PIN is taken from this desk for a time'] : []),
    ];
    return locked.map((words) => `; ${words}`).join('');
  }
}

function someoneWithPin(stations: StationTable): string | undefined {
  for (const { number, record } of stations.all()) if (record.pin) return number;
  return undefined;
}
