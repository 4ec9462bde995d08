// Conferences as callers hear them: the PIN, the name, keys, removal, the view's actions; and that guessing opens nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '#base';
import { settled } from '../testing.ts';
import { conferenceSite, pins } from './testing.ts';

const inRoom = { room: 'conference:board', part: { isMuted: false, isDeaf: false } };

test('an extension comes in without a PIN, and one that moderates moderates', async () => {
  const { service, enter } = conferenceSite();
  const boss = await enter({ extension: '201' });
  const other = await enter({ extension: '202' }, '#');
  assert.deepEqual([boss.room, boss.part], [inRoom.room, inRoom.part]);
  assert.deepEqual(
    service.rows().map(({ number, moderator, state, conference }) => [number, moderator, state, conference]),
    [
      ['201', true, 'heard', 'board'],
      ['202', false, 'heard', 'board'],
    ],
  );
  assert.deepEqual(boss.heard.slice(-1), ['tone 880']);
  other.hangUp();
  await settled();
  assert.deepEqual(boss.heard.slice(-1), ['tone 440']);
  assert.equal(service.rows().length, 1);
});

test('whoever moderates may give a PIN instead', async () => {
  const { service, enter } = conferenceSite();
  await enter({ extension: '203' }, `${pins.moderatorPin}#`);
  await enter({ number: '0301' }, `${pins.moderatorPin}#`);
  await enter({ number: '0302' }, `${pins.pin}#`);
  assert.deepEqual(
    service.rows().map(({ moderator }) => moderator),
    [true, true, false],
  );
});

test('callers from outside need a PIN: three tries, one answer for wrong and for none at all', async () => {
  const { enter, guard } = conferenceSite([{}, { name: 'inner', pin: false, moderatorPin: false }]);
  const wrong = await enter({}, '111222#333444#555666#');
  assert.deepEqual(wrong.heard, [
    'conference.welcome',
    ...Array.from({ length: limits.conferences.tries }, () => ['conference.enter-pin', 'conference.wrong-pin']).flat(),
    'conference.goodbye',
  ]);
  assert.deepEqual([wrong.isOver, guard.checked], [true, 3]);
  const none = await enter({ service: '701' }, '111222#333444#555666#');
  assert.deepEqual(none.heard, wrong.heard);
  const silent = await enter({});
  assert.equal(silent.isOver, false);
  silent.hangUp();
});

test('of two PINs that are the same none makes a moderator', async () => {
  const same = '739105';
  const { service, enter } = conferenceSite([{}], { pin: same, moderatorPin: same });
  await enter({}, `${same}#`);
  assert.equal(service.rows()[0]?.moderator, false);
});

test('100,000 guesses open nothing, and another conference notices nothing', async () => {
  const { clock, enter } = conferenceSite([{}, { name: 'other' }]);
  for (let guess = 0; guess < 100_000; ) {
    let keys = '';
    // From 700000 on, so that the right one is among them.
    for (let tries = 0; tries < 3; tries++) keys += `${700_000 + guess++}#`;
    const guesser = await enter({ number: '0309' }, keys);
    assert.deepEqual([guesser.isOver, guesser.room], [true, undefined]);
    if (guess % 30_000 === 0) {
      const honest = await enter({ service: '701', number: '0301' }, `${pins.pin}#`);
      assert.equal(honest.room, 'conference:other');
      honest.hangUp();
    }
  }
  const right = await enter({ number: '0309' }, `${pins.pin}#`);
  assert.equal(right.room, undefined, 'while locked the right one is not taken either');
  right.hangUp();
  clock.advance(180_000);
  const later = await enter({ number: '0301' }, `${pins.pin}#`);
  assert.equal(later.room, 'conference:board');
});

test('a name is asked of callers from outside and told to the others; of extensions it is the one they have', async () => {
  const { enter } = conferenceSite([{ entry: 'name' }]);
  const boss = await enter({ extension: '201' });
  assert.ok(!boss.heard.includes('conference.say-your-name'));
  const guest = await enter({ number: '0301' }, `${pins.pin}#`);
  assert.ok(guest.heard.includes('conference.say-your-name'));
  assert.deepEqual(boss.heard.slice(-2), ['sound 8000', 'conference.has-joined']);
  await enter({ extension: '202' }, '#');
  assert.deepEqual(boss.heard.slice(-2), ['name.202', 'conference.has-joined']);
  await enter({ extension: '203' }, '#');
  assert.deepEqual(boss.heard.slice(-4), ['digit.2', 'digit.0', 'digit.3', 'conference.has-joined']);
});

