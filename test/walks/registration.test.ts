// Walks of registration, part one: who is asked what, who is let in, and that all refusals look alike.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header, type SipMessage } from '#sip';
import { World } from './world.ts';

const unregistered = { registers: false } as const;
const challenges = (answer: SipMessage): readonly string[] =>
  answer.all(Header.WwwAuthenticate).map((line) => /algorithm=([^,]+)/.exec(line)?.[1] ?? '');
const bindings = (world: World, number: string) => world.server.stations.get(number)?.bindings ?? [];
/** What an answer says, apart from what is drawn afresh for each. */
const said = (answer: SipMessage): string =>
  answer.head.replace(/(nonce="|;tag=|branch=|Call-ID: |CSeq: |rport=)[^";\r]*/g, '$1').replace(/sip:\d+@/g, 'sip:@');
/** The reasons in the audit trail. */
const reasons = (world: World): readonly string[] =>
  world.audit.map(({ data }) => /^Reason: ([^;]+)/.exec(data)?.[1] ?? '');

test('a device is challenged, answers, and is registered for what it asked', () => {
  const world = new World();
  const phone = world.phone('201', unregistered);
  const answer = phone.register({ headers: ['Expires: 600'] });
  assert.equal(answer.status, 200);
  assert.equal(answer.get(Header.Contact), `<${phone.uri}>;expires=600`);
  assert.deepEqual(challenges(phone.heard[0] ?? answer), ['SHA-512-256', 'SHA-256']);
  assert.equal(phone.heard[0]?.status, 401);
  assert.equal(bindings(world, '201')[0]?.contact, phone.uri);
  assert.deepEqual(world.audit, []);
  world.end(0);
});

test('each algorithm is taken from a device whose extension allows it', () => {
  for (const algorithm of ['SHA-256', 'SHA-512-256', 'MD5'] as const) {
    const world = new World({ 201: { digestAlgorithms: [algorithm] } });
    const phone = world.phone('201', { ...unregistered, algorithms: [algorithm] });
    assert.equal(phone.register().status, 200, algorithm);
    assert.deepEqual(challenges(phone.heard[0] as SipMessage), [algorithm]);
  }
});

test('a device that fails to register when it sees SHA-256 sees MD5 alone', () => {
  const world = new World({ 201: { digestAlgorithms: ['MD5'] } });
  const phone = world.phone('201', { ...unregistered, algorithms: ['MD5'] });
  assert.equal(phone.register().status, 200);
  for (const answer of phone.heard) assert.doesNotMatch(answer.head, /SHA/);
});

test('MD5 is not taken where the extension does not allow it', () => {
  const world = new World();
  const other = new World({ 201: { digestAlgorithms: ['MD5'] } });
  const phone = world.phone('201', { ...unregistered, algorithms: ['MD5'] });
  const lax = other.phone('201', { ...unregistered, algorithms: ['MD5'] });
  lax.register();
  // The challenge of a system that allows MD5 is answered to one that does not.
  phone.digest.accept(lax.heard[0] as SipMessage, false);
  assert.equal(phone.register().status, 401);
});

test('unknown extension, wrong secret, another’s secret, disabled extension: one answer, and the true reason in the trail', () => {
  const world = new World({ 201: {}, 202: {}, 203: { enabled: false } });
  const answers: string[] = [];
  const attempt = (number: string, as: string, secret: string): void => {
    const phone = world.phone(number, { ...unregistered, address: '203.0.113.5', port: 5_060, secret });
    answers.push(said(phone.register({ as })));
    assert.equal(phone.heard[0]?.status, 401);
  };
  attempt('999', '999', 'whatever-it-is');
  attempt('201', '201', 'not-the-secret');
  attempt('202', '201', world.secretOf('202'));
  attempt('203', '203', world.secretOf('203'));
  assert.equal(new Set(answers).size, 1, answers.join('\n'));
  assert.match(answers[0] ?? '', /^SIP\/2.0 403 Forbidden/);
  assert.deepEqual(reasons(world), [
    'unknown user',
    'wrong secret',
    'the secret of extension 202 was used',
    'the extension is disabled',
  ]);
  assert.deepEqual(
    world.audit.map(({ actor, level, action }) => [actor.user, actor.sourceIp, level, action]),
    ['999', '201', '201', '203'].map((user) => [user, '203.0.113.5', 'medium', 'registration refused']),
  );
  for (const number of ['201', '202', '203']) assert.equal(bindings(world, number).length, 0);
});

