// Media policy: what an offer allows, what an answer came to, and descriptions made safe to pass on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerSecurity, audioDirection, isHold, offerSecurity, withoutKeys, withoutPlain } from './policy.ts';
import { printSdp } from './print.ts';
import { audio, crypto, plainOffer, readOk, savpOffer, sdpText, session } from './samples.ts';

const cm = 'AES_CM_128_HMAC_SHA1_80';
const good = crypto(1, cm, 30);
const weak = crypto(2, cm, 30, 8, ' UNENCRYPTED_SRTP');
const twoKinds = sdpText(...session, 'm=audio 4 RTP/SAVP 0', good, 'm=audio 6 RTP/AVP 0 8', 'a=ptime:20');

test('what an offer allows', () => {
  const allowed = (text: string) => offerSecurity(readOk(text));
  assert.equal(allowed(savpOffer), 'srtp');
  assert.equal(allowed(plainOffer), 'plain');
  assert.equal(allowed(audio('RTP/SAVPF', good)), 'srtp');
  assert.equal(allowed(audio('RTP/AVP', good)), 'either');
  assert.equal(allowed(audio('RTP/AVPF', good)), 'either');
  assert.equal(allowed(twoKinds), 'either');
  assert.equal(allowed(audio('RTP/SAVP')), 'broken');
  assert.equal(allowed(audio('RTP/SAVP', weak)), 'broken');
  assert.equal(allowed(audio('RTP/AVP', weak)), 'plain');
  assert.equal(allowed(audio('RTP/SAVP', crypto(1, 'NEW_SUITE', 30))), 'broken');
  assert.equal(allowed(audio('RTP/SAVP', weak, good)), 'srtp');
  assert.equal(allowed(`${audio('RTP/SAVP', good)}m=video 4 RTP/SAVP 99\r\n`), 'broken');
  assert.equal(allowed(`${audio('RTP/SAVP', good)}m=video 0 RTP/SAVP 99\r\n`), 'srtp');
  assert.equal(allowed(audio('UDP/TLS/RTP/SAVPF', 'a=fingerprint:sha-256 00')), 'broken');
  assert.equal(allowed(sdpText(...session, 'm=image 4 udptl t38')), 'plain');
  assert.equal(allowed(sdpText(...session)), 'plain');
});

test('keys are taken out, and nothing else', () => {
  const bare = withoutKeys(readOk(audio('RTP/AVP', 'a=ptime:20', good, weak, 'a=sendonly')));
  assert.ok(bare.ok);
  assert.equal(printSdp(bare.value), audio('RTP/AVP', 'a=ptime:20', 'a=sendonly'));
  assert.deepEqual(readOk(printSdp(bare.value)), bare.value);
  assert.equal(offerSecurity(bare.value), 'plain');
  const refused = withoutKeys(readOk(savpOffer));
  assert.ok(!refused.ok);
  assert.equal(refused.refusal.code, 'media.keys-needed');
});

test('of two kinds of sections the one not wanted is switched off', () => {
  const plain = withoutKeys(readOk(twoKinds));
  assert.ok(plain.ok);
  assert.equal(
    printSdp(plain.value),
    sdpText(...session, 'm=audio 0 RTP/SAVP 0', 'm=audio 6 RTP/AVP 0 8', 'a=ptime:20'),
  );
  const secured = withoutPlain(readOk(twoKinds));
  assert.ok(secured.ok);
  assert.equal(
    printSdp(secured.value),
    sdpText(...session, 'm=audio 4 RTP/SAVP 0', good, 'm=audio 0 RTP/AVP 0 8', 'a=ptime:20'),
  );
  assert.deepEqual(readOk(printSdp(secured.value)), secured.value);
});

test('an offer made safe has no weak key left, and none is made up', () => {
  const safe = withoutPlain(readOk(audio('RTP/SAVP', weak, good, 'a=ptime:20')));
  assert.ok(safe.ok);
  assert.equal(printSdp(safe.value), audio('RTP/SAVP', good, 'a=ptime:20'));
  assert.deepEqual(readOk(printSdp(safe.value)), safe.value);
  for (const text of [plainOffer, audio('RTP/SAVP', weak), `${savpOffer}m=video 4 RTP/AVP 99\r\n`]) {
    const refused = withoutPlain(readOk(text));
    assert.ok(!refused.ok);
    assert.equal(refused.refusal.code, 'media.keys-missing');
  }
});

const judge = (offer: string, answer: string) => answerSecurity(readOk(offer), readOk(answer));

function came(offer: string, answer: string) {
  const judged = judge(offer, answer);
  assert.ok(judged.ok, judged.ok ? '' : judged.refusal.words);
  return judged.value;
}

test('an answer with an offered suite is secure', () => {
  const answer = audio('RTP/SAVP', crypto(2, 'AES_256_CM_HMAC_SHA1_80', 46));
  const suite = 'AES_256_CM_HMAC_SHA1_80';
  assert.deepEqual(came(savpOffer, answer), { secure: true, suites: [suite], audioSuite: suite, active: true });
  const alias = audio('RTP/SAVP', crypto(2, 'AES_CM_256_HMAC_SHA1_80', 46));
  assert.equal(came(savpOffer, alias).audioSuite, suite);
  assert.equal(came(audio('RTP/AVP', good), audio('RTP/AVP', crypto(1, cm, 30, 7))).secure, true);
});

