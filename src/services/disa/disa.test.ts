// DISA with a caller that presses keys: one code, one number, with whose permissions; and what guessing comes to.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '#base';
import type { AuditFact } from '#records';
import { FakeCall, runStory, settled } from '../testing.ts';
import { DisaService } from './disa-service.ts';

interface Bed {
  readonly service: DisaService;
  readonly clock: FakeClock;
  readonly facts: AuditFact[];
  readonly checks: string[];
}

function bed(): Bed {
  const clock = new FakeClock();
  const facts: AuditFact[] = [];
  const checks: string[] = [];
  const service = new DisaService({
    options: () => ({ ringSeconds: 25, prompt: 'silence', attempts: 5, lockMinutes: 15 }),
    codes: () => [
      { name: 'anna', owner: '201', code: '271828' },
      { name: 'bert', owner: '202', code: '90271364' },
      { name: 'cora', owner: '203', code: '602214' },
      { name: 'dora', owner: '204', code: '602214' },
    ],
    guard: {
      checkAny: (key, given, expected) => {
        checks.push(key);
        return expected.indexOf(given);
      },
    },
    note: (fact) => void facts.push(fact),
  });
  return { service, clock, facts, checks };
}

async function take({ service, clock }: Bed, keys: string): Promise<FakeCall> {
  const call = new FakeCall(clock, { service: '580', number: '+4989555' });
  void runStory((story) => service.take(story), call);
  await settled();
  assert.equal(call.isAnswered, false, 'it rings at first');
  clock.advance(25_000);
  await settled();
  call.press(keys);
  await settled();
  clock.advance(60_000);
  await settled();
  return call;
}

test('the code of a person lets one number out on their behalf, and is on record without being told', async () => {
  const ground = bed();
  const call = await take(ground, '271828#0891234#');
  assert.deepEqual(call.transferred, ['0891234 for 201']);
  const [fact] = ground.facts;
  assert.equal(fact?.action, 'DISA code used');
  assert.ok(!JSON.stringify(ground.facts).includes('271828'));
});

test('a wrong code ends the call: nothing is asked further, and nobody is called', async () => {
  const ground = bed();
  const call = await take(ground, '111111#271828#0891234#');
  assert.deepEqual(call.transferred, []);
  assert.ok(call.isOver);
  assert.deepEqual(ground.checks, ['580']);
});

test('a code without a number calls nobody', async () => {
  const call = await take(bed(), '90271364#');
  assert.deepEqual(call.transferred, []);
});

test('who says nothing has guessed nothing: the call ends, and nothing is counted', async () => {
  const ground = bed();
  const call = await take(ground, '');
  assert.ok(call.isOver);
  assert.deepEqual(ground.checks, []);
});

test('a code that two have lets nobody out, and the audit trail names both', async () => {
  const ground = bed();
  const call = await take(ground, '602214#0891234#');
  assert.deepEqual(call.transferred, []);
  assert.ok(call.isOver);
  const [fact] = ground.facts;
  assert.match(fact?.action ?? '', /refused/);
  assert.match(fact?.data ?? '', /Code: cora, dora;/);
});
