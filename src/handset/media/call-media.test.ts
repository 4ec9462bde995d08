// Descriptions: what is offered and answered, with which keys, and what the sound is told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Result } from '#base';
import type { HandsetMedia } from '../settings.ts';
import { CallMedia, ownSuites } from './call-media.ts';
import { NoSound, type SoundPlan } from './sound.ts';

class Noted extends NoSound {
  readonly plans: SoundPlan[] = [];

  override connect(plan: SoundPlan): void {
    this.plans.push(plan);
  }

  get plan(): SoundPlan {
    const plan = this.plans.at(-1);
    assert.ok(plan !== undefined, 'the sound was never connected');
    return plan;
  }
}

class End {
  readonly sound = new Noted('192.0.2.9');
  readonly media: CallMedia;

  constructor(settings: Partial<HandsetMedia> = {}, tamper = false) {
    this.media = new CallMedia({ policy: 'required', address: '192.0.2.9', ...settings }, this.sound, tamper);
  }
}

function taken<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.refusal.words);
  return result.value;
}

function agree(offerer: End, answerer: End): string {
  const answer = taken(answerer.media.answer(offerer.media.offer()));
  taken(offerer.media.accept(answer));
  return answer;
}

const versionOf = (text: string): number => Number(/^o=- \d+ (\d+) /m.exec(text)?.[1]);

test('each end encrypts with its own key and decrypts with the other one', () => {
  const [a, b] = [new End(), new End()];
  agree(a, b);
  assert.deepEqual(a.sound.plan.sendKey, b.sound.plan.receiveKey);
  assert.deepEqual(b.sound.plan.sendKey, a.sound.plan.receiveKey);
  assert.notDeepEqual(a.sound.plan.sendKey?.key, b.sound.plan.sendKey?.key);
  assert.deepEqual([a.sound.plan.sends, a.sound.plan.receives], ['tone', true]);
});

for (const suite of ownSuites) {
  test(`${suite} is agreed on when one end has no other`, () => {
    const [a, b] = [new End(), new End({ suites: [suite] })];
    agree(a, b);
    assert.deepEqual([a.media.suite, b.media.suite], [suite, suite]);
  });
}

test('the answerer takes the best of its own suites that is offered', () => {
  const [a, b] = [new End(), new End({ suites: ['AES_CM_128_HMAC_SHA1_80', 'AEAD_AES_256_GCM'] })];
  agree(a, b);
  assert.equal(a.media.suite, 'AES_CM_128_HMAC_SHA1_80');
});

test('a tampering phone says one key and uses another, the same for the whole call', () => {
  const [a, b] = [new End({}, true), new End()];
  agree(a, b);
  const used = a.sound.plan.sendKey;
  assert.notDeepEqual(used, b.sound.plan.receiveKey);
  agree(a, b);
  assert.equal(a.sound.plan.sendKey, used);
});

test('the version rises with what is said, and only then', () => {
  const [a, b] = [new End(), new End()];
  const first = a.media.offer();
  assert.equal(a.media.offer(), first);
  agree(a, b);
  assert.equal(a.media.offer(), first);
  a.media.holding = 'sendonly';
  assert.equal(versionOf(a.media.offer()), versionOf(first) + 1);
});

test('keys stay the same when the call is described again', () => {
  const [a, b] = [new End(), new End()];
  agree(a, b);
  const keys = [a.sound.plan.sendKey, b.sound.plan.sendKey];
  agree(b, a);
  assert.deepEqual([a.sound.plan.sendKey, b.sound.plan.sendKey], keys);
});

test('a suite that was left and is come back to has a new key', () => {
  const [a, b] = [new End({ suites: ['AEAD_AES_256_GCM', 'AEAD_AES_128_GCM'] }), new End()];
  agree(a, b);
  const before = b.sound.plan.receiveKey;
  const other = new End({ suites: ['AEAD_AES_128_GCM'] });
  agree(a, other);
  agree(a, b);
  assert.equal(a.media.suite, 'AEAD_AES_256_GCM');
  assert.notDeepEqual(b.sound.plan.receiveKey, before);
});

