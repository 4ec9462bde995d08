// Walks of call completion: an extension that is busy is called as soon as both are free, by a call that the system makes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { accepts, fourPhones } from './changes.ts';
import { answerSdp, sdp } from './sdp.ts';
import { talk } from './steps.ts';

/** Cy wants Bob, who talks with Ada. */
function wanted() {
  const walk = fourPhones();
  const { out, back } = talk(walk.ada, walk.bob);
  const asked = walk.cy.call('*37202', sdp({ of: 5 }));
  return { ...walk, out, back, asked };
}

async function confirmed(walk: ReturnType<typeof wanted>): Promise<void> {
  await walk.world.settle();
  walk.asked.take(200);
  walk.asked.ack();
  walk.asked.take('BYE');
}

test('when both are free the one who asked is called, and put through', async () => {
  const walk = wanted();
  const { world, out, bob, cy } = walk;
  await confirmed(walk);
  world.pass(60_000);
  assert.deepEqual(cy.offered, []);
  out.bye();
  world.pass(4_000);
  const rung = cy.incoming();
  assert.match(rung.invited?.get(Header.From) ?? '', /^"Bob" <sip:202@/);
  rung.take('INVITE');
  rung.answer(200, sdp({ of: 30 }));
  assert.match(rung.take('ACK').body, /a=inactive/);
  const reached = bob.incoming();
  assert.match(reached.invited?.get(Header.From) ?? '', /^"Cy" <sip:203@/);
  reached.answer(200, sdp({ of: 31 }));
  accepts(rung, 32);
  reached.take('ACK');
  assert.deepEqual(
    [...world.server.calls.values()].map(({ state, security }) => [state, security.secure]),
    [['talking', true]],
  );
  rung.bye();
  reached.take('BYE');
  const last = world.records.at(-1);
  assert.deepEqual(
    [last?.caller.number, last?.called.number, last?.dialled, last?.details.changes.map(({ kind }) => kind)],
    ['203', '202', '202', ['callback']],
  );
  world.end(3);
});

test('who takes one call at a time, and forwards the others, is waited for and not whom they forward to', async () => {
  const walk = fourPhones();
  const { world, bob, cy, di } = walk;
  world.set('202', { callWaiting: false, forwardBusy: '204' });
  const { out, back } = talk(walk.ada, bob);
  const asked = cy.call('*37202', sdp({ of: 5 }));
  await confirmed({ ...walk, out, back, asked });
  out.bye();
  back.take('BYE');
  world.pass(4_000);
  const rung = cy.incoming();
  assert.match(rung.invited?.get(Header.From) ?? '', /^"Bob" <sip:202@/);
  rung.take('INVITE');
  rung.answer(200, sdp({ of: 30 }));
  rung.take('ACK');
  const reached = bob.incoming();
  assert.deepEqual(di.offered, []);
  reached.answer(200, sdp({ of: 31 }));
  accepts(rung, 32);
  reached.take('ACK');
  rung.bye();
  reached.take('BYE');
  world.end(3);
});

test('who asked is busy themselves, and is called when they are free again', async () => {
  const walk = wanted();
  const { world, out, cy, di } = walk;
  await confirmed(walk);
  const other = talk(cy, di, sdp({ of: 6 }), answerSdp({ of: 7 }));
  out.bye();
  world.pass(10_000);
  assert.deepEqual(cy.offered, []);
  other.out.bye();
  world.pass(4_000);
  cy.incoming().answer(603);
  world.end(3);
});

test('the one who was wanted is busy again: it ends with the reason, and nobody is called back for it', async () => {
  const walk = wanted();
  const { world, out, bob, cy } = walk;
  await confirmed(walk);
  out.bye();
  world.pass(4_000);
  const rung = cy.incoming();
  rung.answer(200, sdp({ of: 30 }));
  rung.take('ACK');
  bob.incoming().answer(486);
  assert.match(rung.take('BYE').get(Header.Reason) ?? '', /cause=486/);
  assert.deepEqual(cy.offered, []);
  world.end(3);
});

test('taken back, or forgotten after its time', async () => {
  const walk = wanted();
  const { world, out, cy } = walk;
  await confirmed(walk);
  const off = cy.call('*38', sdp({ of: 5 }));
  await world.settle();
  off.take(200);
  off.ack();
  out.bye();
  world.pass(10_000);
  assert.deepEqual(cy.offered, []);
  const nothing = cy.call('*38', sdp({ of: 5 }));
  await world.settle();
  nothing.take('404 INVITE');
  world.end(4);
});

test('what cannot be wanted: nobody, oneself, garbage', async () => {
  const { world, cy } = fourPhones();
  for (const [code, status] of [
    ['*37299', 404],
    ['*37203', 404],
    ['*37', 484],
    ['*37abc', 404],
  ] as const) {
    const call = cy.call(code, sdp({ of: 5 }));
    await world.settle();
    call.take(`${status} INVITE`);
  }
  world.end(4);
});
