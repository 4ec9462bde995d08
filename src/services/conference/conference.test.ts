// The pure conference: its roster, who is heard, lock, moderators and security, by examples and by steps at random.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FakeClock } from '#base';
import type { RoomPart } from '#media';
import {
  Conference,
  type ConferenceSettings,
  type Farewell,
  isMuted,
  type Notice,
  type PartyFacts,
} from './conference.ts';

const usual: ConferenceSettings = {
  ...{ most: 5, lockAllowed: true, mutedOnEntry: false, waitForModerator: false, endWithModerator: false },
  mustBeSecure: false,
};

class Hands {
  readonly parts = new Map<string, RoomPart | undefined>();
  readonly told: string[] = [];
  readonly gone = new Map<string, Farewell>();

  place(id: string, part: RoomPart | undefined): void {
    this.parts.set(id, part);
  }

  tell(id: string, notice: Notice): void {
    this.told.push('party' in notice ? `${id}: ${notice.party.id} ${notice.kind}` : `${id}: ${notice.kind}`);
  }

  dismiss(id: string, why: Farewell): void {
    this.gone.set(id, why);
    this.parts.delete(id);
  }

  /** What was told since this was asked last. */
  news(): string[] {
    return this.told.splice(0);
  }
}

function begin(settings: Partial<ConferenceSettings> = {}) {
  const hands = new Hands();
  const conference = new Conference({ ...usual, ...settings }, hands, new FakeClock());
  const enter = (id: string, facts: Partial<PartyFacts> = {}) =>
    conference.enter({
      ...{ id, number: id, name: '', extension: id, isModerator: false, isSecure: true, spoken: [] },
      ...facts,
    });
  return { hands, conference, enter };
}

test('those who are there are told of who comes and goes', () => {
  const { hands, conference, enter } = begin();
  assert.deepEqual([enter('a'), enter('b'), enter('c')], [undefined, undefined, undefined]);
  assert.deepEqual(hands.news(), ['a: b joined', 'a: c joined', 'b: c joined']);
  conference.leave('a');
  assert.deepEqual(hands.news(), ['b: a left', 'c: a left']);
  assert.deepEqual(
    conference.parties.map(({ id }) => id),
    ['b', 'c'],
  );
  conference.leave('b');
  conference.leave('c');
  assert.equal(conference.isOver, true, 'it is over with the last');
  assert.equal(enter('d'), 'over');
});

test('a full and a locked conference let nobody in, moderators neither', () => {
  const { hands, conference, enter } = begin({ most: 3 });
  for (const id of ['a', 'b', 'c']) enter(id);
  assert.equal(enter('d'), 'full');
  conference.leave('c');
  hands.news();
  assert.equal(conference.lock(true), true);
  assert.deepEqual(hands.news(), ['a: locked', 'b: locked']);
  assert.equal(enter('d', { isModerator: true }), 'locked');
  conference.lock(false);
  assert.equal(enter('d'), undefined);
  assert.equal(begin({ lockAllowed: false }).conference.lock(true), false, 'where it may not be locked');
});

test('nobody comes in twice', () => {
  const { conference, enter } = begin();
  enter('a');
  assert.equal(enter('a'), 'over');
  assert.equal(conference.size, 1);
});

test('before the moderator is there everybody waits, in no room', () => {
  const { hands, enter } = begin({ waitForModerator: true });
  enter('a');
  assert.equal(hands.parts.get('a'), undefined);
  enter('m', { isModerator: true });
  assert.deepEqual(hands.news(), ['a: opened', 'a: m joined']);
  assert.deepEqual(hands.parts.get('a'), { isMuted: false, isDeaf: false });
});

test('it ends with its last moderator where it is to', () => {
  const { hands, conference, enter } = begin({ endWithModerator: true });
  enter('a');
  enter('m', { isModerator: true });
  enter('n', { isModerator: true });
  conference.leave('m');
  assert.equal(conference.isOver, false);
  conference.leave('n');
  assert.deepEqual([conference.isOver, hands.gone.get('a')], [true, 'ended']);
});

test('what a moderator mutes they cannot take back; muting all is of those who come later too', () => {
  const { hands, conference, enter } = begin();
  enter('m', { isModerator: true });
  enter('a');
  conference.muteAll(true);
  enter('b');
  conference.muteSelf('a', false);
  assert.deepEqual(
    ['m', 'a', 'b'].map((id) => hands.parts.get(id)?.isMuted),
    [false, true, true],
  );
  conference.muteSelf('b', true);
  conference.muteAll(false);
  assert.deepEqual(
    ['m', 'a', 'b'].map((id) => hands.parts.get(id)?.isMuted),
    [false, false, false],
  );
});

test('muted on entry is everybody but moderators, and they may take it back themselves', () => {
  const { hands, conference, enter } = begin({ mutedOnEntry: true });
  enter('m', { isModerator: true });
  enter('a');
  assert.deepEqual([hands.parts.get('m')?.isMuted, hands.parts.get('a')?.isMuted], [false, true]);
  conference.muteSelf('a', false);
  assert.equal(hands.parts.get('a')?.isMuted, false);
});

test('everybody is told when it is not encrypted throughout any more, and when it is again', () => {
  const { hands, conference, enter } = begin();
  enter('a');
  enter('b', { isSecure: false });
  assert.deepEqual(hands.news(), ['a: b joined', 'a: insecure', 'b: insecure']);
  enter('c');
  assert.deepEqual(hands.news(), ['a: c joined', 'b: c joined', 'c: insecure'], 'who comes is told what is so');
  conference.leave('b');
  assert.deepEqual(hands.news(), ['a: b left', 'c: b left', 'a: secure', 'c: secure']);
});

