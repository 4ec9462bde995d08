// Phones are told to answer or hold only where they say that they know how.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type InDialog, parseMessage, type SipMessage } from '#sip';
import { type ControlledLeg, controlsOf, remoteControl } from './remote-control.ts';

function ringing(lines: string): SipMessage {
  const head =
    'Via: SIP/2.0/TLS h;branch=z9hG4bKx\r\nFrom: <sip:a@h>;tag=1\r\nTo: <sip:b@h>;tag=2\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n';
  const parsed = parseMessage(Buffer.from(`SIP/2.0 180 Ringing\r\n${head}${lines}Content-Length: 0\r\n\r\n`, 'latin1'));
  assert.ok(parsed.kind === 'message');
  return parsed.message;
}

test('what a phone lists in Allow-Events it is told, and nothing else', () => {
  const sent: string[] = [];
  const leg = {
    over: false,
    // Of the flow only whether it is open is looked at.
    flow: { open: true } as ControlledLeg['flow'],
    send: (method: string, { headers }: InDialog) => void sent.push(`${method} ${headers}`),
  };
  const controls = controlsOf(ringing('Allow-Events: dialog, Talk, message-summary\r\n'));
  assert.deepEqual([...controls], ['talk']);
  assert.deepEqual([...controlsOf(ringing(''))], []);
  assert.equal(remoteControl(leg, controls, 'talk'), true);
  assert.equal(remoteControl(leg, controls, 'hold'), false);
  assert.equal(remoteControl({ ...leg, over: true }, controls, 'talk'), false);
  assert.deepEqual(sent, ['NOTIFY Event: talk\r\nSubscription-State: active\r\n']);
});
