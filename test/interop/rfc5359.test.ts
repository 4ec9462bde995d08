// The service examples of RFC 5359 with a SIPp for each phone: what every phone is sent and does, and what is on record afterwards.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Examples, ended, type Person } from './examples.ts';
import { freeUdpPort } from './ports.ts';

/** Classes: of service 7 may watch and pick up, 6 may watch; of restriction 8 is barred from the outside line of section 2.14. */
const mayPickUp = { dayService: 7, night1Service: 7, night2Service: 7 };
const mayWatch = { dayService: 6, night1Service: 6, night2Service: 6 };
const barred = { dayRestriction: 8, night1Restriction: 8, night2Restriction: 8 };

let examples: Examples;

before(async () => {
  examples = await Examples.open();
  await examples.add('class-of-service', { number: 6, busyLamps: true });
  await examples.add('class-of-service', { number: 7, directedPickup: true, busyLamps: true });
});

after(() => examples?.close());

test('2.1 call hold: Bob holds Alice and takes her back', async () => {
  const [alice, bob] = await examples.people({}, {});
  await examples.play({ who: alice, plays: 'hold-alice', calls: bob.number }, { who: bob, plays: 'hold-bob' });
  assert.deepEqual(await examples.records({ alice, bob }, 1), ['alice bob answered 200 by caller']);
});

test('2.2 consultation hold: Bob holds Alice, asks Carol, and goes on with Alice', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  await examples.play(
    { who: alice, plays: 'hold-alice', calls: bob.number },
    { who: bob, plays: 'consultation-bob', calls: carol.number },
    { who: carol, plays: 'answers' },
  );
  assert.deepEqual(await examples.records({ alice, bob, carol }, 2), [
    'alice bob answered 200 by caller',
    'bob carol answered 200 by caller',
  ]);
});

test('2.4 unattended transfer: Bob refers Alice to Carol, who answers', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  await examples.play(
    { who: alice, plays: 'transfer-alice', calls: bob.number },
    { who: bob, plays: 'unattended-bob', calls: carol.number },
    { who: carol, plays: 'offers' },
  );
  assert.deepEqual(await examples.records({ alice, bob, carol }, 1), [
    'alice bob answered 200 by caller, blindTransfer by bob to carol',
  ]);
});

test('2.4 unattended transfer: Carol is busy, and Bob takes Alice back', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  await examples.play(
    { who: alice, plays: 'unattended-failed-alice', calls: bob.number },
    { who: bob, plays: 'unattended-failed-bob', calls: carol.number },
    { who: carol, plays: 'busy' },
  );
  assert.deepEqual(await examples.records({ alice, bob, carol }, 1), ['alice bob answered 200 by called']);
});

test('2.5 attended transfer: Bob talks with Carol before he refers Alice into that call', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  await examples.play(
    { who: alice, plays: 'transfer-alice', calls: bob.number },
    { who: bob, plays: 'attended-bob', calls: carol.number },
    { who: carol, plays: 'attended-carol' },
  );
  assert.deepEqual(await examples.records({ alice, bob, carol }, 2), [
    'alice bob answered 200 by caller, transfer by bob to carol',
    'bob carol answered 200 by system',
  ]);
});

test('2.7 call forwarding, unconditional: Bob forwards to Carol', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  await examples.changes(bob, { forwardAlways: carol.number });
  await examples.play(
    { who: alice, plays: 'calls', calls: bob.number },
    { who: carol, plays: 'forwarded-always-carol' },
  );
  assert.deepEqual(await examples.records({ alice, bob, carol }, 1), [
    'alice carol answered 200 by caller, forwarded by bob: always',
  ]);
});

test('2.8 call forwarding, busy: Bob is busy, and Carol is called', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  await examples.changes(bob, { forwardBusy: carol.number });
  await examples.play(
    { who: alice, plays: 'calls', calls: bob.number },
    { who: bob, plays: 'busy' },
    { who: carol, plays: 'forwarded-busy-carol' },
  );
  assert.deepEqual(await examples.records({ alice, bob, carol }, 1), [
    'alice carol answered 200 by caller, forwarded by bob: busy',
  ]);
});

