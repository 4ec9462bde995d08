// Changes of the configuration while real phones are registered: they hold at once, without a restart.

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import type { AuditLine } from '../../apps/core/protocol.ts';
import { freePort } from '../node.ts';
import type { Baresip } from './baresip.ts';
import { Office } from './office.ts';
import { call, hangUp, hearEachOther } from './talk.ts';
import { until } from './wait.ts';

const secured = { transport: 'tls', encryption: 'srtp-mand', mediaSecurity: 'required' } as const;

let office: Office;
let ann: Baresip;

before(async () => {
  office = await Office.open();
  ann = await office.phone({ number: '7231401', toneHz: 440, ...secured });
});

after(() => office?.close());

/** Starts a phone that is refused registration, and gives the words of the answer. */
async function refusedRegistration(number: string, secret: string): Promise<string> {
  const phone = await office.start({ number, secret, toneHz: 500, ...secured });
  const [line] = await phone.logged(/reg: sip:\d+@ringfence: [45]\d\d .*/);
  return line;
}

async function whyRefused(number: string): Promise<string> {
  return await until(`the refusal of ${number} is in the audit trail`, 5_000, async () => {
    const lines = await office.node.ask<AuditLine[]>('audit.list', { user: number });
    return lines.find(({ action }) => action === 'registration refused')?.data;
  });
}

test('a changed secret ends the registration; the phone with the old one is refused, with the new one it registers', async () => {
  const number = '7231402';
  const oldSecret = await office.extension(number, 'required');
  const phone = await office.start({ number, secret: oldSecret, toneHz: 620, ...secured });
  await phone.registered();
  const newSecret = 'another-secret-of-it-24ch';
  await office.node.change('users-and-services', { sipSecret: newSecret }, number);
  assert.deepEqual(await office.registrationsOf(number), []);
  const mark = phone.mark;
  await phone.dial(ann.number);
  assert.match((await phone.happened('CALL_CLOSED', mark)).param, /^403 /);
  assert.match(await refusedRegistration(number, oldSecret), / 403 /);
  assert.match(await whyRefused(number), /wrong/);
  const again = await office.start({ number, secret: newSecret, toneHz: 620, ...secured });
  await again.registered();
  assert.equal((await office.registrationsOf(number)).length, 1);
});

test('a deleted extension’s registration ends at once: its phone is refused, and its number is not in use', async () => {
  const number = '7231403';
  const secret = await office.extension(number, 'required');
  const phone = await office.start({ number, secret, toneHz: 620, ...secured });
  await phone.registered();
  await office.node.ask('form.change', { changes: [{ kind: 'delete', form: 'users-and-services', key: number }] });
  assert.deepEqual(await office.registrationsOf(number), []);
  const [mark, from] = [ann.mark, ann.log.length];
  await ann.dial(number);
  assert.match((await ann.happened('CALL_CLOSED', mark)).param, /^404 /);
  await ann.logged(/Reason: SIP;cause=404;text="The number 7231403 is not in use"/, from);
  assert.match(await refusedRegistration(number, secret), / 403 /);
});

test('a moved TLS port: a phone started afterwards registers there, and one from before goes on', async (t) => {
  const before = await office.node.port('sip-tls');
  const moved = await freePort();
  await office.node.change('network-listeners', { port: moved }, 'sip-tls');
  const now = await until('the listener has moved', 5_000, async () => {
    const port = await office.node.port('sip-tls').catch(() => before);
    return port !== before && port;
  });
  assert.equal(now, moved);
  assert.equal(await opens(before), false);
  const bob = await office.phone({ number: '7231404', toneHz: 620, ...secured });
  await call(ann, bob);
  await hearEachOther(t, ann, bob, 'over the port before and the port after');
  await hangUp(ann, bob);
  assert.equal((await office.record(ann.number, 2)).secure, 'throughout');
});

/** Does something listen there? */
const opens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
