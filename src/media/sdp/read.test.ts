// Session descriptions: what is read, kept, printed and refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '#base';
import { printSdp, withOrigin } from './print.ts';
import { readSdp } from './read.ts';
import { audio, crypto, plainOffer, readOk, savpOffer, sdpText, session } from './samples.ts';

function refusal(text: string): string {
  const read = readSdp(text);
  assert.ok(!read.ok, 'it was not refused');
  return read.refusal.words;
}

test('a usual offer is read', () => {
  const sdp = readOk(savpOffer);
  assert.deepEqual(sdp.origin, {
    user: 'alice',
    id: '2890844526',
    version: '2890844526',
    netType: 'IN',
    addressType: 'IP4',
    address: '192.0.2.10',
  });
  assert.equal(sdp.name, '-');
  const section = sdp.media[0];
  assert.ok(section !== undefined);
  assert.equal(section.kind, 'audio');
  assert.equal(section.port, 40000);
  assert.equal(section.protocol, 'RTP/SAVP');
  assert.deepEqual(section.formats, ['0', '8', '101']);
  assert.equal(section.direction, 'sendrecv');
  assert.deepEqual(section.attributes[3], { name: 'fmtp', value: '101 0-16' });
  assert.deepEqual(
    section.crypto.map((line) => [line.tag, line.suite, line.weakness]),
    [
      [1, 'AEAD_AES_256_GCM', ''],
      [2, 'AES_256_CM_HMAC_SHA1_80', ''],
      [3, 'AES_CM_128_HMAC_SHA1_80', ''],
    ],
  );
});

test('what was read is printed as it came, line by line, unknown attributes and all', () => {
  const rich = sdpText(
    'v=0',
    'o=- 3759219883 3759219884 IN IP6 2001:db8::10',
    's=\xc3\xa9t\xc3\xa9',
    'i=about',
    'u=http://192.0.2.1/',
    'e=a@example.com',
    'e=b@example.com',
    'p=+1 617 555-6011',
    'c=IN IP6 2001:db8::10',
    'b=AS:84',
    'b=X-YZ:128',
    't=3034423619 3042462419',
    'r=7d 1h 0 25h',
    't=0 0',
    'k=prompt',
    'a=X-nat:0',
    'a=group:BUNDLE a',
    'm=audio 49170/2 RTP/AVPF 0 96',
    'i=voice',
    'c=IN IP6 2001:db8::11',
    'b=TIAS:64000',
    'a=rtpmap:96 opus/48000/2',
    'a=rtcp:4001 IN IP6 2001:db8::11',
    'a=unheard-of:yes:no / maybe ',
    'm=image 0 udptl t38',
    'm=message 2855 TCP/MSRP *',
  );
  assert.equal(printSdp(readOk(rich)), rich);
  assert.equal(printSdp(readOk(rich.replaceAll('\r\n', '\n'))), rich);
  assert.equal(printSdp(readOk(`${rich.slice(0, -2)}`)), rich);
  assert.equal(printSdp(readOk(`${rich}\r\n\r\n`)), rich);
  assert.equal(readOk(rich).media[0]?.portCount, 2);
});

test('the origin can be replaced in part', () => {
  const sdp = withOrigin(readOk(plainOffer), { id: '7', version: '8' });
  assert.equal(printSdp(sdp), plainOffer.replace('alice 2890844526 2890844526', 'alice 7 8'));
  assert.equal(sdp.origin.version, '8');
  assert.equal(sdp.origin.address, '192.0.2.10');
});

test('the direction is the effective one', () => {
  const direction = (text: string) => readOk(text).media[0]?.direction;
  assert.equal(direction(audio('RTP/AVP')), 'sendrecv');
  assert.equal(direction(audio('RTP/AVP', 'a=recvonly')), 'recvonly');
  const atSession = sdpText(...session, 'a=inactive', 'm=audio 4 RTP/AVP 0');
  assert.equal(direction(atSession), 'inactive');
  assert.equal(direction(`${atSession}a=sendonly\r\n`), 'sendonly');
  const nowhere = (text: string) => text.replace('c=IN IP4 192.0.2.10', 'c=IN IP4 0.0.0.0');
  assert.equal(direction(nowhere(audio('RTP/AVP'))), 'sendonly');
  assert.equal(direction(nowhere(audio('RTP/AVP', 'a=recvonly'))), 'inactive');
  assert.equal(direction(audio('RTP/AVP').replace(/$/, 'c=IN IP6 ::\r\n')), 'sendonly');
});

test('spaces at the end of a line are not looked at, but kept', () => {
  const text = audio('RTP/AVP', 'a=sendonly ').replace('RTP/AVP 0', 'RTP/AVP 0 ');
  const sdp = readOk(text);
  assert.deepEqual(sdp.media[0]?.formats, ['0']);
  assert.equal(sdp.media[0]?.direction, 'sendonly');
  assert.equal(printSdp(sdp), text);
});

