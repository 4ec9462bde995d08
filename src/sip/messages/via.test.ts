// Tests of Via values and of what a server adds to them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseVia, printReceived, type Via } from './via.ts';

const viaOf = (text: string): Via => parseVia(text) ?? assert.fail(text);

test('the parts of a Via value, the first of several', () => {
  assert.deepEqual(parseVia('SIP/2.0/tls h.example.com:5061 ;branch=z9hG4bK1;RPORT;x="a,b" , SIP/2.0/UDP i'), {
    transport: 'TLS',
    host: 'h.example.com',
    port: 5061,
    branch: 'z9hG4bK1',
    rport: true,
    parameters: ';branch=z9hG4bK1;RPORT;x="a,b" ',
    raw: 'SIP/2.0/tls h.example.com:5061 ;branch=z9hG4bK1;RPORT;x="a,b" ',
  });
  assert.equal(viaOf('SIP/2.0/UDP [2001:db8::1]').host, '[2001:db8::1]');
  assert.equal(viaOf('SIP/2.0/UDP h;rport=5').rport, false);
});

test('what is refused', () => {
  const texts = [
    '',
    'SIP/2.0',
    'SIP/2.0/',
    'SIP/2.0/UDP',
    'SIP/2.0/UDP ',
    'SIP/3.0/UDP h',
    'HTTP/1.1/TCP h',
    'SIP/2.0/UDPh',
  ];
  texts.push(
    'SIP/2.0/UDP h:',
    'SIP/2.0/UDP h:0',
    'SIP/2.0/UDP h:65536',
    'SIP/2.0/UDP h:x',
    'SIP/2.0/UDP 2001:db8::1',
    'SIP/2.0/UDP [::1',
  );
  texts.push('SIP/2.0/UDP h;', 'SIP/2.0/UDP h;;a', 'SIP/2.0/UDP h;a=', 'SIP/2.0/UDP h;a="b', 'SIP/2.0/UDP h x');
  for (const text of texts) assert.equal(parseVia(text), undefined, text);
});

test('received and rport: RFC 3261 §18.2.1, RFC 3581 §4', () => {
  const printed = (text: string): string => printReceived(viaOf(text), '192.0.2.7', 40000);
  assert.equal(printed('SIP/2.0/UDP 192.0.2.7;branch=a'), 'SIP/2.0/UDP 192.0.2.7;branch=a');
  assert.equal(printed('SIP/2.0/UDP h;branch=a'), 'SIP/2.0/UDP h;branch=a;received=192.0.2.7');
  assert.equal(printed('SIP/2.0/UDP h;rport;branch=a'), 'SIP/2.0/UDP h;branch=a;received=192.0.2.7;rport=40000');
  assert.equal(printed('SIP/2.0/UDP 192.0.2.7;rport'), 'SIP/2.0/UDP 192.0.2.7;received=192.0.2.7;rport=40000');
  assert.equal(printed('SIP/2.0/UDP h ; Received=1.2.3.4 ; a="b;c"'), 'SIP/2.0/UDP h;a="b;c";received=192.0.2.7');
  const six = viaOf('SIP/2.0/UDP [2001:DB8::1];branch=a');
  assert.equal(printReceived(six, '2001:db8::1', 5060), six.raw);
});
