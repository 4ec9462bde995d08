// Tests of what changes, told to those who look on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '#base';
import type { ActiveSession } from '#security';
import { Changes } from './changes.ts';
import { sessionForTests } from './testing.ts';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function make(hidden: readonly string[] = []) {
  const clock = new FakeClock();
  const changes = new Changes(clock);
  const told: string[] = [];
  const stop = new AbortController();
  let end: (why: string) => void = () => undefined;
  const session: ActiveSession = {
    ...sessionForTests,
    onEnd: (ended) => {
      end = ended;
      return () => undefined;
    },
  };
  const watching = changes.watch(
    session,
    (what) => !hidden.includes(what),
    async (chunk) => void told.push(chunk),
    stop.signal,
  );
  const pass = async (): Promise<void> => {
    clock.advance(300);
    await tick();
  };
  return { clock, changes, told, stop, watching, pass, endSession: () => end('ended') };
}

test('changes are gathered for a moment and told once; several records of one form without a key', async () => {
  const { changes, told, pass, clock } = make();
  changes.note('numbering', '');
  changes.note('users', '201');
  changes.note('users', '202');
  changes.note('listeners', 'https');
  changes.note('listeners', 'https');
  clock.advance(299);
  await tick();
  assert.deepEqual(told, []);
  await pass();
  assert.deepEqual(
    told.map((line) => JSON.parse(line)),
    [{ what: 'numbering', key: '' }, { what: 'users' }, { what: 'listeners', key: 'https' }],
  );
  await pass();
  assert.equal(told.length, 3);
});

test('nobody is told of what they may not see', async () => {
  const { changes, told, pass } = make(['admin-policies']);
  changes.note('admin-policies', 'root');
  changes.note('numbering');
  await pass();
  assert.deepEqual(told, ['{"what":"numbering"}']);
});

test('the end of the session is the last thing told; a page that has gone is told nothing', async () => {
  const ended = make();
  ended.endSession();
  await ended.watching;
  assert.deepEqual(ended.told, ['{"what":"session"}']);
  const gone = make();
  gone.stop.abort();
  await gone.watching;
  assert.deepEqual(gone.told, []);
  for (const { changes, clock } of [ended, gone]) {
    assert.equal(changes.watchers, 0);
    changes.note('numbering');
    assert.equal(clock.waiting, 0, 'nothing is gathered for nobody');
  }
});

test('one who does not read misses no form, and others do not wait for them', async () => {
  const clock = new FakeClock();
  const changes = new Changes(clock);
  const { signal } = new AbortController();
  let release: () => void = () => undefined;
  const slow: string[] = [];
  const quick: string[] = [];
  void changes.watch(
    sessionForTests,
    () => true,
    (chunk) => {
      slow.push(chunk);
      return new Promise((resolve) => {
        release = resolve;
      });
    },
    signal,
  );
  void changes.watch(
    sessionForTests,
    () => true,
    async (chunk) => void quick.push(chunk),
    signal,
  );
  for (let round = 0; round < 100; round++) {
    changes.note(round % 2 === 0 ? 'calls' : 'registrations');
    clock.advance(300);
    await tick();
  }
  assert.equal(quick.length, 100);
  assert.equal(slow.length, 1);
  for (let round = 0; round < 5; round++) {
    release();
    await tick();
  }
  assert.deepEqual(slow, ['{"what":"calls"}', '{"what":"registrations"}', '{"what":"calls"}']);
});
