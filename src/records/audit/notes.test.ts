// Facts from the call path: written soon, counted when they repeat, never unbounded, never lost unsaid.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, limits, silentLog } from '#base';
import { eachDialect } from '../../storage/testing.ts';
import type { AuditFact, StampedFact } from './entry.ts';
import { NoteQueue } from './notes.ts';
import { openTrail } from './testing.ts';

const refused = (sourceIp: string, user: string): AuditFact => ({
  level: 'medium',
  actor: { user, sourceIp, application: 'SIP', context: 'registrar' },
  action: 'register refused',
  data: 'Reason: wrong secret',
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A queue whose writes are kept in a list, and fail while `broken`. */
function queue() {
  const clock = new FakeClock();
  const written: StampedFact[] = [];
  const state = { broken: false, transactions: 0 };
  const notes = new NoteQueue({ clock, log: silentLog }, async (facts) => {
    if (state.broken) throw new Error('no database');
    state.transactions++;
    written.push(...facts);
  });
  return { clock, written, state, notes };
}

eachDialect('a noted fact is in the trail half a second later, with the time at which it was noted', async (bed) => {
  const clock = new FakeClock();
  const trail = await openTrail(bed, clock);
  const notedAtMs = clock.nowMs();
  trail.note(refused('10.0.0.1', '201'));
  clock.advance(500);
  await trail.flush();
  const [entry] = await trail.list({ limit: 5 });
  assert.deepEqual([entry?.atMs, entry?.action, entry?.user], [notedAtMs, 'register refused', '201']);
  assert.equal((await trail.verify()).finding, undefined);
  await trail.close();
  assert.equal(clock.waiting, 0);
});

test('the same fact from one source: five are written, the others told in one entry', async () => {
  const { clock, written, notes } = queue();
  for (let index = 0; index < 17; index++) notes.note(refused('10.0.0.1', '201'));
  notes.note(refused('10.0.0.2', '201'));
  clock.advance(500);
  await settled();
  assert.equal(written.length, 6);
  clock.advance(59_000);
  await settled();
  assert.equal(written.length, 6);
  clock.advance(500);
  await settled();
  assert.equal(written.length, 7);
  assert.equal(written[6]?.fact.data, 'Reason: wrong secret (12 more in 60 s)');
  assert.equal(written[6]?.fact.actor.sourceIp, '10.0.0.1');
  clock.advance(60_000);
  await settled();
  assert.equal(clock.waiting, 0);
});

test('a guesser who changes the name is counted by source', async () => {
  const { written, notes } = queue();
  for (let index = 0; index < 100; index++) notes.note(refused('10.0.0.1', String(index)));
  await notes.close();
  assert.equal(written.length, limits.audit.sourcePerMinute + 1);
  assert.equal(written.at(-1)?.fact.data, 'from this source: 40 more in 0 s');
  assert.deepEqual([written.at(-1)?.fact.actor.user, written.at(-1)?.fact.actor.sourceIp], ['', '10.0.0.1']);
});

test('a flood from everywhere is counted as a whole, and what is kept of it is bounded', async () => {
  const { written, notes } = queue();
  for (let index = 0; index < 50_000; index++) notes.note(refused(`10.${index >> 8}.${index & 255}.1`, '201'));
  await notes.close();
  assert.equal(written.length, limits.audit.actionPerMinute + 1);
  assert.equal(written.at(-1)?.fact.data, 'from several sources: 49000 more in 0 s');
});

test('while the database fails facts wait, up to a bound; the lost ones are told', async () => {
  const { clock, written, state, notes } = queue();
  state.broken = true;
  for (let index = 0; index < limits.audit.queued + 30; index++)
    notes.note({ ...refused('10.0.0.1', '201'), action: `action ${index}` });
  clock.advance(500);
  await settled();
  assert.equal(written.length, 0);
  await assert.rejects(notes.flush(), /no database/);
  state.broken = false;
  clock.advance(5_000);
  await notes.flush();
  assert.equal(written.length, limits.audit.queued + 1);
  const lost = written.find(({ fact }) => fact.action === 'facts lost');
  assert.match(lost?.fact.data ?? '', /^30 facts/);
  assert.equal(state.transactions, limits.audit.queued / 500);
});