test('2.9 call forwarding, no answer: Bob rings in vain, and Carol is called', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  await examples.changes(bob, { forwardNoAnswer: carol.number, noAnswerSeconds: 5 });
  await examples.play(
    { who: alice, plays: 'calls', calls: bob.number },
    { who: bob, plays: 'rings-in-vain' },
    { who: carol, plays: 'forwarded-no-answer-carol' },
  );
  assert.deepEqual(await examples.records({ alice, bob, carol }, 1), [
    'alice carol answered 200 by caller, forwarded by bob: no answer',
  ]);
});

test('2.12 find me: one phone after the other, busy, ringing in vain, answered', async () => {
  const [alice, bob, carol, dave] = await examples.people({}, {}, {}, {});
  const members = [bob, carol, dave].map(({ number }) => number);
  await examples.add('hunt-groups', { number: '7236001', members, memberSeconds: 5 });
  await examples.play(
    { who: alice, plays: 'calls', calls: '7236001' },
    { who: bob, plays: 'busy' },
    { who: carol, plays: 'rings-in-vain' },
    { who: dave, plays: 'answers' },
  );
  assert.deepEqual(await examples.records({ alice, bob, carol, dave }, 1), ['alice dave answered 200 by caller']);
});

test('2.12 find me: all phones of Bob at once', async () => {
  const [alice, bob] = await examples.people({}, {});
  const elsewhere = { ...bob, port: await freeUdpPort() };
  await examples.registers(elsewhere);
  await examples.play(
    { who: alice, plays: 'calls', calls: bob.number },
    { who: elsewhere, plays: 'answered-elsewhere' },
    { who: bob, plays: 'answers-later' },
  );
  assert.deepEqual(await examples.records({ alice, bob }, 1), ['alice bob answered 200 by caller']);
});

test('2.13 call management, incoming: Bob hears nothing of a caller who is turned away', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  const { number: extension } = bob;
  await examples.add('call-screening', { entry: `${extension}-1`, extension, caller: alice.number, action: 'busy' });
  const called = await examples.waits({ who: bob, plays: 'answers' });
  await ended(examples.begins({ who: alice, plays: 'refused-486', calls: extension }));
  await ended(examples.begins({ who: carol, plays: 'calls', calls: extension }), called);
  assert.deepEqual(await examples.records({ alice, bob, carol }, 2), [
    'alice nobody busy 486 by called',
    'carol bob answered 200 by caller',
  ]);
});

test('2.14 call management, outgoing: Bob is barred from numbers that Alice may call', async () => {
  const provider: Person = {
    number: '0441',
    address: '127.0.0.6',
    port: await freeUdpPort(),
    secret: '',
    media: 40_008,
  };
  const proxies = `${provider.address}:${provider.port}`;
  const [alice, bob] = await examples.people({}, barred);
  await examples.add('trunks', { name: 'line', number: 1, transport: 'udp', proxies, mediaSecurity: 'preferred' });
  await examples.add('class-of-restriction-groups', { number: 8, members: '8' });
  await examples.add('routes', { name: 'line', trunk: 'line', restrictionGroup: '8' });
  await examples.add('digits-dialled', { digits: '044', fewest: 3, most: 12, route: 'line' });
  await ended(examples.begins({ who: bob, plays: 'refused-404', calls: '04412345' }));
  await examples.play({ who: alice, plays: 'calls', calls: '04412345' }, { who: provider, plays: 'answers' });
  assert.deepEqual(await examples.records({ alice, bob }, 2), [
    'bob nobody refused 404 by system',
    'alice 04412345 answered 200 by caller',
  ]);
});