test('who says nothing is told by number, and a withheld one as somebody', async () => {
  const { call, start, enter } = conferenceSite([{ entry: 'name' }]);
  const boss = await enter({ extension: '201' });
  const quiet = call({ number: '0301' });
  quiet.nameMs = 0;
  await start(quiet, `${pins.pin}#`);
  assert.deepEqual(boss.heard.slice(-2), ['digit.1', 'conference.has-joined']);
  const unknown = call({ number: '' });
  unknown.nameMs = 100;
  await start(unknown, `${pins.pin}#`);
  assert.deepEqual(boss.heard.slice(-2), ['conference.somebody', 'conference.has-joined']);
});

test('star six mutes and lets be heard again', async () => {
  const { enter } = conferenceSite();
  const one = await enter({ extension: '202' }, '#');
  one.press('*6');
  await settled();
  assert.deepEqual([one.part?.isMuted, one.heard.at(-1)], [true, 'conference.muted']);
  one.press('*6');
  await settled();
  assert.deepEqual([one.part?.isMuted, one.heard.at(-1)], [false, 'conference.unmuted']);
});

test('star alone tells the menu, which is another for moderators', async () => {
  const { clock, enter } = conferenceSite();
  const boss = await enter({ extension: '201' });
  const other = await enter({ extension: '202' }, '#');
  for (const caller of [boss, other]) caller.press('*');
  await settled();
  clock.advance(3_000);
  await settled();
  assert.deepEqual([boss.heard.at(-1), other.heard.at(-1)], ['conference.menu-moderator', 'conference.menu']);
  boss.press('3');
  other.press('3');
  await settled();
  assert.ok(boss.heard.includes('conference.in-conference') && boss.heard.includes('name.202'));
  assert.ok(other.heard.includes('conference.people-here') && !other.heard.includes('name.202'));
});

test('only a moderator locks, mutes all, removes and ends; what others feel is on record', async () => {
  const { facts, service, enter } = conferenceSite();
  const boss = await enter({ extension: '201' });
  const one = await enter({ extension: '202' }, '#');
  const two = await enter({ extension: '203' }, '#');
  for (const key of ['1', '2', '4', '9']) one.press(`*${key}`);
  await settled();
  assert.deepEqual([service.rows().length, service.rows()[0]?.locked, two.part?.isMuted], [3, false, false]);
  boss.press('*2');
  await settled();
  assert.deepEqual([one.part?.isMuted, boss.part?.isMuted], [true, false]);
  one.press('*6');
  await settled();
  assert.deepEqual([one.part?.isMuted, one.heard.at(-1)], [true, 'conference.cannot-unmute']);
  boss.press('*1');
  await settled();
  const late = await enter({ extension: '204' }, '#');
  assert.deepEqual([late.heard.at(-1), late.isOver], ['conference.locked', true]);
  boss.press('*4');
  await settled();
  assert.deepEqual([two.heard.at(-1), two.isOver, two.room], ['conference.removed', true, undefined]);
  boss.press('*9');
  await settled();
  assert.deepEqual([one.isOver, boss.isOver, service.rows().length], [true, true, 0]);
  assert.deepEqual(
    facts.map(({ action, actor }) => [action, actor.user]),
    [
      ['lock conference', '201'],
      ['remove from conference', '201'],
      ['end conference', '201'],
    ],
  );
  const again = await enter({ extension: '204' }, '#');
  assert.equal(again.room, 'conference:board', 'the next conference is open');
});

test('who waits for the moderator hears music, and is in the room when they come', async () => {
  const { enter } = conferenceSite([{ waitForModerator: true }]);
  const one = await enter({ extension: '202' }, '#');
  assert.deepEqual([one.room, one.music_], [undefined, 'music.calm']);
  await enter({ extension: '203' }, '#');
  assert.equal(one.heard.at(-1), 'conference.waiting-for-moderator', 'who else waits is not told');
  await enter({ extension: '201' });
  assert.deepEqual([one.room, one.music_], ['conference:board', '']);
  assert.ok(one.heard.includes('conference.moderator-here'));
});

