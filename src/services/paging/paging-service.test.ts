// Pages as their speaker has them: who may, which phones are called, that nobody is heard from there, and that nothing outlives it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, limits, no, ok, type Result } from '#base';
import type { AuditFact } from '#records';
import type { Dialling, VoiceCall } from '#voice';
import { FakeCall, runStory, settled } from '../testing.ts';
import type { PageZone } from './page-zones.form.ts';
import { PagingService } from './paging-service.ts';

const shop: PageZone = { name: 'shop', members: ['201', '202', '203', '204'], limitSeconds: 60 };

function site() {
  const clock = new FakeClock();
  const dialled: Dialling[] = [];
  const members = new Map<string, FakeCall>();
  const facts: AuditFact[] = [];
  const rings: { number: string; answer: (call: Result<VoiceCall>) => void }[] = [];
  /** Those that ring until they are answered. */
  const ringing = new Set<string>();
  const service = new PagingService({
    ...{ clock, note: (fact: AuditFact) => facts.push(fact) },
    recordAt: (number) => (number === '710' ? shop : undefined),
    mayPage: (extension) => extension !== '202',
    mayBePaged: (extension) => extension !== '203',
    dialler: {
      dial: async (dialling) => {
        dialled.push(dialling);
        if (dialling.number === '204') return no({ code: 'voice.not-reached', words: 'no' });
        const member = new FakeCall(clock, { service: '710', extension: dialling.number });
        members.set(dialling.number, member);
        if (!ringing.has(dialling.number)) return ok(member);
        return await new Promise((answer) => rings.push({ number: dialling.number, answer }));
      },
    },
  });
  const page = async (facts: Partial<ConstructorParameters<typeof FakeCall>[1]>): Promise<FakeCall> => {
    const call = new FakeCall(clock, { service: '710', ...facts });
    void runStory((story) => service.take(story), call);
    await settled();
    return call;
  };
  return { clock, dialled, members, facts, rings, ringing, page };
}

test('who speaks is heard by those who may be paged, and hears none of them', async () => {
  const { dialled, members, facts, page } = site();
  const speaker = await page({ extension: '209' });
  assert.deepEqual([speaker.room, speaker.part], ['page:shop', { isMuted: false, isDeaf: true }]);
  assert.deepEqual(
    dialled.map(({ number, behalf, answersItself, patienceMs }) => [number, behalf, answersItself, patienceMs]),
    ['201', '202', '204'].map((number) => [number, '209', true, limits.pages.answerMs]),
  );
  for (const member of members.values())
    assert.deepEqual([member.room, member.part], ['page:shop', { isMuted: true, isDeaf: false }]);
  assert.equal(facts[0]?.data, 'Zone shop: 2 of 4 phones, 3 called');
  speaker.hangUp();
  await settled();
  assert.ok([...members.values()].every(({ isOver }) => isOver));
});

test('who may not page, and everybody from outside, is refused before anybody is called', async () => {
  const { dialled, page } = site();
  const barred = await page({ extension: '202' });
  const outside = await page({ number: '0301' });
  const elsewhere = await page({ extension: '209', service: '711' });
  assert.deepEqual([barred.declined, outside.declined, elsewhere.declined, dialled.length], [403, 403, 480, 0]);
});

test('the speaker is not called, and one page at a time goes on in a zone', async () => {
  const { dialled, page } = site();
  const speaker = await page({ extension: '201' });
  assert.deepEqual(
    dialled.map(({ number }) => number),
    ['202', '204'],
  );
  const second = await page({ extension: '209' });
  assert.equal(second.declined, 486);
  speaker.hangUp();
  await settled();
  const third = await page({ extension: '209' });
  assert.equal(third.room, 'page:shop');
});

test('it ends when its time is over', async () => {
  const { clock, members, page } = site();
  const speaker = await page({ extension: '209' });
  clock.advance(shop.limitSeconds * 1_000);
  await settled();
  assert.deepEqual([speaker.heard.at(-1), speaker.isOver], ['paging.over', true]);
  assert.ok([...members.values()].every(({ isOver }) => isOver));
  assert.equal(clock.waiting, 0);
});

test('a phone that answers when the page is over is hung up at once', async () => {
  const { members, ringing, rings, page } = site();
  ringing.add('201');
  const speaker = await page({ extension: '209' });
  speaker.hangUp();
  await settled();
  const late = members.get('201');
  assert.ok(late !== undefined);
  rings[0]?.answer(ok(late));
  await settled();
  assert.deepEqual([late.isOver, late.room], [true, undefined]);
  assert.equal(members.get('202')?.isOver, true);
});

test('where nobody can be reached the speaker is told so', async () => {
  const { members, ringing, rings, page } = site();
  for (const number of ['201', '202']) ringing.add(number);
  const speaker = await page({ extension: '209' });
  assert.deepEqual([speaker.heard, members.size], [[], 2]);
  for (const { answer } of rings) answer(no({ code: 'voice.not-reached', words: 'no' }));
  await settled();
  assert.deepEqual([speaker.heard, speaker.isOver], [['paging.nobody'], true]);
});
