// Forwarded calls with real phones over TLS with SRTP demanded: by codes and by the form, always, when busy, unanswered, unreachable and
// not to be disturbed. Who forwards has told nobody a key, so all of these are secure and heard both ways.

import assert from 'node:assert/strict';
import { after, afterEach, before, type TestContext, test } from 'node:test';
import type { Baresip } from './baresip.ts';
import { FeatureHouse, hears, isSecure } from './feature-house.ts';

const tones = { ann: 440, bob: 620, cat: 900 } as const;

let house: FeatureHouse;
let ann: Baresip;
let bob: Baresip;
let cat: Baresip;

before(async () => {
  house = await FeatureHouse.open();
  await house.add({ form: 'class-of-service', patch: { number: 2, forwardByCode: true } });
  const extension = { dayService: 2, night1Service: 2, night2Service: 2 };
  [ann, bob, cat] = await Promise.all([
    house.baresip('7231601', tones.ann),
    house.baresip('7231602', tones.bob),
    house.baresip('7231603', tones.cat, { extension, answers: 'when told' }),
  ]);
});

after(() => house?.close());
afterEach(() => house.clear());

const set = (number: string, patch: Readonly<Record<string, unknown>>): Promise<void> =>
  house.office.node.change('users-and-services', patch, number);

/** The first one's call to `number` has come to the second one: both hear each other, and the record says who forwarded it. */
async function arrives(t: TestContext, number: string, mark: number): Promise<void> {
  const count = await house.recorded();
  await bob.happened('CALL_ESTABLISHED', mark);
  await house.call({ caller: ann.number, called: bob.number, state: 'talking', secure: isSecure });
  await hears(t, ann, tones.bob, 'forwarded');
  await hears(t, bob, tones.ann, 'forwarded');
  await ann.command('hangup');
  const [record] = await house.recordsSince(count, 1);
  assert.deepEqual(
    [record?.dialled, record?.details.forwardedBy, record?.called.number, record?.secure],
    [number, number, bob.number, 'throughout'],
  );
}

test('always, by the codes that a baresip dials', async (t) => {
  await house.code(cat, `*72${bob.number}`);
  const marks = [bob.mark, cat.mark] as const;
  await ann.dial(cat.number);
  await arrives(t, cat.number, marks[0]);
  assert.equal(cat.mark, marks[1], 'the one who forwards hears nothing of it');
  await house.code(cat, '*73');
  const mark = cat.mark;
  await ann.dial(cat.number);
  await cat.happened('CALL_INCOMING', mark);
});

test('when nobody answers: the first baresip stops ringing, the second answers', async (t) => {
  await set(cat.number, { forwardNoAnswer: bob.number, noAnswerSeconds: 5 });
  const marks = [bob.mark, cat.mark] as const;
  await ann.dial(cat.number);
  await cat.happened('CALL_INCOMING', marks[1]);
  await cat.happened('CALL_CLOSED', marks[1]);
  await arrives(t, cat.number, marks[0]);
  await set(cat.number, { forwardNoAnswer: '' });
});

test('when busy: a baresip that declines, one that is not to be disturbed, and one whose calls do not wait', async (t) => {
  await set(cat.number, { forwardBusy: bob.number });
  const marks = [bob.mark, cat.mark] as const;
  await ann.dial(cat.number);
  await cat.happened('CALL_INCOMING', marks[1]);
  await cat.command('hangup');
  await arrives(t, cat.number, marks[0]);

  await house.code(cat, '*78');
  const next = [bob.mark, cat.mark] as const;
  await ann.dial(cat.number);
  await arrives(t, cat.number, next[0]);
  assert.equal(cat.mark, next[1]);
  await house.code(cat, '*79');
  await set(cat.number, { forwardBusy: '' });
});

test('when unreachable: nobody has registered', async (t) => {
  const number = '7231604';
  await house.office.node.addExtension(number, { forwardUnreachable: bob.number });
  const mark = bob.mark;
  await ann.dial(number);
  await arrives(t, number, mark);
});

test('a chain of two, and a circle that ends', async (t) => {
  const first = '7231605';
  await house.office.node.addExtension(first, { forwardAlways: cat.number });
  await set(cat.number, { forwardAlways: bob.number });
  const mark = bob.mark;
  await ann.dial(first);
  const count = await house.recorded();
  await bob.happened('CALL_ESTABLISHED', mark);
  await hears(t, ann, tones.bob, 'forwarded twice');
  await hears(t, bob, tones.ann, 'forwarded twice');
  await ann.command('hangup');
  const [record] = await house.recordsSince(count, 1);
  assert.deepEqual([record?.called.number, record?.secure], [bob.number, 'throughout']);
  await set(cat.number, { forwardAlways: '' });
});
