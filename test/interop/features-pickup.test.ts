// Calls that others take, with real phones over TLS with SRTP demanded: pickup by code and from a busy lamp, hunt groups, intercom, and a
// call that is taken along to another phone.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Handset } from '#handset';
import type { Baresip } from './baresip.ts';
import { changesOf, FeatureHouse, hears, hearsNothing, isSecure, patienceMs, taken } from './feature-house.ts';
import { until } from './wait.ts';

const tones = { own: 400, desk: 1_300, ann: 440, bob: 620, cat: 900 } as const;
const ownNumber = '7231400';
const secret = 'secret-of-the-two-phones';
const groups = { all: '7231480', linear: '7231481' } as const;

let house: FeatureHouse;
let own: Handset;
let desk: Handset;
let ann: Baresip;
let bob: Baresip;
let cat: Baresip;

before(async () => {
  house = await FeatureHouse.open();
  const patch = { number: 2, busyLamps: true, paging: true, autoAnswer: true };
  await house.add({ form: 'class-of-service', patch });
  const extension = { dayService: 2, night1Service: 2, night2Service: 2 };
  own = await house.handset(ownNumber, tones.own, { extension: { ...extension, sipSecret: secret } });
  [desk, ann, bob, cat] = await Promise.all([
    house.secondHandset(ownNumber, secret, tones.desk),
    house.baresip('7231401', tones.ann, { extension }),
    house.baresip('7231402', tones.bob, { extension, answers: 'when told' }),
    house.baresip('7231403', tones.cat, { extension, answers: 'when told' }),
  ]);
  const members = [ownNumber, ann.number, bob.number, cat.number];
  const two = { members: [bob.number, cat.number] };
  await house.add(
    { form: 'pickup-groups', patch: { number: '1', name: 'All', members } },
    { form: 'hunt-groups', patch: { number: groups.all, kind: 'ringAll', ...two } },
    { form: 'hunt-groups', patch: { number: groups.linear, kind: 'terminal', memberSeconds: 5, ...two } },
  );
});

after(() => house?.close());
afterEach(() => house.clear());

for (const [how, code] of [
  ['directed', '*877231402'],
  ['in the group', '*88'],
] as const)
  test(`a call that rings at one baresip is picked up at another, ${how}: both hear each other`, async (t) => {
    const count = await house.recorded();
    const call = taken(own.call(bob.number));
    const mark = bob.mark;
    await bob.happened('CALL_INCOMING', mark);
    await ann.dial(code);
    taken(await call.established(patienceMs));
    await bob.happened('CALL_CLOSED', mark);
    await house.call({ caller: ownNumber, called: ann.number, state: 'talking', secure: isSecure });
    await hears(t, call, tones.ann, 'picked up');
    await hears(t, ann, tones.own, 'picked up');
    await ann.command('hangup');
    const [record, other] = await house.recordsSince(count, 2);
    assert.deepEqual(record && [record.called.number, record.secure, ...changesOf(record)], [
      ann.number,
      'throughout',
      `pickup by ${ann.number} to ${ann.number}`,
    ]);
    assert.deepEqual([other?.caller.number, other?.dialled], [ann.number, code]);
  });

/** What a busy lamp shows of its extension: the state of the call, and the dialog as Replaces names it. */
function lampOf(document: string): { readonly state: string; readonly dialogName: string } {
  const named = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(document)?.[1] ?? '';
  const [, state = ''] = /<state[^>]*>([a-z]+)</.exec(document) ?? [];
  const dialogName = `${named('call-id')};to-tag=${named('local-tag')};from-tag=${named('remote-tag')}`;
  return { state, dialogName };
}

test('a lamp shows that a baresip rings; the call is picked up from it, and two baresips have been at it', async (t) => {
  const count = await house.recorded();
  const lamp = taken(own.watch('dialog', bob.number));
  taken(
    await lamp.told((document) => lampOf(document).state === '' || lampOf(document).state === 'terminated', patienceMs),
  );
  await ann.dial(bob.number);
  const ringing = taken(await lamp.told((document) => lampOf(document).state === 'early', patienceMs));
  const call = taken(own.call(bob.number, lampOf(ringing).dialogName));
  taken(await call.established(patienceMs));
  await house.call({ caller: ann.number, called: ownNumber, state: 'talking', secure: isSecure });
  await hears(t, call, tones.ann, 'picked up');
  await hears(t, ann, tones.own, 'picked up');
  taken(await lamp.told((document) => ['', 'terminated'].includes(lampOf(document).state), patienceMs));
  call.hangUp();
  const [record] = await house.recordsSince(count, 2);
  assert.deepEqual(record && [record.secure, ...changesOf(record)], [
    'throughout',
    `pickup by ${ownNumber} to ${ownNumber}`,
  ]);
  lamp.end();
});

