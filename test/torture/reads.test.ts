// What the valid torture messages say, read through their folds, escapes and odd characters.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeText, Header, parameter, parseMessage, parseNameAddress, parseUri, type SipMessage } from '#sip';
import { tortureBytes } from './expected.ts';

function messageOf(name: string): SipMessage {
  const parsed = parseMessage(tortureBytes(name));
  return parsed.kind === 'message' ? parsed.message : assert.fail(`${name}: ${parsed.kind}`);
}

test('wsinv: folds, spaces, mixed names, quotes', () => {
  const message = messageOf('wsinv');
  assert.deepEqual([message.to?.uri, message.to?.tag], ['sip:vivekg@chair-dnrc.example.com', '1918181833n']);
  assert.deepEqual([message.from?.display, message.from?.tag], ['J Rosenberg \\"', '98asjd8']);
  assert.deepEqual([message.maxForwards, message.cseq?.number], [68, 9]);
  assert.equal(message.get(Header.Subject), '');
  assert.deepEqual([message.via?.host, message.via?.branch], ['192.0.2.2', '390skdjuw']);
  assert.equal(message.list(Header.Via).length, 3);
  assert.deepEqual(message.other('newfangledheader'), ['newfangled value continued newfangled value']);
  assert.deepEqual(message.other('UnknownHeaderWithUnusualValue'), [';;,,;;,;']);
  const contact = message.contact;
  assert.ok(contact !== undefined && contact !== '*');
  assert.equal(contact.display, 'Quoted string ""');
  assert.equal(parameter(contact.parameters, 'newparam'), 'newvalue');
  assert.equal(parameter(contact.parameters, 'secondparam'), '');
  assert.equal(parameter(contact.parameters, 'Q'), '0.33');
  assert.equal(message.body.length, 150);
});

test('intmeth: every character that is allowed', () => {
  const message = messageOf('intmeth');
  assert.equal(message.method, "!interesting-Method0123456789_*+`.%indeed'~");
  assert.equal(message.cseq?.method, message.method);
  assert.equal(message.target?.user, "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
  assert.equal(message.target?.password, "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
  assert.equal(message.to?.display, 'BEL:\x07 NUL:\0 DEL:\x7f');
  assert.equal(message.from?.display, "token1~` token2'+_ token3*%!.-");
  assert.equal(decodeText(parameter(message.from?.parameters ?? '', "fromParam''~+*_!.-%") ?? ''), 'работающий');
  assert.equal(decodeText(message.other("extensionHeader-!.%*+_`'~")[0] ?? ''), '\ufeff大停電');
});

test('esc01 and escnull: escapes are resolved once, where they are escapes', () => {
  const message = messageOf('esc01');
  assert.equal(message.target?.user, 'sips:user@example.com');
  assert.equal(parseUri(message.to?.uri ?? '')?.user, 'user');
  assert.equal(parseUri(message.from?.uri ?? '')?.user, 'I have spaces');
  const contact = message.contact;
  assert.ok(contact !== undefined && contact !== '*');
  const uri = parseUri(contact.uri);
  assert.equal(uri?.user, 'caller');
  assert.equal(parameter(uri?.parameters ?? '', 'lr'), '');
  assert.equal(parameter(uri?.parameters ?? '', 'name'), 'value%2541');
  const users = messageOf('escnull')
    .list(Header.Contact)
    .map((text) => parseUri(parseNameAddress(text)?.uri ?? '')?.user);
  assert.deepEqual(users, ['\0', '\0\0']);
});

test('esc02: a percent sign in a method, a header name or a branch is itself', () => {
  const message = messageOf('esc02');
  assert.equal(message.method, 'RE%47IST%45R');
  assert.equal(message.all(Header.Contact).length, 2);
  assert.deepEqual(message.other('c%6fntact'), ['<sip:alias2@host2.example.com>']);
  assert.equal(message.to?.display, '%Z%45');
  assert.equal(message.via?.branch, 'z9hG4bK209%fzsnel234');
});

test('parameters of the header and of the URI are told apart', () => {
  const one = messageOf('cparam01').contact;
  const two = messageOf('cparam02').contact;
  assert.ok(one !== undefined && one !== '*' && two !== undefined && two !== '*');
  assert.deepEqual([one.uri, one.parameters], ['sip:+19725552222@gw1.example.net', ';unknownparam']);
  assert.deepEqual([two.uri, two.parameters], ['sip:+19725552222@gw1.example.net;unknownparam', '']);
  assert.equal(messageOf('semiuri').target?.user, 'user;par=u@example.net');
  assert.equal(messageOf('inv2543').to?.parameters, ';user=phone');
});

test('long values, unknown transports, odd reasons, bodies', () => {
  assert.equal(messageOf('longreq').all(Header.Via).length, 34);
  assert.equal(messageOf('transports').list(Header.Via).length, 5);
  assert.equal(messageOf('noreason').reason, '');
  assert.match(decodeText(messageOf('unreason').reason), /^= 2\*\*3 \* 5\*\*2 но сто девяносто девять - простое$/);
  assert.equal(messageOf('mpart01').body.length, 553);
  assert.equal(messageOf('dblreq').body, '');
});

test('RFC 5118: where the address ends and the port begins', () => {
  assert.deepEqual(
    [messageOf('port-ambiguous').target?.host, messageOf('port-ambiguous').target?.port],
    ['[2001:db8::10:5070]', 0],
  );
  assert.equal(messageOf('port-unambiguous').target?.port, 5070);
  const received = (name: string): string | undefined => parameter(messageOf(name).via?.parameters ?? '', 'received');
  assert.equal(received('via-received-param-with-delim'), '[2001:db8::9:255]');
  assert.equal(received('via-received-param-no-delim'), '2001:db8::9:255');
  assert.equal(messageOf('ipv4-mapped-ipv6').via?.port, 19823);
});
