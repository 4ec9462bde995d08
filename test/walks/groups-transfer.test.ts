// Walks of groups and transfers: somebody is put through to a group, and who has been put through is busy.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accepts, offers, refer, told } from './changes.ts';
import { sdp } from './sdp.ts';
import { talk } from './steps.ts';
import { World } from './world.ts';

const group = { number: '290', members: '203 204', overflowExtension: '205' };

function office() {
  const world = new World({ 201: {}, 202: {}, 203: {}, 204: {}, 205: {}, 206: {} }, { 'hunt-groups': [group] });
  const [ada, bob, cy, dee, eve, fay] = ['201', '202', '203', '204', '205', '206'].map((number) => world.phone(number));
  assert.ok(ada !== undefined && bob !== undefined && cy !== undefined);
  assert.ok(dee !== undefined && eve !== undefined && fay !== undefined);
  return { world, ada, bob, cy, dee, eve, fay };
}

test('put through to a group: its members ring in turn, and who answers has the call', () => {
  const { world, ada, bob, cy, dee } = office();
  const { out, back } = talk(ada, bob);
  assert.equal(refer(back, '<sip:290@ringfence>'), 202);
  cy.incoming().answer(486);
  const ringing = dee.incoming();
  ringing.answer(180);
  assert.deepEqual(told(back), ['SIP/2.0 100 Trying', 'SIP/2.0 180 Ringing']);
  offers(ringing);
  accepts(out);
  out.take('ACK');
  ringing.take('ACK');
  assert.deepEqual(told(back), ['SIP/2.0 200 OK']);
  ringing.bye();
  out.take('BYE');
  assert.deepEqual(
    world.record.details.changes.map(({ kind, by, to }) => [kind, by, to]),
    [['blindTransfer', '202', '204']],
  );
  world.end(1);
});

test('put through to a group that does not answer: the overflow rings; where that refuses, the call is as it was', () => {
  const { world, ada, bob, cy, dee, eve } = office();
  const { out, back } = talk(ada, bob);
  refer(back, '<sip:290@ringfence>');
  cy.incoming().answer(486);
  dee.incoming().answer(486);
  eve.incoming().answer(486);
  assert.deepEqual(told(back), ['SIP/2.0 100 Trying', 'SIP/2.0 486 Busy Here']);
  back.bye();
  out.take('BYE');
  world.end(1);
});

test('who has been put through is busy for groups, and who put them through is not', () => {
  const { world, ada, cy, dee, eve, fay } = office();
  const { out, back } = talk(ada, cy);
  refer(back, '<sip:204@ringfence>');
  const ringing = dee.incoming();
  offers(ringing);
  accepts(out);
  out.take('ACK');
  ringing.take('ACK');
  back.take('BYE');
  const call = fay.call('290', sdp());
  cy.incoming().answer(486);
  assert.equal(dee.offered.length, 0);
  eve.incoming().answer(180);
  call.cancel();
  ringing.bye();
  out.take('BYE');
  world.end(2);
});
