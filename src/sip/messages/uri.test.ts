// Tests of URIs: reading, printing, comparing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeUser, parseUri, printUri, type SipUri, sameUri, uriScheme } from './uri.ts';

const uriOf = (text: string): SipUri => parseUri(text) ?? assert.fail(text);

test('the parts of a SIP URI', () => {
  assert.deepEqual(parseUri('sips:Al%69ce:secret@Atlanta.COM:5061;transport=TLS;l%72?Subject=a%20b&x='), {
    scheme: 'sips',
    user: 'Alice',
    password: 'secret',
    host: 'atlanta.com',
    port: 5061,
    parameters: ';transport=TLS;lr',
    headers: '?Subject=a%20b&x=',
  });
  assert.deepEqual(parseUri('sip:[2001:DB8::1]:5060'), {
    ...{ scheme: 'sip', user: '', password: '', host: '[2001:db8::1]', port: 5060, parameters: '', headers: '' },
  });
  assert.equal(uriOf('SIP:*78@h').user, '*78');
  assert.equal(uriOf('sip:#21#@h').user, '#21#');
});

test('tel URIs', () => {
  const uri = uriOf('tel:+49-30-(123)456;phone-context=+49;ext=7');
  assert.deepEqual(
    [uri.scheme, uri.user, uri.host, uri.parameters],
    ['tel', '+49-30-(123)456', '', ';phone-context=+49;ext=7'],
  );
  assert.equal(uriOf('tel:112;phone-context=example.com').user, '112');
  for (const text of ['tel:', 'tel:+', 'tel:---', 'tel:+12x', 'tel:12 3', 'tel:123;', 'tel:+1?x=y'])
    assert.equal(parseUri(text), undefined, text);
});

test('what is no URI of ours', () => {
  const texts = [
    '',
    'sip:',
    'sip',
    'http://example.com',
    'sip:@h',
    'sip:a@',
    'sip:a@b@c',
    'sip:a b@h',
    'sip:a@h:',
    'sip:a@h:0',
  ];
  texts.push(
    'sip:a@h:65536',
    'sip:a@h:5060x',
    'sip:a@h;',
    'sip:a@h;=b',
    'sip:a@h;b=',
    'sip:a@h?',
    'sip:a@h?=b',
    'sip:a@h?b',
  );
  texts.push(
    'sip:%4@h',
    'sip:%zz@h',
    'sip:a%4',
    'sip:<a>@h',
    'sip:a"@h',
    'sip:a@[::1',
    'sip:a@[zz]',
    'sip:a@[]',
    'sip:a@::1',
  );
  texts.push('sip:a@h;b=c@d', 'sip:a\x00@h', 'sip:a\xe4@h', 'sip:a@h\r\n', ` sip:a@h`, `sip:${'a'.repeat(3000)}@h`);
  for (const text of texts) assert.equal(parseUri(text), undefined, text);
});

test('schemes', () => {
  assert.equal(uriScheme('SIP:a'), 'sip');
  assert.equal(uriScheme('soap.beep://a'), 'soap.beep');
  for (const text of ['', ':', '1a:b', '<sip:a>', 'a b:c', 'sip']) assert.equal(uriScheme(text), '', text);
});

test('printing escapes what may not stand in a user part', () => {
  assert.equal(escapeUser('a b#@%'), 'a%20b%23%40%25');
  assert.equal(escapeUser('+49.30'), '+49.30');
  assert.equal(escapeUser('€'), '%E2%82%AC');
  assert.equal(printUri(uriOf('sip:a%23:b@H:5060;x=y?z=1')), 'sip:a%23:b@h:5060;x=y?z=1');
  assert.equal(printUri(uriOf('tel:+49;ext=1')), 'tel:+49;ext=1');
});

test('the same URIs of RFC 3261 §19.1.4', () => {
  const pairs = [
    ['sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtLanTa.CoM;Transport=tcp'],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5'],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com;security=on'],
    ['sip:carol@chicago.com;newparam=5', 'sip:carol@chicago.com;security=on'],
    [
      'sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com',
      'sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com',
    ],
    [
      'sip:alice@atlanta.com?subject=project%20x&priority=urgent',
      'sip:alice@atlanta.com?priority=urgent&subject=project%20x',
    ],
  ];
  for (const [a = '', b = ''] of pairs) {
    assert.equal(sameUri(uriOf(a), uriOf(b)), true, `${a} ${b}`);
    assert.equal(sameUri(uriOf(b), uriOf(a)), true, `${b} ${a}`);
  }
});

test('the different URIs of RFC 3261 §19.1.4', () => {
  const pairs = [
    ['SIP:ALICE@AtLanTa.CoM;Transport=udp', 'sip:alice@AtLanTa.CoM;Transport=UDP'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:6000;transport=tcp'],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com?Subject=next%20meeting'],
    ['sip:bob@phone21.boxesbybob.com', 'sip:bob@192.0.2.4'],
    ['sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;security=off'],
    ['sip:bob@biloxi.com', 'sips:bob@biloxi.com'],
    ['sip:bob@biloxi.com', 'sip:biloxi.com'],
    ['sip:bob:one@biloxi.com', 'sip:bob:two@biloxi.com'],
  ];
  for (const [a = '', b = ''] of pairs) {
    assert.equal(sameUri(uriOf(a), uriOf(b)), false, `${a} ${b}`);
    assert.equal(sameUri(uriOf(b), uriOf(a)), false, `${b} ${a}`);
  }
});
