// Walks of forwards and groups together: a forward that leads to a group, an overflow that leads to who forwards, and members who
// forward their own calls, or take one call at a time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserAndServices } from '#calls';
import type { Patch } from '#forms';
import { Header } from '#sip';
import type { SiteRecords } from '../../src/calls/routing/testing.ts';
import { accepts, offers, refer, told } from './changes.ts';
import type { Phone } from './phone.ts';
import { answerSdp, sdp } from './sdp.ts';
import { talk } from './steps.ts';
import { World } from './world.ts';

/** 201 calls; group 290 has 203 and 204. */
function office(
  stations: Readonly<Record<string, Partial<UserAndServices>>>,
  group: Patch = {},
  more: SiteRecords = {},
) {
  const all = { 201: {}, 202: { name: 'Bob' }, 203: {}, 204: {}, 205: {}, ...stations };
  const world = new World(all, { 'hunt-groups': [{ number: '290', members: '203 204', ...group }], ...more });
  const [ada, bob, cy, dee, eve] = ['201', '202', '203', '204', '205'].map((number) => world.phone(number));
  assert.ok(ada !== undefined && bob !== undefined && cy !== undefined && dee !== undefined && eve !== undefined);
  return { world, ada, bob, cy, dee, eve };
}

const forwards = ({ record }: World): string => record.details.forwards.map(({ by, why }) => `${by} ${why}`).join(', ');

function answeredAt(phone: Phone, out: ReturnType<Phone['call']>): void {
  const back = phone.incoming();
  back.answer(200, answerSdp());
  out.take(200);
  back.take('ACK');
  out.ack();
  out.bye();
  back.take('BYE');
}

test('who is busy forwards to a group: its members ring one after the other, and are told by whom', () => {
  const { world, ada, bob, cy, dee } = office({ 202: { name: 'Bob', forwardBusy: '290' } });
  const out = ada.call('202', sdp());
  bob.incoming().answer(486);
  const first = cy.incoming();
  assert.match(first.invited?.get(Header.Diversion) ?? '', /^"Bob" <sip:202@[^>]+>;reason=user-busy;counter=1$/);
  first.answer(486);
  answeredAt(dee, out);
  const { details, called } = world.record;
  assert.deepEqual([called.number, details.group, forwards(world)], ['204', '290', '202 busy']);
  world.end(1);
});

test('a group does not ring who has passed the call on to it', () => {
  const { world, ada, cy, dee } = office({ 203: { forwardNoAnswer: '290', noAnswerSeconds: 5 } });
  const out = ada.call('203', sdp());
  const first = cy.incoming();
  first.answer(180);
  world.pass(6_000);
  first.take('CANCEL');
  answeredAt(dee, out);
  assert.equal(cy.offered.length, 0);
  world.end(1);
});

test('members follow no forward of their own while the group rings them, nor take its calls along', () => {
  const own = { forwardAlways: '205', forwardBusy: '205', forwardNoAnswer: '205', noAnswerSeconds: 5 };
  const { world, ada, cy, dee, eve } = office({ 203: own, 204: { ...own, forwardAlways: '' } }, { memberSeconds: 10 });
  const out = ada.call('290', sdp());
  const first = cy.incoming();
  world.pass(6_000);
  assert.equal(dee.offered.length, 0, 'the time is that of the group');
  first.answer(486);
  dee.incoming().answer(486);
  out.take(486);
  assert.equal(eve.offered.length, 0);
  const direct = ada.call('204', sdp());
  dee.incoming().answer(486);
  answeredAt(eve, direct);
  world.end(2);
});

for (const [why, status] of [
  ['busy', 486],
  ['no answer', 0],
] as const)
  test(`a group overflows to who forwards the call in turn (${why})`, () => {
    const onward = { forwardBusy: '205', forwardNoAnswer: '205', noAnswerSeconds: 5 };
    const { world, ada, bob, cy, dee, eve } = office({ 202: onward }, { overflowExtension: '202' });
    const out = ada.call('290', sdp());
    cy.incoming().answer(486);
    dee.incoming().answer(486);
    const ringing = bob.incoming();
    if (status === 0) world.pass(6_000);
    else ringing.answer(status);
    answeredAt(eve, out);
    const { details, called } = world.record;
    assert.deepEqual([called.number, details.group, forwards(world)], ['205', '290', `202 ${why}`]);
    world.end(1);
  });

test('a group that has not answered is not asked again by whoever it overflows to', () => {
  const { world, ada, bob, cy, dee } = office({ 202: { forwardBusy: '290' } }, { overflowExtension: '202' });
  const out = ada.call('290', sdp());
  cy.incoming().answer(486);
  dee.incoming().answer(486);
  bob.incoming().answer(486);
  out.take(482);
  assert.equal(world.record.details.code, 'calls.group-loop');
  assert.equal(world.audit.length, 0, 'nobody was kept from the public network');
  world.end(1);
});

test('all at once: who takes one call at a time and has one is passed over, who has call waiting is not', () => {
  const { world, ada, bob, cy, dee, eve } = office({ 203: { callWaiting: false } }, { kind: 'ringAll' });
  const busy = [talk(bob, cy), talk(eve, dee)];
  const out = ada.call('290', sdp());
  assert.equal(cy.offered.length, 0);
  answeredAt(dee, out);
  for (const { out: other, back } of busy) {
    other.bye();
    back.take('BYE');
  }
  world.end(3);
});

test('all at once, and everybody takes one call at a time and has one: busy', () => {
  const one = { callWaiting: false };
  const { world, ada, cy, dee } = office({ 203: one, 204: one }, { kind: 'ringAll' });
  const { out: other, back } = talk(cy, dee);
  const out = ada.call('290', sdp());
  out.take(486);
  other.bye();
  back.take('BYE');
  world.end(2);
});

test('a transfer follows the forward of whom it goes to, and the record tells; who is behind the call stays', () => {
  const { world, ada, bob, cy, dee } = office({ 203: { forwardBusy: '204' } });
  const { out, back } = talk(ada, bob);
  assert.equal(refer(back, '<sip:203@ringfence>'), 202);
  cy.incoming().answer(486);
  const ringing = dee.incoming();
  assert.match(ringing.invited?.get(Header.Diversion) ?? '', /<sip:203@[^>]+>;reason=user-busy/);
  offers(ringing);
  accepts(out);
  out.take('ACK');
  ringing.take('ACK');
  assert.ok(told(back).includes('SIP/2.0 200 OK'));
  ringing.bye();
  out.take('BYE');
  assert.deepEqual([forwards(world), world.record.details.forwardedBy], ['203 busy', '']);
  world.end(1);
});
