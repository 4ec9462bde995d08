// The desk of emergency calls with real alarms: raised at once, kept over a restart, ended by whoever acknowledges; and the plan that
// follows the configuration.

import assert from 'node:assert/strict';
import { Alarms } from '#alarms';
import { FakeClock, silentLog } from '#base';
import { type EmergencyCall, emergencyNumbers } from '#calls';
import type { AuditFact } from '#records';
import { localActor } from '#security';
import { ConfigurationForTests, locationForTests } from '../../src/calls/emergency/testing.ts';
import { eachDialect, type TestBed } from '../../src/storage/testing.ts';
import { EmergencyDesk } from './emergency-desk.ts';
import type { House } from './house.ts';

const call = (id: string): EmergencyCall => ({
  ...{ id, number: '214', desk: '', name: 'Anne', dialled: '112', service: 'Fire and ambulance' },
  ...{ location: locationForTests, address: '192.0.2.7', atMs: Date.UTC(2026, 10, 22, 9, 5, 7) },
});

async function open(bed: TestBed, configuration = new ConfigurationForTests()) {
  const clock = new FakeClock();
  const facts: AuditFact[] = [];
  const followers: (() => void)[] = [];
  const alarms = await Alarms.open({
    ...{ storage: bed.storage, clock, log: silentLog },
    trail: { append: async () => undefined },
  });
  const house = {
    alarms,
    administration: { configuration, onChange: (_: unknown, listener: () => void) => followers.push(listener) },
    trail: { note: (fact: AuditFact) => facts.push(fact) },
  };
  // The desk asks the house for no more than this.
  const desk = new EmergencyDesk({ house: house as unknown as House, clock, log: silentLog });
  const changed = (): void => {
    for (const follow of followers) follow();
  };
  const close = async (): Promise<void> => {
    desk.close();
    await alarms.close();
  };
  return { alarms, clock, desk, facts, changed, close };
}

eachDialect('a call is an alarm at once, and is one after a restart while nobody has acknowledged it', async (bed) => {
  const first = await open(bed);
  first.desk.notices.begun(call('a'));
  assert.deepEqual(
    first.alarms.active().map(({ id, severity }) => [id, severity]),
    [['emergency-call.214', 'critical']],
  );
  assert.match(first.alarms.active()[0]?.words ?? '', /^Extension 214 \(Anne\) called 112/);
  assert.deepEqual(
    first.facts.map(({ action, actor }) => [action, actor.user]),
    [['emergency call', '214']],
  );
  await first.close();
  const second = await open(bed);
  assert.equal(second.alarms.active().length, 1);
  const number = second.alarms.active()[0]?.number ?? 0;
  assert.ok((await second.alarms.acknowledge(number, localActor('test'))).ok);
  await second.alarms.settled();
  assert.deepEqual(second.alarms.active(), []);
  await second.close();
  const third = await open(bed);
  assert.deepEqual(third.alarms.active(), [], 'what was acknowledged is over after a restart too');
  await third.close();
});

eachDialect('an alarm that was acknowledged during the call ends with the call', async (bed) => {
  const { alarms, desk, close } = await open(bed);
  desk.notices.begun(call('a'));
  await alarms.acknowledge(alarms.active()[0]?.number ?? 0, localActor('test'));
  assert.equal(alarms.active().length, 1);
  desk.notices.begun(call('b'));
  assert.equal(alarms.active()[0]?.acknowledgedAtMs, 0, 'a further call is told anew');
  desk.notices.ended('a');
  desk.notices.ended('b');
  assert.equal(alarms.active().length, 1);
  await alarms.acknowledge(alarms.active()[0]?.number ?? 0, localActor('test'));
  assert.deepEqual(alarms.active(), []);
  await close();
});

eachDialect('the plan is what the configuration says after each change', async (bed) => {
  const configuration = new ConfigurationForTests();
  const { desk, changed, close } = await open(bed, configuration);
  assert.equal(desk.plan.match('5555'), undefined);
  configuration.save(emergencyNumbers, '5555', { name: 'Guard' });
  changed();
  assert.equal(desk.plan.match('5555')?.name, 'Guard');
  await close();
});
