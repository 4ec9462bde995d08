// The service examples of RFC 5359 that need nothing but calls: hold, transfer, park, pickup.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Examples, ended } from './examples.ts';
import { until } from './wait.ts';

let examples: Examples;

before(async () => {
  examples = await Examples.open();
});

after(() => examples?.close());

test('call hold (section 2.1): Bob holds Alice and takes her back', async () => {
  const [alice, bob] = await examples.people({}, {});
  const called = await examples.waits({ who: bob, plays: 'hold-bob' });
  await ended(examples.begins({ who: alice, plays: 'hold-alice', calls: bob.number }), called);
  console.log(JSON.stringify(await examples.records([alice, bob], 1)));
});

test('consultation hold (section 2.2)', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  const asked = await examples.waits({ who: carol, plays: 'answers' });
  const called = await examples.waits({ who: bob, plays: 'consultation-bob', calls: carol.number });
  await ended(examples.begins({ who: alice, plays: 'hold-alice', calls: bob.number }), called, asked);
  console.log(JSON.stringify(await examples.records([alice, bob, carol], 2)));
});

test('unattended transfer (section 2.4)', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  const asked = await examples.waits({ who: carol, plays: 'unattended-carol' });
  const called = await examples.waits({ who: bob, plays: 'unattended-bob', calls: carol.number });
  await ended(examples.begins({ who: alice, plays: 'transfer-alice', calls: bob.number }), called, asked);
  console.log(JSON.stringify(await examples.records([alice, bob, carol], 1)));
});
test('unattended transfer fails (section 2.4)', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  const asked = await examples.waits({ who: carol, plays: 'busy' });
  const called = await examples.waits({ who: bob, plays: 'unattended-failed-bob', calls: carol.number });
  await ended(examples.begins({ who: alice, plays: 'unattended-failed-alice', calls: bob.number }), called, asked);
  console.log(JSON.stringify(await examples.records([alice, bob, carol], 1)));
});
test('attended transfer (section 2.5)', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  const asked = await examples.waits({ who: carol, plays: 'attended-carol' });
  const called = await examples.waits({ who: bob, plays: 'attended-bob', calls: carol.number });
  await ended(examples.begins({ who: alice, plays: 'transfer-alice', calls: bob.number }), called, asked);
  console.log(JSON.stringify(await examples.records([alice, bob, carol], 2)));
});
test('park (section 2.15)', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, {});
  const called = await examples.waits({ who: bob, plays: 'park-bob', calls: '*8571' });
  const calling = examples.begins({ who: alice, plays: 'park-alice', calls: bob.number });
  await ended(called);
  await ended(calling, examples.begins({ who: carol, plays: 'park-carol', calls: '*8671' }));
  console.log(JSON.stringify(await examples.records([alice, bob, carol], 2)));
});
test('pickup (section 2.16)', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, { dayService: 7 });
  await examples.office.node.ask('form.change', {
    changes: [{ kind: 'add', form: 'class-of-service', patch: { number: 7, directedPickup: true, busyLamps: true } }],
  });
  const called = await examples.waits({ who: bob, plays: 'pickup-bob' });
  const calling = examples.begins({ who: alice, plays: 'pickup-alice', calls: bob.number });
  await until('rings', 5000, async () => (await examples.office.calls()).some((c) => c.caller === alice.number && c.state === 'setup' && c.called === bob.number));
  console.log(await examples.office.calls());
  await ended(calling, called, examples.begins({ who: carol, plays: 'pickup-carol', calls: bob.number }));
  console.log(JSON.stringify(await examples.records([alice, bob, carol], 2)));
});
test('pickup code (section 2.16)', async () => {
  const [alice, bob, carol] = await examples.people({}, {}, { dayService: 7 });
  const called = await examples.waits({ who: bob, plays: 'pickup-bob' });
  const calling = examples.begins({ who: alice, plays: 'pickup-alice', calls: bob.number });
  await until('rings', 5000, async () => (await examples.office.calls()).some((c) => c.caller === alice.number && c.state === 'setup' && c.called === bob.number));
  await ended(calling, called, examples.begins({ who: carol, plays: 'pickup-code-carol', calls: `*87${bob.number}` }));
  console.log(JSON.stringify(await examples.records([alice, bob, carol], 2)));
});
test('redial (section 2.17)', async () => {
  const [alice, bob, carol] = await examples.people({dayService: 7}, {}, {});
  const answering = await examples.waits({ who: carol, plays: 'answers' });
  const talking = examples.begins({ who: bob, plays: 'calls-long', calls: carol.number, meanwhile: 'busy' });
  await until('talks', 5000, async () => (await examples.office.calls()).some((c) => c.caller === bob.number && c.state === 'talking'));
  const redialling = examples.begins({ who: alice, plays: 'redial-alice', calls: bob.number });
  await ended(answering, talking);
  const called = await examples.waits({ who: bob, plays: 'answers' });
  await ended(redialling, called);
  console.log(JSON.stringify(await examples.records([alice, bob, carol], 3)));
});
test('click (section 2.18)', async () => {
  const [alice, bob] = await examples.people({}, {});
  await ended(examples.begins({ who: alice, plays: 'click-to-dial', calls: bob.number }));
});
