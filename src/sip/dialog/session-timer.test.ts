// Session timers: what is agreed on from each side, and when who refreshes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '#base';
import { request, responseTo } from '../testing.ts';
import {
  agreeAsClient,
  agreeAsServer,
  leastSession,
  SessionTimer,
  sessionInterval,
  sessionLines,
  supports,
} from './session-timer.ts';

const asking = (headers: string) => request('INVITE', { headers });
const sent = `INVITE sip:202@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKx\r\nFrom: <sip:a@h>;tag=1\r\nTo: <sip:b@h>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n`;
const answering = (headers: string) => responseTo(sent, 200, 't', headers);

test('Session-Expires is read with its refresher; nonsense counts as absent', () => {
  assert.deepEqual(sessionInterval(asking('Session-Expires: 1800;refresher=uas\r\n')), {
    seconds: 1_800,
    refresher: 'uas',
  });
  assert.deepEqual(sessionInterval(asking('x: 90 ; refresher=both\r\n')), { seconds: 90, refresher: undefined });
  for (const value of ['', 'soon', '-5', '99999999999', '1.5'])
    assert.equal(sessionInterval(asking(`Session-Expires: ${value}\r\n`)), undefined, value);
});

test('an option tag is found in any case', () => {
  assert.ok(supports(asking('Supported: 100rel, Timer\r\n'), 'timer'));
  assert.ok(supports(asking('k: timer\r\n'), 'timer'));
  assert.ok(!supports(asking('Supported: timers\r\n'), 'timer'));
});

/** Request headers, the longest that we allow, and what is agreed: seconds, whether we refresh, and our lines. */
const asked: readonly (readonly [string, number, number, boolean, string])[] = [
  ['', 1_800, 1_800, true, ''],
  ['Session-Expires: 600\r\n', 1_800, 1_800, true, ''],
  ['Supported: timer\r\n', 1_800, 1_800, false, 'Require: timer\r\nSession-Expires: 1800;refresher=uac\r\n'],
  [
    'Supported: timer\r\nSession-Expires: 600\r\n',
    1_800,
    600,
    false,
    'Require: timer\r\nSession-Expires: 600;refresher=uac\r\n',
  ],
  [
    'Supported: timer\r\nSession-Expires: 7200\r\n',
    1_800,
    1_800,
    false,
    'Require: timer\r\nSession-Expires: 1800;refresher=uac\r\n',
  ],
  [
    'Supported: timer\r\nSession-Expires: 600;refresher=uas\r\n',
    1_800,
    600,
    true,
    'Session-Expires: 600;refresher=uas\r\n',
  ],
  [
    'Supported: timer\r\nSession-Expires: 7200\r\nMin-SE: 3600\r\n',
    1_800,
    3_600,
    false,
    'Require: timer\r\nSession-Expires: 3600;refresher=uac\r\n',
  ],
  [
    'Supported: timer\r\nMin-SE: 999999999\r\n',
    1_800,
    86_400,
    false,
    'Require: timer\r\nSession-Expires: 86400;refresher=uac\r\n',
  ],
];

for (const [headers, ours, seconds, weRefresh, lines] of asked) {
  test(`as server: ${headers.replaceAll('\r\n', ' ') || 'nothing asked'}`, () => {
    assert.deepEqual(agreeAsServer(asking(headers), ours), { seconds, weRefresh, lines });
  });
}

/** Answer headers, and what is agreed. */
const answered: readonly (readonly [string, number, boolean])[] = [
  ['', 1_800, true],
  ['Session-Expires: 600;refresher=uas\r\n', 600, false],
  ['Session-Expires: 600;refresher=uac\r\n', 600, true],
  ['Session-Expires: 600\r\n', 600, true],
  ['Session-Expires: 10;refresher=uas\r\n', 90, false],
  ['Session-Expires: 999999999;refresher=uas\r\n', 86_400, false],
];

for (const [headers, seconds, weRefresh] of answered) {
  test(`as client: ${headers.trim() || 'nothing answered'}`, () => {
    assert.deepEqual(agreeAsClient(answering(headers), 1_800), { seconds, weRefresh, lines: '' });
  });
}

test('the minimum of the other end is kept to', () => {
  assert.equal(leastSession(asking('Min-SE: 300;x=1\r\n')), 300);
  assert.equal(leastSession(asking('Min-SE: 10\r\n')), 90);
  assert.equal(leastSession(asking('')), 90);
  assert.equal(sessionLines(1_800, 300), 'Session-Expires: 1800;refresher=uac\r\nMin-SE: 300\r\n');
});

test('we refresh at half time; a refresh of the other end is waited for until shortly before the end', () => {
  const clock = new FakeClock();
  const happened: string[] = [];
  const note = (what: string) => () => void happened.push(`${what} ${clock.steadyMs() / 1_000}`);
  const timer = new SessionTimer(clock, note('refresh'), note('expired'));
  timer.run({ seconds: 1_800, weRefresh: true, lines: '' });
  clock.advance(900_000);
  timer.run({ seconds: 1_800, weRefresh: false, lines: '' });
  clock.advance(1_000_000);
  timer.run({ seconds: 90, weRefresh: false, lines: '' });
  clock.advance(90_000);
  assert.deepEqual(happened, ['refresh 900', 'expired 1960']);
  timer.run({ seconds: 90, weRefresh: true, lines: '' });
  timer.stop();
  assert.equal(clock.waiting, 0);
});
