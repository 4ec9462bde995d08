// Dialogs of both sides: tags, numbers, targets and route sets.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request, responseTo, SampleFlow } from '../testing.ts';
import { contactOf, Dialog } from './dialog.ts';

const flow = new SampleFlow('UDP');
const contact = (port: number): string => `Contact: <sip:201@198.51.100.7:${port}>\r\n`;
const recorded = 'Record-Route: <sip:192.0.2.81;lr>\r\nRecord-Route: <sip:192.0.2.82;lr>, <sip:192.0.2.83;lr>\r\n';
const invite = `INVITE sip:202@198.51.100.9 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx\r\nFrom: <sip:201@192.0.2.1>;tag=us\r\nTo: <sip:202@198.51.100.9>\r\nCall-ID: c2\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n`;

const sent = (): Dialog => {
  const opening = Dialog.sent('<sip:201@192.0.2.1>', '<sip:202@198.51.100.9>', 'sip:202@198.51.100.9', flow, 'c2');
  opening.request('INVITE');
  return opening;
};

test('a received INVITE opens a dialog: its tags are turned round, its routes kept in order', () => {
  const dialog = Dialog.received(request('INVITE', { cseq: 9, headers: contact(5099) + recorded }), flow, 'us');
  const bye = dialog.request('BYE');
  assert.deepEqual(
    { uri: bye.uri, from: bye.from, to: bye.to, callId: bye.callId, cseq: bye.cseq },
    {
      uri: 'sip:201@198.51.100.7:5099',
      from: '<sip:202@ringfence>;tag=us',
      to: '<sip:201@ringfence>;tag=f',
      callId: 'c1',
      cseq: 1,
    },
  );
  assert.equal(bye.route, 'Route: <sip:192.0.2.81;lr>\r\nRoute: <sip:192.0.2.82;lr>\r\nRoute: <sip:192.0.2.83;lr>\r\n');
  assert.equal(dialog.request('BYE').cseq, 2);
});

test('an answer makes a dialog of a sent request, its routes in reverse; each To tag makes another', () => {
  const opening = sent();
  const one = opening.established(responseTo(invite, 180, 'one', contact(5071) + recorded));
  const two = opening.established(responseTo(invite, 183, 'two'));
  assert.equal(
    one.request('PRACK').route,
    'Route: <sip:192.0.2.83;lr>\r\nRoute: <sip:192.0.2.82;lr>\r\nRoute: <sip:192.0.2.81;lr>\r\n',
  );
  assert.deepEqual([one.remoteTag, one.remoteTarget], ['one', 'sip:201@198.51.100.7:5071']);
  assert.deepEqual([two.remoteTag, two.remoteTarget], ['two', 'sip:202@198.51.100.9'], 'no Contact: the old target');
  assert.equal(one.localTag, two.localTag);
  assert.equal(two.request('BYE').cseq, 2, 'numbers go on from the INVITE’s, in each dialog by itself');
});

test('a proxy that does not know loose routing is asked in the Request-URI, the target comes last (RFC 3261 §12.2.1.1)', () => {
  const strict = 'Record-Route: <sip:192.0.2.81>\r\nRecord-Route: <sip:192.0.2.82;lr>\r\n';
  const bye = Dialog.received(request('INVITE', { headers: contact(5099) + strict }), flow).request('BYE');
  assert.equal(bye.uri, 'sip:192.0.2.81');
  assert.equal(bye.route, 'Route: <sip:192.0.2.82;lr>\r\nRoute: <sip:201@198.51.100.7:5099>\r\n');
});

test('numbers of the other end must rise; an ACK carries its INVITE’s', () => {
  const dialog = Dialog.received(request('INVITE', { cseq: 9, headers: contact(5099) }), flow, 'us');
  assert.equal(dialog.follow(request('INFO', { cseq: 9, toTag: 'us' }), flow), false);
  assert.equal(dialog.follow(request('INFO', { cseq: 20, toTag: 'us' }), flow), true);
  assert.equal(dialog.follow(request('BYE', { cseq: 11, toTag: 'us' }), flow), false);
  assert.equal(dialog.follow(request('ACK', { cseq: 9, toTag: 'us' }), flow), true);
});

test('INVITE and UPDATE move the target, other requests do not; all of them move the flow', () => {
  const dialog = Dialog.received(request('INVITE', { headers: contact(5099) }), flow, 'us');
  const moved = new SampleFlow('TLS');
  dialog.follow(request('INFO', { cseq: 2, headers: contact(1) }), moved);
  assert.deepEqual([dialog.remoteTarget, dialog.flow], ['sip:201@198.51.100.7:5099', moved]);
  dialog.follow(request('UPDATE', { cseq: 3, headers: contact(2) }), moved);
  assert.equal(dialog.remoteTarget, 'sip:201@198.51.100.7:2');
  dialog.follow(request('INVITE', { cseq: 4 }), moved);
  assert.equal(dialog.remoteTarget, 'sip:201@198.51.100.7:2', 'without Contact the target stays');
});

test('a message of another dialog is not owned', () => {
  const dialog = Dialog.received(request('INVITE'), flow, 'us');
  assert.equal(dialog.owns(request('BYE', { toTag: 'us' })), true);
  assert.equal(dialog.owns(request('BYE', { toTag: 'us', fromTag: 'other' })), false);
});

test('our Contact names the way back: host, port and transport of the flow', () => {
  assert.equal(contactOf(flow, '202'), 'Contact: <sip:202@192.0.2.1:5060>\r\n');
  assert.equal(contactOf(new SampleFlow('TLS'), '202'), 'Contact: <sip:202@192.0.2.1:5060;transport=tls>\r\n');
});

test('what a dialog keeps stands by itself: the message it came from may go', () => {
  const long = 'x'.repeat(200);
  const opened = request('INVITE', { headers: `Subject: ${long}\r\n${contact(5099)}` });
  const dialog = Dialog.received(opened, flow);
  const kept = [dialog.callId, dialog.remote, dialog.local, dialog.remoteTarget, dialog.remoteTag];
  for (const text of kept) assert.ok(!text.includes(long));
});