test('a call goes along to another phone of the same extension: baresip is heard there, but counts as not secure', async (t) => {
  const count = await house.recorded();
  const call = taken(own.call(ann.number));
  taken(await call.established(patienceMs));
  await hears(t, call, tones.ann, 'before');
  const taker = taken(desk.call(ownNumber, call.dialogName));
  taken(await taker.established(patienceMs));
  taken(await call.ended(patienceMs));
  await house.call({ caller: ownNumber, called: ann.number, state: 'talking', secure: 'not secure' });
  await hears(t, taker, tones.ann, 'taken along');
  await hearsNothing(ann);
  taker.hangUp();
  const [record] = await house.recordsSince(count, 2);
  assert.deepEqual(record && [record.secure, ...changesOf(record)], [
    'partly',
    `moved by ${ownNumber} to ${ownNumber}`,
  ]);
});

test('ring all: two baresips ring for a third, one answers, both hear each other and the other one stops', async (t) => {
  const count = await house.recorded();
  const marks = [bob.mark, cat.mark] as const;
  await ann.dial(groups.all);
  await Promise.all([bob.happened('CALL_INCOMING', marks[0]), cat.happened('CALL_INCOMING', marks[1])]);
  await cat.command('accept');
  await Promise.all([cat.happened('CALL_ESTABLISHED', marks[1]), bob.happened('CALL_CLOSED', marks[0])]);
  await house.call({ caller: ann.number, called: cat.number, state: 'talking', secure: isSecure });
  await hears(t, cat, tones.ann, 'answered');
  await hears(t, ann, tones.cat, 'answered');
  await ann.command('hangup');
  const [record] = await house.recordsSince(count, 1);
  assert.deepEqual(
    [record?.details.group, record?.called.number, record?.secure],
    [groups.all, cat.number, 'throughout'],
  );
});

test('one after the other: the first baresip does not answer in its time, the second does', async (t) => {
  const count = await house.recorded();
  const marks = [bob.mark, cat.mark] as const;
  await ann.dial(groups.linear);
  await bob.happened('CALL_INCOMING', marks[0]);
  await cat.happened('CALL_INCOMING', marks[1]);
  await bob.happened('CALL_CLOSED', marks[0]);
  await cat.command('accept');
  await cat.happened('CALL_ESTABLISHED', marks[1]);
  await hears(t, cat, tones.ann, 'answered');
  await hears(t, ann, tones.cat, 'answered');
  await cat.command('hangup');
  const [record] = await house.recordsSince(count, 1);
  assert.deepEqual(
    [record?.details.group, record?.called.number, record?.secure],
    [groups.linear, cat.number, 'throughout'],
  );
});

test('intercom: the called baresip is told to answer by itself, and both hear each other', async (t) => {
  const count = await house.recorded();
  const mark = bob.mark;
  const from = bob.log.length;
  await ann.dial(`*48${bob.number}`);
  await bob.happened('CALL_INCOMING', mark);
  // This version knows none of these lines, so somebody presses the key.
  await bob.logged(/Alert-Info: .*|Call-Info: .*answer-after=0/, from);
  await bob.command('accept');
  await bob.happened('CALL_ESTABLISHED', mark);
  await house.call({ caller: ann.number, called: bob.number, state: 'talking', secure: isSecure });
  await hears(t, bob, tones.ann, 'intercom');
  await hears(t, ann, tones.bob, 'intercom');
  await ann.command('hangup');
  const [record] = await house.recordsSince(count, 1);
  assert.deepEqual([record?.dialled, record?.secure], [`*48${bob.number}`, 'throughout']);
});

test('nothing is left: no call, and the lamp of every extension is idle', async () => {
  await house.isQuiet();
  for (const number of [ann.number, bob.number, cat.number]) {
    const lamp = taken(own.watch('dialog', number));
    taken(await lamp.told(() => true, patienceMs));
    await until('the lamp is idle', patienceMs, () => ['', 'terminated'].includes(lampOf(lamp.document).state));
    lamp.end();
  }
});