test('an answer without keys to an offer that allows either is plain', () => {
  const plain = { secure: false, suites: [''], audioSuite: '', active: true };
  assert.deepEqual(came(audio('RTP/AVP', good), audio('RTP/AVP')), plain);
  assert.deepEqual(came(plainOffer, plainOffer), plain);
});

test('a key that answers an offer without keys makes nothing secure', () => {
  const plain = { secure: false, suites: [''], audioSuite: '', active: true };
  assert.deepEqual(came(plainOffer, audio('RTP/AVP', good)), plain);
});

test('a call is secure only when every active section is', () => {
  const offer = `${audio('RTP/SAVP', good)}m=video 4 RTP/AVP 99\r\n`;
  const answer = (port: number) => `${audio('RTP/SAVP', crypto(1, cm, 30, 7))}m=video ${port} RTP/AVP 99\r\n`;
  assert.deepEqual(came(offer, answer(6)), { secure: false, suites: [cm, ''], audioSuite: cm, active: true });
  assert.deepEqual(came(offer, answer(0)), { secure: true, suites: [cm, ''], audioSuite: cm, active: true });
  const fax = (key: number) => `${audio('RTP/SAVP', crypto(1, cm, 30, key))}m=image 4 udptl t38\r\n`;
  assert.equal(came(fax(1), fax(2)).secure, false);
  const refused = plainOffer.replace('40000', '0');
  assert.deepEqual(came(plainOffer, refused), { secure: false, suites: [''], audioSuite: '', active: false });
});

test('a weak key that was offered and taken is not secure', () => {
  const offer = audio('RTP/SAVP', good, weak);
  assert.equal(came(offer, audio('RTP/SAVP', crypto(2, cm, 30, 7, ' UNENCRYPTED_SRTP'))).secure, false);
});

const misfits: readonly (readonly [string, string, string, RegExp])[] = [
  ['fewer sections', twoKinds, audio('RTP/SAVP', crypto(1, cm, 30, 7)), /not as many/],
  ['more sections', plainOffer, `${plainOffer}m=video 0 RTP/AVP 99\r\n`, /not as many/],
  ['another kind', plainOffer, plainOffer.replace('m=audio', 'm=video'), /video answers audio/],
  ['plain RTP for SRTP', savpOffer, plainOffer, /RTP\/AVP answers RTP\/SAVP/],
  ['SRTP for plain RTP', plainOffer, savpOffer, /RTP\/SAVP answers RTP\/AVP/],
  ['a section offered as off', plainOffer.replace('40000', '0'), plainOffer, /switches on/],
  ['no key', savpOffer, audio('RTP/SAVP'), /it has none/],
  ['two keys', savpOffer, savpOffer.replaceAll('inline:A', 'inline:B'), /more than one/],
  ['a tag that was not offered', savpOffer, audio('RTP/SAVP', crypto(4, cm, 30)), /not offered together/],
  ['a suite under another tag', savpOffer, audio('RTP/SAVP', crypto(1, cm, 30)), /not offered together/],
  ['a key that is too short', savpOffer, audio('RTP/SAVP', crypto(3, cm, 29)), /not 30 bytes/],
  [
    'a weakening parameter',
    savpOffer,
    audio('RTP/SAVP', crypto(3, cm, 30, 9, ' UNENCRYPTED_SRTP')),
    /UNENCRYPTED_SRTP/,
  ],
  ['the offered key again', savpOffer, audio('RTP/SAVP', crypto(3, cm, 30, 3)), /the one that was offered/],
];

for (const [what, offer, answer, words] of misfits) {
  test(`an answer is refused: ${what}`, () => {
    const judged = judge(offer, answer);
    assert.ok(!judged.ok);
    assert.match(judged.refusal.words, words);
  });
}

test('hold is recognised in each of its forms', () => {
  const hold = (text: string) => isHold(readOk(text));
  assert.equal(hold(audio('RTP/AVP', 'a=sendonly')), true);
  assert.equal(hold(audio('RTP/AVP', 'a=inactive')), true);
  assert.equal(hold(plainOffer.replace('c=IN IP4 192.0.2.10', 'c=IN IP4 0.0.0.0')), true);
  assert.equal(hold(plainOffer), false);
  assert.equal(hold(audio('RTP/AVP', 'a=recvonly')), false);
  assert.equal(hold(plainOffer.replace('40000', '0')), false);
  assert.equal(hold(`${audio('RTP/AVP', 'a=sendonly')}m=video 4 RTP/AVP 99\r\n`), false);
  assert.equal(hold(`${audio('RTP/AVP', 'a=sendonly')}m=video 0 RTP/AVP 99\r\n`), true);
  assert.equal(audioDirection(readOk(audio('RTP/AVP', 'a=sendonly'))), 'sendonly');
  assert.equal(audioDirection(readOk(plainOffer.replace('40000', '0'))), 'inactive');
});
