// The toll guard as it is asked: the dearest class of service is told, and nobody asks while the system is offline.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, silentLog } from '#base';
import { Station, TollGuard, usersAndServices } from '#calls';
import { type AnyRecord, type Configuration, type Form, initialRecord, type RecordOf, validate } from '#forms';
import { makeTollDoor } from './toll-desk.ts';

const friday = Date.UTC(2026, 10, 27, 12);

function configurationOf(limits: readonly AnyRecord[]): Configuration {
  const records = new Map(limits.map((limit) => [String(limit.name), limit]));
  return {
    // Records of the form Toll Limits alone are there.
    records: <F extends Form>(form: F) =>
      (form.id === 'toll-limits' ? records : new Map()) as ReadonlyMap<string, RecordOf<F>>,
    single: <F extends Form>(form: F) => initialRecord(form) as RecordOf<F>,
  };
}

function stationOf(number: string): Station {
  const services = { dayService: 1, night1Service: 7, night2Service: 1 };
  const made = validate(usersAndServices, { number, sipSecret: 'a-long-enough-secret', ...services });
  assert.ok(made.ok);
  return new Station(made.value.record);
}

test('without a guard nothing was spent, and nothing can be simulated', async () => {
  const door = makeTollDoor({ configuration: () => configurationOf([]), station: () => undefined, guard: undefined });
  assert.deepEqual(door.spent(), []);
  const simulated = await door.simulate('214', {});
  assert.equal(simulated.ok ? '' : simulated.refusal.code, 'core.toll-offline');
});

test('the weekend is simulated with each class of service, and the dearest is told', async () => {
  const none = { which: '', atOnce: 0, callsPerHour: 0, minutesPerHour: 0, minutesPerDay: 0, minutesPerWeekend: 0 };
  const money = { moneyPerHour: 0, moneyPerDay: 0, response: 'clear', ...none };
  const limits = [
    { ...money, name: 'day', scope: 'class', which: '1', moneyPerWeekend: 3 },
    { ...money, name: 'night', scope: 'class', which: '7', moneyPerWeekend: 9 },
  ];
  const configuration = configurationOf(limits);
  const keeper = { load: () => undefined, save: () => undefined };
  const clock = new FakeClock(friday);
  const guard = new TollGuard({ clock, log: silentLog, keeper, configuration, timeZone: 'UTC' });
  const station = (number: string) => (number === '214' ? stationOf(number) : undefined);
  const door = makeTollDoor({ configuration: () => configuration, station, guard });
  const simulated = await door.simulate('214', {});
  assert.ok(simulated.ok);
  const { serviceClass, money: most, fromMs, toMs } = simulated.value;
  assert.deepEqual([serviceClass, most], [7, '9.00 EUR']);
  assert.deepEqual([fromMs, toMs], [Date.UTC(2026, 10, 27, 18), Date.UTC(2026, 10, 30, 6)]);
  const nobody = await door.simulate('999', {});
  assert.equal(nobody.ok ? '' : nobody.refusal.code, 'core.toll-nobody');
  const backwards = await door.simulate('214', { fromMs: 2, toMs: 1 });
  assert.equal(backwards.ok ? '' : backwards.refusal.code, 'calls.toll-span');
});
