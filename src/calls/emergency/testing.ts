// For tests of emergency calls: a location, a configuration that forms' rules look at, stations and trunks made of initial values.

import type { Refusal } from '#base';
import { type AnyRecord, type Fields, type Form, initialRecord, type Look, type RecordWith } from '#forms';
import { numbering } from '../numbering/numbering.form.ts';
import { Station } from '../stations/station.ts';
import { type UserAndServices, usersAndServices } from '../stations/users-and-services.form.ts';
import { Trunk } from '../trunks/trunk.ts';
import { type TrunkRecord, trunks } from '../trunks/trunks.form.ts';
import { type EmergencyLocation, emergencyLocations } from './emergency-locations.form.ts';
import { emergencyNumbers } from './emergency-numbers.form.ts';
import { emergencySettings } from './emergency-settings.form.ts';

export const locationForTests: EmergencyLocation = {
  ...{ name: 'Head office', callback: '+49891234560', networks: ['192.0.2.0/24'], isDefault: true, accountingId: '' },
  ...{ country: 'DE', state: 'BY', city: 'München', postalCode: '80331', road: 'Hauptstraße', houseNumber: '5' },
  ...{ floor: '2', room: '12', additional: 'north entrance' },
};

// The initial values of a form's fields are what its records are made of.
const stationRecord = (number: string, more: Partial<UserAndServices> = {}): UserAndServices => ({
  ...(initialRecord(usersAndServices) as UserAndServices),
  ...{ number, ...more },
});
export const station = (number: string, more: Partial<UserAndServices> = {}): Station =>
  new Station(stationRecord(number, more));
export const trunk = (name: string, more: Partial<TrunkRecord> = {}): Trunk =>
  new Trunk({ ...(initialRecord(trunks) as TrunkRecord), ...{ name, ...more } });

const none: ReadonlyMap<string, AnyRecord> = new Map();
const known: readonly Form[] = [usersAndServices, numbering, emergencySettings, emergencyNumbers, emergencyLocations];

/** The configuration of a small system; `save` takes a record only when the rules of its form let it pass. */
export class ConfigurationForTests implements Look {
  readonly #tables = new Map<string, Map<string, AnyRecord>>();

  constructor() {
    for (const form of known)
      this.#tables.set(form.id, new Map(form.key === undefined ? [['', initialRecord(form)]] : []));
  }

  /** A table of another form, of which only the keys are looked at. */
  addKeys(formId: string, keys: readonly string[]): void {
    this.#tables.set(formId, new Map(keys.map((key) => [key, {}])));
  }

  /** Why it is refused; then all is as before. */
  save<F extends Fields>(form: Form<F>, key: string, patch: Partial<RecordWith<F>>): readonly Refusal[] {
    const table = this.#tableOf(form.id);
    const before = table.get(key);
    const record = {
      ...initialRecord(form),
      ...before,
      ...(form.key === undefined ? {} : { [form.key]: key }),
      ...patch,
    };
    table.set(key, record);
    const refusals = form.rules(record, this);
    if (refusals.length > 0 && before === undefined) table.delete(key);
    else if (refusals.length > 0 && before !== undefined) table.set(key, before);
    return refusals;
  }

  records<F extends Fields>(form: Form<F>): ReadonlyMap<string, RecordWith<F>> {
    // Only `save` writes here, with the type of the form.
    return (this.#tables.get(form.id) ?? none) as ReadonlyMap<string, unknown> as ReadonlyMap<string, RecordWith<F>>;
  }

  single<F extends Fields>(form: Form<F>): RecordWith<F> {
    // As above.
    return this.#tableOf(form.id).get('') as unknown as RecordWith<F>;
  }

  /** Of a form that nothing here writes to, none. */
  keys(formId: string): Iterable<string> {
    return this.#tables.get(formId)?.keys() ?? [];
  }

  keysWith(formId: string, field: string, value: unknown): readonly string[] {
    return [...(this.#tables.get(formId) ?? none)]
      .filter(([, record]) => [record[field]].flat().includes(value))
      .map(([key]) => key);
  }

  formIds(): readonly string[] {
    return [...this.#tables.keys()];
  }

  #tableOf(formId: string): Map<string, AnyRecord> {
    const table = this.#tables.get(formId);
    if (table === undefined) throw new Error(`${formId} is not registered`);
    return table;
  }
}