test('a hold silences both ways, as its kind says', () => {
  const [a, b] = [new End(), new End()];
  agree(a, b);
  a.media.holding = 'sendonly';
  agree(a, b);
  assert.deepEqual([a.sound.plan.sends, a.sound.plan.receives], ['silence', false]);
  assert.deepEqual([b.sound.plan.sends, b.sound.plan.receives], ['nothing', true]);
  a.media.holding = 'inactive';
  agree(a, b);
  assert.deepEqual([a.sound.plan.sends, a.sound.plan.receives], ['nothing', false]);
  assert.deepEqual([b.sound.plan.sends, b.sound.plan.receives], ['nothing', false]);
});

test('of two audio sections the encrypted one is taken and the other refused', () => {
  const answerer = new End({ policy: 'preferred' });
  const key = Buffer.alloc(30, 1).toString('base64');
  const offer = `v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\nm=audio 4002 RTP/SAVP 8 0\r\na=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:${key}\r\nm=video 4004 RTP/AVP 99\r\na=rtpmap:99 H264/90000\r\n`;
  const answer = taken(answerer.media.answer(offer));
  assert.match(
    answer,
    /m=audio 0 RTP\/AVP 8\r\nm=audio 9 RTP\/SAVP 8\r\na=rtpmap:8 PCMA\/8000\r\na=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:\S+\r\na=sendrecv\r\nm=video 0 RTP\/AVP 99\r\n$/,
  );
  assert.deepEqual(answerer.sound.plan.remote, { address: '192.0.2.1', port: 4002 });
});

test('refused: no usable suite, no G.711, an answer without audio or without keys, an answer to nothing', () => {
  const refused = (result: Result<unknown>): string => (result.ok ? 'taken' : result.refusal.code);
  const [a, b] = [new End({ suites: ['AEAD_AES_128_GCM'] }), new End({ suites: ['AES_CM_128_HMAC_SHA1_32'] })];
  assert.equal(refused(b.media.answer(a.media.offer())), 'handset.not-acceptable');
  const g722 = a.media.offer().replace(/^m=audio (\d+) RTP\/SAVP .*$/m, 'm=audio $1 RTP/SAVP 9');
  assert.equal(refused(new End().media.answer(g722)), 'handset.not-acceptable');
  const answer = taken(new End().media.answer(a.media.offer()));
  assert.equal(refused(a.media.accept(answer.replace(/^m=audio 9/m, 'm=audio 0'))), 'handset.not-acceptable');
  assert.equal(refused(a.media.accept(answer.replace(/^a=crypto.*\r\n/m, ''))), 'media.answer-key');
  assert.equal(refused(new End().media.accept(answer)), 'handset.not-acceptable');
  assert.equal(refused(new End().media.answer('nonsense')), 'media.sdp-malformed');
});

test('somebody else comes: another address or another key gets a fresh key of ours, a hold does not', () => {
  const [a, b, c] = [new End(), new End(), new End()];
  agree(a, b);
  const first = b.sound.plan.sendKey?.key;
  a.media.holding = 'sendonly';
  agree(a, b);
  assert.deepEqual(b.sound.plan.sendKey?.key, first);
  agree(c, b);
  const second = b.sound.plan.sendKey?.key;
  assert.notDeepEqual(second, first);
  assert.deepEqual(c.sound.plan.receiveKey?.key, second);
  taken(b.media.answer(c.media.offer().replace('c=IN IP4 192.0.2.9', 'c=IN IP4 192.0.2.10')));
  assert.notDeepEqual(b.sound.plan.sendKey?.key, second);
});

test('an offer for whoever will answer has fresh keys; what is sent stays as it was until the answer', () => {
  const [a, b] = [new End(), new End()];
  agree(a, b);
  const before = a.sound.plan.sendKey?.key.toString('base64') ?? '';
  const offer = a.media.offer(true);
  assert.ok(!offer.includes(before));
  assert.equal(a.sound.plan.sendKey?.key.toString('base64'), before);
  taken(a.media.accept(taken(b.media.answer(offer))));
  assert.ok(offer.includes(a.sound.plan.sendKey?.key.toString('base64') ?? 'none'));
});