const malformed: readonly (readonly [string, string, RegExp])[] = [
  ['nothing', '', /line 1/],
  ['another version', plainOffer.replace('v=0', 'v=1'), /line 1: it is not "v=0"/],
  ['no version', plainOffer.replace('v=0\r\n', ''), /line 1/],
  ['no origin', plainOffer.replace(/o=.*\r\n/, ''), /no line o, s or t/],
  ['no name', plainOffer.replace('s=-\r\n', ''), /no line o, s or t/],
  ['no timing', plainOffer.replace('t=0 0\r\n', ''), /no line o, s or t/],
  ['two names', plainOffer.replace('s=-', 's=-\r\ns=-'), /line 4: it is there twice/],
  ['out of order', plainOffer.replace('t=0 0\r\n', '').replace('s=-', 't=0 0\r\ns=-'), /line 4: it is out of order/],
  ['an unknown letter', plainOffer.replace('t=0 0', 'x=1\r\nt=0 0'), /line 5: its letter is unknown/],
  ['a letter of the session in a section', `${plainOffer}t=0 0\r\n`, /line 9: its letter is unknown/],
  ['an upper-case letter', plainOffer.replace('m=', 'M='), /line 6: its letter is unknown/],
  ['an empty line within', plainOffer.replace('t=0 0', '\r\nt=0 0'), /line 5/],
  ['a space before =', plainOffer.replace('s=', 's ='), /line 3: it is not "letter=value"/],
  ['a stray CR', plainOffer.replace('s=-', 's=a\rb'), /line 3: it has a control character/],
  ['a NUL', plainOffer.replace('s=-', 's=a\0b'), /line 3: it has a control character/],
  ['a short origin', plainOffer.replace('alice ', ''), /line 2: the origin/],
  ['an origin without numbers', plainOffer.replace('2890844526', 'one'), /line 2: the origin/],
  ['another network', plainOffer.replace('c=IN', 'c=ATM'), /line 4: the address/],
  ['an address with a space', plainOffer.replace('c=IN IP4 ', 'c=IN IP4  '), /line 4/],
  ['an address with quotes', plainOffer.replace('c=IN IP4 192', 'c=IN IP4 "192'), /line 4: the address is malformed/],
  ['no address', plainOffer.replace(/c=.*\r\n/, ''), /line 5: it has no connection address/],
  ['two addresses', audio('RTP/AVP').replace(/$/, 'c=IN IP4 1.2.3.4\r\nc=IN IP4 1.2.3.5\r\n'), /twice/],
  ['a port over 65,535', plainOffer.replace('40000', '65536'), /line 6: it is not "m=/],
  ['a negative port', plainOffer.replace('40000', '-1'), /line 6: it is not "m=/],
  ['no ports', plainOffer.replace('40000', '40000/0'), /line 6: it is not "m=/],
  ['no formats', plainOffer.replace(' 0 8', ''), /line 6: it is not "m=/],
  ['a payload type over 127', plainOffer.replace(' 0 8', ' 128'), /line 6: a format/],
  ['a payload type that is a word', plainOffer.replace(' 0 8', ' 0 PCMU'), /line 6: a format/],
  ['two spaces', plainOffer.replace(' 0 8', ' 0  8'), /line 6: a format/],
  ['an attribute without a name', audio('RTP/AVP', 'a=:1'), /line 7: the attribute/],
  ['contradicting directions', audio('RTP/AVP', 'a=sendonly', 'a=recvonly'), /line 8: it contradicts/],
  ['a crypto line without a key', audio('RTP/SAVP', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80'), /line 7: the crypto/],
  ['a crypto tag of ten digits', audio('RTP/SAVP', crypto(1234567890, 'X', 30)), /line 7: the crypto/],
  [
    'a crypto attribute in capitals',
    audio('RTP/AVP', crypto(1, 'X', 30).toUpperCase().replace('A=', 'a=')),
    /line 7: some/,
  ],
  ['one crypto tag twice', audio('RTP/SAVP', crypto(1, 'X', 30), crypto(1, 'Y', 30)), /line 8: its crypto tag/],
  ['keys for the whole session', plainOffer.replace('t=0 0', `t=0 0\r\n${crypto(1, 'X', 30)}`), /line 6: a crypto/],
];

for (const [what, text, words] of malformed) {
  test(`refused: ${what}`, () => assert.match(refusal(text), words));
}

test('limits are kept, and what is just within is read', () => {
  const repeat = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, i) => line(i));
  const lines = (count: number) => audio('RTP/AVP', ...repeat(count - 6, () => 'a=x'));
  const keys = (count: number) => audio('RTP/SAVP', ...repeat(count, (i) => crypto(i, 'X', 30)));
  const sections = (count: number) => sdpText(...session, ...repeat(count, () => 'm=audio 4 RTP/AVP 0'));
  const formats = (count: number) => plainOffer.replace(' 0 8', ` ${repeat(count, String).join(' ')}`);
  const bytes = (count: number) => `${plainOffer}a=${'x'.repeat(count - plainOffer.length - 2)}`;
  const { sdp } = limits;
  const cases: readonly (readonly [(count: number) => string, number, RegExp])[] = [
    [lines, sdp.lines, /larger than 400 lines/],
    [keys, sdp.cryptoLines, /too many crypto/],
    [sections, sdp.mediaSections, /too many media sections/],
    [formats, sdp.payloadTypes, /too many formats/],
    [bytes, sdp.bytes, /larger than 16384 bytes/],
  ];
  for (const [make, limit, words] of cases) {
    readOk(make(limit));
    assert.match(refusal(make(limit + 1)), words);
  }
});

test('no text makes the reader throw, and what it takes it prints alike', () => {
  const alphabet = [
    'v=0',
    'o=- 1 1 IN IP4 1.1.1.1',
    's=',
    'c=IN IP4 1.1.1.1',
    't=0 0',
    'm=audio 1 RTP/AVP 0',
    'a=',
    '=',
    '',
  ];
  let state = 7;
  const draw = (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return (state >> 8) % below;
  };
  for (let round = 0; round < 20_000; round++) {
    const text = [...savpOffer];
    for (let change = draw(4); change >= 0; change--) text[draw(text.length)] = String.fromCharCode(draw(256));
    const mixed =
      round % 2 === 0 ? text.join('') : Array.from({ length: draw(12) }, () => alphabet[draw(9)]).join('\n');
    const read = readSdp(mixed);
    if (read.ok) assert.deepEqual(readOk(printSdp(read.value)), read.value);
  }
});