test('where everybody must be encrypted, who is not hears why before any PIN, and who is not any more has to leave', async () => {
  const { clock, guard, enter } = conferenceSite([{ encryption: 'required' }]);
  const clear = await enter({ number: '0301', isSecure: false }, `${pins.pin}#`);
  assert.deepEqual([clear.heard, clear.isOver, guard.checked], [['conference.not-encrypted'], true, 0]);
  const one = await enter({ extension: '202' }, '#');
  one.isSecure = false;
  clock.advance(limits.conferences.lookMs);
  await settled();
  assert.deepEqual([one.room, one.heard.at(-1), one.isOver], [undefined, 'conference.not-encrypted', true]);
});

test('where it is announced, everybody hears that not everybody is encrypted, and the view shows it', async () => {
  const { service, enter } = conferenceSite();
  const boss = await enter({ extension: '201' });
  const clear = await enter({ number: '0301', isSecure: false }, `${pins.pin}#`);
  for (const caller of [boss, clear]) assert.equal(caller.heard.at(-1), 'conference.not-all-encrypted');
  assert.deepEqual(
    service.rows().map(({ security, everybody }) => [security, everybody]),
    [
      ['secure', 'insecure'],
      ['insecure', 'insecure'],
    ],
  );
  clear.hangUp();
  await settled();
  assert.equal(boss.heard.at(-1), 'conference.all-encrypted');
});

test('an ad hoc conference is the own one of its extension: only who is put through by it comes in', async () => {
  const { service, enter } = conferenceSite([{ adHoc: true }]);
  const stranger = await enter({ number: '0301' });
  assert.deepEqual([stranger.declined, stranger.isAnswered], [403, false]);
  const early = await enter({ number: '0301', transferredBy: '202' });
  assert.deepEqual([early.heard, early.isOver], [['conference.none'], true]);
  const owner = await enter({ extension: '202' });
  const guest = await enter({ number: '0302', transferredBy: '202' });
  const other = await enter({ extension: '203' });
  assert.deepEqual(
    [owner.room, guest.room, other.room],
    ['conference:board:202', 'conference:board:202', 'conference:board:203'],
  );
  assert.deepEqual(
    service.rows().map(({ number, moderator }) => [number, moderator]),
    [
      ['202', true],
      ['0302', false],
      ['203', true],
    ],
  );
  assert.equal(service.together('700'), 'conference:board', 'all of a number lie in one thread');
});

test('the view mutes, lets be heard, removes, locks and ends', async () => {
  const { service, enter } = conferenceSite();
  const boss = await enter({ extension: '201' });
  const one = await enter({ extension: '202' }, '#');
  assert.equal(service.act('mute', one.id), true);
  await settled();
  assert.deepEqual([one.part?.isMuted, one.heard.at(-1)], [true, 'conference.muted-by-moderator']);
  service.act('unmute', one.id);
  assert.equal(one.part?.isMuted, false);
  service.act('lock', boss.id);
  await settled();
  assert.equal(boss.heard.at(-1), 'conference.locked-now');
  service.act('remove', one.id);
  assert.equal(one.room, undefined, 'not heard from that moment');
  await settled();
  assert.equal(one.isOver, true);
  service.act('end', boss.id);
  await settled();
  assert.deepEqual([boss.isOver, service.act('end', boss.id)], [true, false]);
});

test('a storm of keys is bounded, and the conference goes on', async () => {
  const { clock, enter } = conferenceSite();
  const one = await enter({ extension: '202' }, '#');
  one.press('*6'.repeat(5_000));
  await settled();
  assert.ok(one.heard.length < 2 * limits.conferences.keys);
  one.press('#');
  clock.advance(limits.conferences.lookMs);
  await settled();
  assert.equal(one.isOver, false);
});

test('sixty parties come and go, and nothing is left', async () => {
  const { clock, service, enter } = conferenceSite([{ entry: 'name', waitForModerator: true }]);
  const parties = [];
  for (let party = 0; party < 60; party++) parties.push(await enter({ extension: String(300 + party) }, '#'));
  const late = await enter({ extension: '999' }, '#');
  assert.deepEqual([service.rows().length, late.heard.at(-1)], [60, 'conference.full']);
  for (const party of parties) party.hangUp();
  await settled();
  assert.deepEqual([service.rows().length, clock.waiting], [0, 0]);
});
