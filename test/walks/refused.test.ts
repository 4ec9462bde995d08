// Walks of calls that are decided without ringing: numbers, feature codes, and requests that ask for what there is not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { answerSdp, sdp } from './sdp.ts';
import { talk } from './steps.ts';
import type { CallChoice } from './texts.ts';
import { World } from './world.ts';

const dial = (world: World, number: string, choice: CallChoice = {}, body = sdp()) => {
  const phone = world.phone('201');
  return phone.call(number, body, choice);
};

/** What is dialled, what is heard, and the words of Reason header and record. */
const numbers: readonly (readonly [string, number, string])[] = [
  ['299', 404, 'The number 299 is not in use'],
  ['204', 404, 'The number 204 is not in use'],
  ['0044', 404, 'The number 0044 is not in use'],
  ['+4420123', 404, 'The number +4420123 is not in use'],
  ['anna', 403, 'No rule lets this call through'],
  ['*99', 403, 'No rule lets this call through'],
  ['%0d%0aEvil:%20yes', 403, 'No rule lets this call through'],
  ['203', 480, 'No phone of extension 203 is registered'],
  ['201', 486, 'An extension cannot call itself'],
];

for (const [dialled, status, words] of numbers) {
  test(`${dialled} is dialled: ${status} ${words}`, () => {
    const world = new World({ 201: {}, 203: {}, 204: { enabled: false } });
    const out = dial(world, 'x', { uri: `sip:${dialled.replace(':', '%3A')}@ringfence` });
    const answer = out.take(status);
    assert.equal(answer.get(Header.Reason), `SIP;cause=${status};text="${words}"`);
    assert.doesNotMatch(answer.head, /^Evil/m);
    assert.deepEqual([world.record.outcome, world.record.status, world.record.cause], ['refused', status, words]);
    world.end(1);
  });
}

/** Ways to write the number 202. */
const uris = [
  'tel:202',
  'tel:2-0.2;phone-context=ringfence',
  'sip:202;phone-context=ringfence@ringfence;user=phone',
  'sip:%32%30%32@192.0.2.1:5061;transport=tls',
  'sip:202@[2001:db8::1]',
];

for (const uri of uris) {
  test(`${uri} is extension 202`, () => {
    const world = new World();
    const bob = world.phone('202');
    const out = dial(world, '202', { uri });
    bob.incoming().answer(486);
    out.take(486);
    assert.equal(world.record.dialled, '202');
    world.end(1);
  });
}

test('an extension that does not want to be disturbed is busy, and its phones do not ring', () => {
  const world = new World({ 201: {}, 202: { doNotDisturb: true } });
  const bob = world.phone('202');
  dial(world, '202').take(486);
  assert.equal(bob.offered.length, 0);
  assert.equal(world.record.outcome, 'busy');
  world.end(1);
});

test('do not disturb is dialled on and off: answered without media, then ended', async () => {
  const world = new World();
  const alice = world.phone('201');
  const states: (boolean | undefined)[] = [];
  for (const code of ['*78', '*79']) {
    const out = alice.call(code, sdp());
    await world.settle();
    assert.match(out.take(200).body, /^m=audio 0 RTP\/SAVP/m);
    assert.equal(out.inbox.count('BYE'), 0, 'not before its ACK');
    out.ack();
    out.take('BYE');
    states.push(world.server.stations.get('201')?.record.doNotDisturb);
  }
  assert.deepEqual(states, [true, false]);
  assert.deepEqual(
    world.records.map(({ outcome, dialled, cause }) => [outcome, dialled, cause]),
    ['*78', '*79'].map((code) => ['answered', code, 'feature code carried out']),
  );
  world.end(2);
});

test('the caller gives up before the feature code is carried out', async () => {
  const world = new World();
  const out = dial(world, '*78');
  out.cancel();
  out.take(487);
  await world.settle();
  assert.equal(out.inbox.count('200 INVITE'), 0);
  world.end(1);
});

test('a feature code that fails, or breaks, is refused', async () => {
  for (const failing of [() => Promise.resolve(false), () => Promise.reject(new Error('a fault'))]) {
    const world = new World();
    world.feature = failing;
    const out = dial(world, '*78');
    await world.settle();
    out.take(500);
    assert.equal(world.record.cause, 'The feature code could not be carried out');
    world.violations.length = 0;
    world.end(1);
  }
});

/** What an INVITE asks for, and what it gets: status and a header of the answer. */
const asking: readonly (readonly [string, CallChoice, number, number, string])[] = [
  ['no hop left', { maxForwards: 0 }, 483, Header.Reason, ''],
  ['an option that nobody knows', { headers: ['Require: 100rel, levitation'] }, 420, Header.Unsupported, 'levitation'],
  ['no session descriptions', { headers: ['Accept: text/plain'] }, 406, Header.Accept, 'application/sdp'],
  ['a session too short', { headers: ['Session-Expires: 30'] }, 422, Header.MinSE, '90'],
  ['no Contact', { contact: [] }, 400, Header.Reason, ''],
];