test('an unknown extension is challenged like a real one, and always the same way', () => {
  const world = new World({ 201: { digestAlgorithms: ['MD5'] }, 202: {}, 203: { digestAlgorithms: ['SHA-512-256'] } });
  const seen = new Set<string>();
  for (const number of ['900', '901', '902', '903', '904', '905', '906', '907']) {
    const phone = world.phone(number, { ...unregistered, secret: 'no' });
    phone.register();
    const first = challenges(phone.heard[0] as SipMessage).join();
    for (let again = 0; again < 3; again++) {
      phone.digest = phone.digestFor('no');
      phone.heard.length = 0;
      phone.register();
      assert.equal(challenges(phone.heard[0] as SipMessage).join(), first, `${number} again`);
    }
    seen.add(first);
  }
  const real = ['MD5', 'SHA-512-256,SHA-256', 'SHA-512-256'];
  assert.ok(seen.size > 1, 'not all alike, as the real ones are not');
  for (const list of seen) assert.ok(real.includes(list), list);
});

test('a nonce that is too old is renewed without harm; a count that was used is not taken twice', () => {
  const world = new World();
  const phone = world.phone('201');
  world.pass(400_000, 10_000);
  phone.heard.length = 0;
  assert.equal(phone.register().status, 200);
  assert.match(phone.heard[0]?.get(Header.WwwAuthenticate) ?? '', /stale=true/);
  // The very same credentials once more, in another transaction.
  const credentials = phone.digest.authorize({ method: 'REGISTER', uri: 'sip:ringfence' }).trim();
  const lines = (cseq: number): string =>
    `REGISTER sip:ringfence SIP/2.0\r\n${phone.via()}\r\nMax-Forwards: 70\r\nFrom: <sip:201@ringfence>;tag=x\r\nTo: <sip:201@ringfence>\r\nCall-ID: replay\r\nCSeq: ${cseq} REGISTER\r\n${credentials}\r\nContent-Length: 0\r\n\r\n`;
  phone.send(lines(1));
  assert.equal(phone.heard.at(-1)?.status, 200);
  phone.send(lines(2));
  assert.equal(phone.heard.at(-1)?.status, 401);
  assert.match(phone.heard.at(-1)?.get(Header.WwwAuthenticate) ?? '', /stale=true/);
  assert.deepEqual(world.audit, [], 'neither counts as a wrong attempt');
});

test('credentials for another request are not taken', () => {
  const world = new World();
  const phone = world.phone('201');
  const credentials = phone.digest.authorize({ method: 'OPTIONS', uri: 'sip:ringfence' }).trim();
  phone.send(
    `REGISTER sip:ringfence SIP/2.0\r\n${phone.via()}\r\nMax-Forwards: 70\r\nFrom: <sip:201@ringfence>;tag=x\r\nTo: <sip:201@ringfence>\r\nCall-ID: other\r\nCSeq: 1 REGISTER\r\n${credentials}\r\nContact: <sip:evil@203.0.113.9>\r\nContent-Length: 0\r\n\r\n`,
  );
  assert.equal(phone.heard.at(-1)?.status, 403);
  assert.equal(bindings(world, '201').length, 1);
});

test('a repeat over UDP gets the same answer and registers nothing twice', () => {
  const world = new World();
  const phone = world.phone('201', { ...unregistered, transport: 'UDP' });
  phone.up.double = 2;
  assert.equal(phone.register().status, 200);
  assert.equal(bindings(world, '201').length, 1);
  const answers = phone.heard.filter(({ status }) => status === 200);
  assert.equal(answers.length, 2);
  assert.equal(answers[0]?.head, answers[1]?.head);
  world.end(0);
});

test('a registrar does not take what it does not know', () => {
  const world = new World();
  const phone = world.phone('201', unregistered);
  const answer = phone.register({ headers: ['Require: path, outbound, levitation'] });
  assert.deepEqual([answer.status, answer.get(Header.Unsupported)], [420, 'path, levitation']);
  assert.equal(phone.register({ contacts: ['Contact: <mailto:a@b>'] }).status, 400);
  assert.equal(phone.register({ contacts: ['Contact: <sip:a@b>;expires=soon'] }).status, 400);
  assert.equal(bindings(world, '201').length, 0);
});
