// Reliable provisional answers: one at a time, repeated until acknowledged, given up with their INVITE.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '#base';
import { Header } from '../messages/headers.ts';
import { request, responseTo, SampleFlow } from '../testing.ts';
import { ServerTransaction } from '../transaction/server.ts';
import { ReliableAnswers, reliableNumber } from './reliable.ts';

const bench = () => {
  const clock = new FakeClock();
  const flow = new SampleFlow('UDP');
  const transaction = new ServerTransaction('key', request('INVITE', { cseq: 4 }), flow, clock, () => undefined);
  const lost: number[] = [];
  const answers = new ReliableAnswers<string>(transaction, clock, () => void lost.push(clock.steadyMs()));
  const ring = (purpose: string, status = 180) => answers.send(purpose, status, 'Ringing', 't', 'Allow: INVITE\r\n');
  const prack = (rack: string) => answers.acknowledged(request('PRACK', { headers: `RAck: ${rack}\r\n` }))?.purpose;
  return { clock, flow, transaction, lost, answers, ring, prack };
};

test('an answer is repeated, at pauses that double, until its PRACK comes', () => {
  const { clock, flow, ring, prack } = bench();
  ring('one');
  assert.deepEqual([flow.last.get(Header.RSeq), flow.last.get(Header.Require)], ['1', '100rel']);
  clock.advance(3_500);
  assert.equal(flow.sent.length, 4, 'at 0, 0.5, 1.5 and 3.5 seconds');
  assert.equal(prack('1 4 INVITE'), 'one');
  clock.advance(40_000);
  assert.equal(flow.sent.length, 4);
  assert.equal(prack('1 4 INVITE'), undefined, 'once');
  assert.equal(clock.waiting, 0);
});

test('the next one waits until the one before is acknowledged (RFC 3262 §3)', () => {
  const { flow, ring, prack, answers } = bench();
  ring('one');
  ring('two', 183);
  assert.equal(flow.sent.length, 1);
  assert.equal(prack('2 4 INVITE'), undefined, 'it has not been sent');
  assert.equal(prack('1 4 INVITE'), 'one');
  assert.deepEqual([flow.last.status, flow.last.get(Header.RSeq)], [183, '2']);
  assert.equal(prack('2 4 INVITE'), 'two');
  answers.stop();
});

test('a PRACK for another INVITE, method or number acknowledges nothing', () => {
  const { ring, prack, answers } = bench();
  ring('one');
  for (const rack of ['1 5 INVITE', '1 4 UPDATE', '2 4 INVITE', '', 'x y z'])
    assert.equal(prack(rack), undefined, rack);
  answers.stop();
});

test('without a PRACK it is lost after 64·T1, once', () => {
  const { clock, lost, ring } = bench();
  ring('one');
  clock.advance(100_000);
  assert.deepEqual(lost, [32_000]);
  assert.equal(clock.waiting, 0);
});

test('after the final answer nothing is repeated, and a late PRACK still finds its answer', () => {
  const { clock, flow, transaction, answers, ring, prack, lost } = bench();
  ring('one');
  transaction.respond(200, 'OK', 't');
  answers.stop();
  flow.look();
  clock.advance(40_000);
  assert.deepEqual([flow.sent, lost], [[], []]);
  assert.equal(prack('1 4 INVITE'), 'one');
});

test('an endless row of answers is cut', () => {
  const { ring, prack } = bench();
  for (let count = 0; count < 100; count++) ring(`${count}`);
  let acknowledged = 0;
  for (let number = 1; number <= 100; number++) if (prack(`${number} 4 INVITE`) !== undefined) acknowledged++;
  assert.equal(acknowledged, 32);
});

test('the number of a reliable answer is read only where the answer requires 100rel', () => {
  const sent = `INVITE sip:b@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKx\r\nFrom: <sip:a@h>;tag=1\r\nTo: <sip:b@h>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n`;
  assert.equal(reliableNumber(responseTo(sent, 183, 't', 'Require: 100rel\r\nRSeq: 7\r\n')), 7);
  assert.equal(reliableNumber(responseTo(sent, 183, 't', 'RSeq: 7\r\n')), undefined);
  assert.equal(reliableNumber(responseTo(sent, 183, 't', 'Require: 100rel\r\nRSeq: x\r\n')), undefined);
});