test('2.15 call park: Bob parks Alice, and Carol takes her', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  const parking = await examples.waits({ who: bob, plays: 'park-bob', calls: '*8571' });
  const calling = examples.begins({ who: alice, plays: 'park-alice', calls: bob.number });
  await ended(parking);
  await ended(calling, examples.begins({ who: carol, plays: 'park-carol', calls: '*8671' }));
  assert.deepEqual(await examples.records({ alice, bob, carol }, 2), [
    'alice bob answered 200 by caller, park by bob to nobody, retrieve by carol to carol',
    'carol nobody answered 200 by system',
  ]);
});

for (const [how, plays, code] of [
  ['by the dialog that she sees at the lamp', 'pickup-carol', ''],
  ['by a code', 'pickup-code-carol', '*87'],
] as const)
  test(`2.16 call pickup: Carol answers for Bob, ${how}`, async () => {
    const [alice, bob, carol] = await examples.people({}, {}, mayPickUp);
    const called = await examples.waits({ who: bob, plays: 'answered-elsewhere' });
    const calling = examples.begins({ who: alice, plays: 'pickup-alice', calls: bob.number });
    await examples.until(alice, 'setup', bob);
    await ended(calling, called, examples.begins({ who: carol, plays, calls: code + bob.number }));
    assert.deepEqual(await examples.records({ alice, bob, carol }, 2), [
      'alice carol answered 200 by caller, pickup by carol to carol',
      'carol nobody answered 200 by system',
    ]);
  });

test('2.16 call pickup: who may not pick up sees no names at the lamp, and gets nothing by a code', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, mayWatch);
  const called = await examples.waits({ who: bob, plays: 'answers-later' });
  const calling = examples.begins({ who: alice, plays: 'calls', calls: bob.number });
  await examples.until(alice, 'setup', bob);
  await ended(examples.begins({ who: carol, plays: 'watches-carol', calls: bob.number }));
  await ended(calling, called, examples.begins({ who: carol, plays: 'refused-404', calls: `*87${bob.number}` }));
  assert.deepEqual(await examples.records({ alice, bob, carol }, 2), [
    'alice bob answered 200 by caller',
    'carol nobody refused 404 by system',
  ]);
});

test('2.17 automatic redial: Alice watches Bob, who is busy, and calls when he has hung up', async () => {
  const [alice, bob, carol] = await examples.people(mayPickUp, {}, {});
  const asked = await examples.waits({ who: carol, plays: 'answers' });
  const talking = examples.begins({ who: bob, plays: 'talks', calls: carol.number, meanwhile: 'busy' });
  await examples.until(bob, 'talking', carol);
  const redialling = examples.begins({ who: alice, plays: 'redial-alice', calls: bob.number });
  await ended(asked, talking);
  await ended(redialling, await examples.waits({ who: bob, plays: 'answers' }));
  assert.deepEqual(await examples.records({ alice, bob, carol }, 3), [
    'bob carol answered 200 by caller',
    'alice bob busy 486 by called',
    'alice bob answered 200 by caller',
  ]);
});

test('2.17 automatic redial: the system calls Alice back once Bob is free', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  const asked = await examples.waits({ who: carol, plays: 'answers' });
  const talking = examples.begins({ who: bob, plays: 'talks', calls: carol.number, meanwhile: 'busy' });
  await examples.until(bob, 'talking', carol);
  await ended(examples.begins({ who: alice, plays: 'dials-code', calls: `*37${bob.number}` }));
  const waiting = await examples.waits({ who: alice, plays: 'called-back' });
  await ended(asked, talking);
  await ended(waiting, await examples.waits({ who: bob, plays: 'offers' }));
  assert.deepEqual(await examples.records({ alice, bob, carol }, 3), [
    'bob carol answered 200 by caller',
    'alice nobody answered 200 by system',
    'alice bob answered 200 by caller, callback by alice to bob',
  ]);
});

test('2.18 click to dial is not there: a REFER outside of a call is refused, and nobody is called', async () => {
  const [alice, bob] = await examples.people({}, {});
  await ended(examples.begins({ who: alice, plays: 'click-to-dial', calls: bob.number }));
  assert.deepEqual(await examples.office.calls(), []);
});