test('where everybody must be encrypted, who is not does not come in, and who is not any more leaves', () => {
  const { hands, conference, enter } = begin({ mustBeSecure: true });
  enter('a');
  assert.equal(enter('b', { isSecure: false }), 'not encrypted');
  enter('c');
  conference.update('c', { number: 'c', name: '', extension: 'c', isSecure: false, spoken: [] });
  assert.equal(hands.gone.get('c'), 'not encrypted');
  assert.equal(conference.isSecure, true);
});

test('who takes the place of a moderator is none, and muted as everybody is', () => {
  const { hands, conference, enter } = begin({ endWithModerator: true });
  enter('m', { isModerator: true });
  enter('n', { isModerator: true });
  conference.muteAll(true);
  conference.update('m', { number: '555', name: '', extension: '', isSecure: true, spoken: [] });
  assert.equal(conference.party('m')?.isModerator, false);
  assert.equal(hands.parts.get('m')?.isMuted, true);
  conference.update('n', { number: '556', name: '', extension: '', isSecure: true, spoken: [] });
  assert.equal(conference.isOver, true, 'the last moderator has gone with it');
});

test('who is put in the place of another is told of, and does not stay in a locked conference', () => {
  const { hands, conference, enter } = begin();
  for (const id of ['a', 'b']) enter(id);
  hands.news();
  conference.update('b', { number: '555', name: '', extension: '', isSecure: true, spoken: [] });
  assert.deepEqual(hands.news(), ['a: b left', 'a: b joined']);
  conference.lock(true);
  conference.update('b', { number: '556', name: '', extension: '', isSecure: true, spoken: [] });
  assert.equal(hands.gone.get('b'), 'locked');
});

test('the last who came is removed, neither who asks nor a moderator', () => {
  const { hands, conference, enter } = begin();
  for (const id of ['m', 'a', 'b', 'n']) enter(id, { isModerator: id === 'm' || id === 'n' });
  assert.equal(conference.lastOf('m')?.id, 'b');
  assert.equal(conference.remove('b'), true);
  assert.equal(hands.gone.get('b'), 'removed');
  conference.remove('a');
  assert.equal(conference.lastOf('m'), undefined);
});

type Step = (
  conference: Conference,
  enter: (id: string, facts?: Partial<PartyFacts>) => unknown,
  model: Map<string, boolean>,
) => void;

const who = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(who, fc.boolean(), fc.boolean()).map(
    ([id, isModerator, isSecure]): Step =>
      (conference, enter, model) => {
        const wasLocked = conference.isLocked;
        const before = conference.size;
        if (enter(id, { isModerator, isSecure }) === undefined) model.set(id, true);
        if (wasLocked) assert.equal(conference.size, before, 'locked: nobody comes in');
      },
  ),
  who.map(
    (id): Step =>
      (conference, _, model) => {
        conference.leave(id);
        model.delete(id);
      },
  ),
  fc.tuple(who, fc.boolean()).map(
    ([id, on]): Step =>
      (conference) =>
        void conference.mute(id, on),
  ),
  fc.tuple(who, fc.boolean()).map(
    ([id, on]): Step =>
      (conference) =>
        void conference.muteSelf(id, on),
  ),
  fc.boolean().map(
    (on): Step =>
      (conference) =>
        conference.muteAll(on),
  ),
  fc.boolean().map(
    (on): Step =>
      (conference) =>
        void conference.lock(on),
  ),
  who.map(
    (id): Step =>
      (conference) =>
        void conference.remove(id),
  ),
  fc.tuple(who, fc.boolean(), fc.boolean()).map(
    ([id, isSecure, isOther]): Step =>
      (conference) =>
        conference.update(id, {
          number: isOther ? '9' : id,
          name: '',
          extension: isOther ? '' : id,
          isSecure,
          spoken: [],
        }),
  ),
);

test('whatever happens in whatever order: nobody is heard who is muted or waits, and the roster is who is there', () => {
  const settings = fc.record({
    ...{ most: fc.integer({ min: 2, max: 6 }), lockAllowed: fc.boolean(), mutedOnEntry: fc.boolean() },
    ...{ waitForModerator: fc.boolean(), endWithModerator: fc.boolean(), mustBeSecure: fc.boolean() },
  });
  fc.assert(
    fc.property(settings, fc.array(step, { maxLength: 60 }), (given, steps) => {
      const { hands, conference, enter } = begin(given);
      const model = new Map<string, boolean>();
      for (const take of steps) {
        take(conference, enter, model);
        for (const id of hands.gone.keys()) model.delete(id);
        hands.gone.clear();
        holds(conference, hands, model);
      }
    }),
    { numRuns: 500 },
  );
});

function holds(conference: Conference, hands: Hands, model: ReadonlyMap<string, boolean>): void {
  const { parties, settings } = conference;
  assert.deepEqual(parties.map(({ id }) => id).sort(), [...model.keys()].sort(), 'the roster');
  assert.ok(parties.length <= settings.most);
  for (const party of parties) {
    const part = hands.parts.get(party.id);
    assert.equal(part === undefined, !conference.isOpen, 'who waits is in no room');
    if (part !== undefined) assert.equal(part.isMuted, isMuted(party), 'as muted as the roster says');
    if (conference.allMuted && party.mutedByModerator) assert.equal(part?.isMuted ?? true, true);
    if (settings.mustBeSecure) assert.equal(party.isSecure, true, 'nobody in clear');
  }
  if (parties.length === 0 && conference.isOver) assert.equal(conference.whyNot({ isSecure: true }), 'over');
}
