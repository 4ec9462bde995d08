// Tests of what the core says at its start.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '#base';
import { printMade, printStarted } from './announce.ts';
import { statusForTests } from './testing.ts';

const passwords = [
  { loginId: 'administrator', displayName: 'Root administrator', password: new Secret('one') },
  { loginId: 'security', displayName: 'Security administrator', password: new Secret('second') },
];

test('the first start tells listeners, the authority and the one-time passwords', () => {
  const closed = { name: 'sip-tcp', transport: 'TCP', address: '::1', port: 5060, closedBecause: 'the port is in use' };
  const status = { ...statusForTests, listeners: [...statusForTests.listeners, closed] };
  assert.equal(
    printStarted(status, passwords, false),
    `Ringfence 0.1.0 is running (process 4711, data in /var/lib/ringfence).

Listeners
  sip-tls  TLS  0.0.0.0:5061  open
  sip-tcp  TCP  [::1]:5060    closed: the port is in use

Log in at https://pbx.example.org:8443/ as administrator

Phones and browsers must trust
  /var/lib/ringfence/authority.pem
  SHA-256 AB:CD

One-time passwords, shown this once; the first login must change them
  administrator  one     Root administrator
  security       second  Security administrator
`,
  );
});

test('later starts tell no passwords', () => {
  const text = printStarted(statusForTests, [], false);
  assert.doesNotMatch(text, /password/i);
  assert.match(printStarted({ ...statusForTests, listeners: [] }, [], false), /none is enabled/);
});

test('JSON is one line', () => {
  const made = printMade('/d', passwords, true);
  assert.deepEqual(JSON.parse(made), {
    made: '/d',
    oneTimePasswords: { administrator: 'one', security: 'second' },
  });
  assert.equal(printStarted(statusForTests, passwords, true).trim().includes('\n'), false);
});