for (const [what, choice, status, header, value] of asking) {
  test(`an INVITE asks for ${what}: ${status}`, () => {
    const world = new World();
    const bob = world.phone('202');
    assert.equal(dial(world, '202', choice).take(status).get(header) ?? '', value);
    assert.equal(bob.offered.length, 0);
    world.end(0);
  });
}

test('a body that is no session description, or packed in others, is refused with what is taken', () => {
  const world = new World();
  const alice = world.phone('201');
  const bodies: readonly (readonly [string, readonly string[]])[] = [
    ['text/plain', []],
    ['multipart/mixed;boundary=x', []],
    ['application/sdp', ['Content-Encoding: gzip']],
  ];
  for (const [type, headers] of bodies) {
    const answer = alice.call('202', { type, text: sdp() }, { headers }).take(415);
    assert.equal(answer.get(Header.Accept), 'application/sdp');
  }
  world.end(0);
});

test('a description that cannot be read is refused with the reason', () => {
  const world = new World();
  world.phone('202');
  const answer = dial(world, '202', {}, 'v=0\r\nnonsense\r\n').take(488);
  assert.match(answer.get(Header.Warning) ?? '', /^399 ringfence "The session description cannot be used: /);
  world.end(1);
});

test('hops are counted down', () => {
  const world = new World();
  const bob = world.phone('202');
  const out = dial(world, '202', { maxForwards: 5 });
  const incoming = bob.incoming();
  assert.equal(incoming.invited?.maxForwards, 4);
  incoming.answer(486);
  out.take(486);
  world.end(1);
});

test('the same INVITE by another way is refused, and so is a re-INVITE that lost its To tag', () => {
  const world = new World();
  const [alice, bob] = [world.phone('201'), world.phone('202')];
  const { out, back } = talk(alice, bob);
  out.invite('202', { type: 'application/sdp', text: sdp({ version: 2 }) }, {});
  out.take(482);
  assert.equal(bob.offered.length, 0);
  out.bye();
  back.take('BYE');
  world.end(1);
});

test('what the caller says about itself is taken out, what the system knows is put in', () => {
  const world = new World({ 201: { name: 'Ännchen "A" Müller' }, 202: {} });
  const [alice, bob] = [world.phone('201'), world.phone('202')];
  const forged = [
    'P-Asserted-Identity: "Boss" <sip:100@ringfence>',
    'P-Preferred-Identity: <sip:100@ringfence>',
    'Remote-Party-ID: <sip:100@ringfence>;party=calling',
    'Privacy: id',
    'Diversion: <sip:100@ringfence>',
    'History-Info: <sip:100@ringfence>;index=1',
    'Referred-By: <sip:100@ringfence>',
    'Identity: forged',
    'X-Anything: 100@ringfence',
    'User-Agent: Alices secret phone',
    'Subject: 100@ringfence',
    'Record-Route: <sip:100@ringfence;lr>',
  ];
  const out = alice.call('202', sdp(), { from: '"Boss" <sip:201@elsewhere>;tag=x', headers: forged });
  const incoming = bob.incoming();
  const { head, from } = incoming.invited ?? { head: '', from: undefined };
  assert.doesNotMatch(head, /Boss|100@ringfence|secret phone|elsewhere/);
  assert.equal(from?.uri, 'sip:201@192.0.2.1');
  const name = Buffer.from('"Ännchen \\"A\\" Müller" <sip:201@192.0.2.1>').toString('latin1');
  assert.equal(incoming.invited?.get(Header.PAssertedIdentity), name);
  assert.doesNotMatch(head, new RegExp(alice.address.replaceAll('.', '\\.')), 'nor where the caller is');
  incoming.answer(200, answerSdp(), ['P-Asserted-Identity: "Boss" <sip:100@ringfence>', 'Server: Bobs phone']);
  const answer = out.take(200).head.replace(/^From:.*$/m, '');
  assert.doesNotMatch(answer, /Boss|Bobs phone/);
  out.ack();
  out.bye();
  world.end(1);
});

test('methods outside a dialog', () => {
  const world = new World();
  const phone = world.phone('201', { registers: false });
  const answers = ['OPTIONS', 'SUBSCRIBE', 'MESSAGE', 'REFER', 'BYE', 'UPDATE', 'PRACK', 'INFO', 'DANCE'].map(
    (method) => {
      phone.send(
        `${method} sip:201@ringfence SIP/2.0\r\n${phone.via()}\r\nMax-Forwards: 70\r\nFrom: <sip:201@ringfence>;tag=x\r\nTo: <sip:201@ringfence>\r\nCall-ID: ${method}\r\nCSeq: 1 ${method}\r\nContent-Length: 0\r\n\r\n`,
      );
      return phone.heard.at(-1)?.status;
    },
  );
  assert.deepEqual(answers, [200, 407, 405, 405, 481, 481, 481, 481, 501]);
  world.end(0);
});
