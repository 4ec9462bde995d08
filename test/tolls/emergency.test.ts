// Emergency calls of a whole node: from phones in every state, with the place told, through a trunk whose channels are taken, and told to
// the people in the house.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Handset } from '#handset';
import { Header } from '#sip';
import type { EmergencyTestLine } from '../../apps/core/emergency-protocol.ts';
import type { AuditLine } from '../../apps/core/protocol.ts';
import { until } from '../interop/wait.ts';
import { endOf, hangUp, place, type Row, Site, talk } from '../office/site.ts';

const patienceMs = 20_000;
const office = {
  ...{ name: 'Office', callback: '+4989123200', isDefault: true },
  ...{ country: 'DE', city: 'Munich', road: 'Main Street', houseNumber: '7a' },
};

let site: Site;
let ada: Handset;
let bob: Handset;
let cleo: Handset;

before(async () => {
  site = await Site.open({ sendsLocation: true, channels: 2, emergencyChannels: 1 }, [
    'system-options.setRegistrationSecurity=3',
  ]);
  await site.change(
    { kind: 'add', form: 'emergency-locations', patch: office },
    { kind: 'add', form: 'class-of-restriction-groups', patch: { number: 1, members: '7' } },
    { kind: 'change', form: 'routes', key: 'out', patch: { restrictionGroup: '1' } },
    { kind: 'add', form: 'class-of-service', patch: { number: 7, accountCode: 'verified' } },
  );
  for (const number of ['112', '+498912345']) site.provider.subscriber(number);
  [ada, bob] = [await site.phone('201'), await site.phone('202')];
  cleo = await site.phone('206', { name: 'Cleo' });
});

after(() => site?.close());

/** An emergency call that is answered, with the place and its number told to the provider. */
async function callsForHelp(phone: Handset, digits = '112'): Promise<void> {
  const call = await talk(phone, digits);
  const { request: invite, body } = site.provider.invites.at(-1) ?? assert.fail('nothing came');
  assert.match(invite.uri, /^sip:112@/);
  assert.match(invite.get(Header.From) ?? '', /^<sip:\+4989123200@/);
  assert.match(invite.get(Header.PAssertedIdentity) ?? '', /^<sip:\+4989123200@/);
  assert.equal(invite.get(Header.Privacy), undefined);
  assert.match(invite.get(Header.ContentType) ?? '', /^multipart\/mixed/);
  for (const element of ['<cl:A3>Munich<', '<cl:RD>Main Street<', '<cl:HNO>7a<', 'm=audio'])
    assert.ok(body.includes(element), element);
  await hangUp(call);
}

const emergencies = async (): Promise<readonly Row[]> =>
  (await site.rows('call-history')).filter(({ emergency }) => emergency === true);

const alarmOf = async (extension: string): Promise<Row | undefined> =>
  (await site.rows('alarms')).find(({ id, state }) => id === `emergency-call.${extension}` && state !== 'cleared');

const selfTest = async (): Promise<string[]> => {
  const { findings } = await site.node.ask<EmergencyTestLine>('emergency.test');
  return findings.filter(({ state }) => state === 'failed').map(({ what, words }) => `${what}: ${words}`);
};

test('it is reached as it is and behind each prefix, though everything else is barred', async () => {
  const restricted = await site.phone('203', { dayRestriction: 7, dayService: 7, doNotDisturb: true });
  assert.ok((await endOf(place(restricted, '08912345'))) >= 400);
  for (const digits of ['112', '9112', '0112']) await callsForHelp(restricted, digits);
  await site.node.change('users-and-services', { mediaSecurity: 'required' }, '203');
  await callsForHelp(restricted);
});

test('an extension that is disabled, or whose registration was ended, is let through; a wrong secret is not', async () => {
  await site.extension('204');
  const phone = await site.unregistered('204');
  assert.equal(await endOf(place(phone, '08912345')), 403);
  await callsForHelp(phone);
  await site.node.change('users-and-services', { enabled: false }, '204');
  await callsForHelp(phone);
  const stranger = await site.unregistered('204', 'another secret of somebody');
  assert.equal(await endOf(place(stranger, '112')), 403);
});

test('an address that is held off after wrong secrets is let through with the right one', async () => {
  await site.extension('205');
  const guesser = await site.unregistered('205', 'another secret of somebody');
  for (let guess = 1; guess <= 4; guess++) assert.equal(await endOf(place(guesser, '201')), 403);
  const phone = await site.unregistered('205');
  phone.register();
  const held = await phone.registered(patienceMs);
  assert.match(held.ok ? '' : held.refusal.words, /403/);
  await callsForHelp(phone);
});

test('the last channel is kept back for it; where none is, it takes that of another call', async () => {
  const honest = await talk(ada, '08912345');
  assert.equal(await endOf(place(bob, '08912345')), 503);
  const first = await talk(bob, '112');
  const none = place(ada, '112');
  assert.equal(await endOf(none), 503);
  await site.node.change('trunks', { preempts: true }, 'telco');
  const second = await talk(ada, '112');
  const end = await honest.ended(patienceMs);
  assert.ok(end.ok);
  assert.deepEqual([end.value.by, end.value.words], ['far', 'an emergency call needs its channel']);
  assert.equal(first.state, 'talking');
  await Promise.all([hangUp(first), hangUp(second)]);
});

test('it is an alarm while it lasts and until somebody acknowledges it, and each is on record', async () => {
  const call = await talk(cleo, '112');
  const alarm = await until('the alarm', patienceMs, () => alarmOf('206'));
  assert.equal(alarm.severity, 'critical');
  assert.match(
    String(alarm.words),
    /Extension 206 \(Cleo\) called 112 .*Office, Main Street 7a, Munich\. It was answered/,
  );
  await site.node.ask('form.act', { view: 'alarms', action: 'acknowledge', key: String(alarm.number) });
  assert.ok((await alarmOf('206')) !== undefined, 'it lasts as long as the call');
  await hangUp(call);
  await until('it is over', patienceMs, async () => (await alarmOf('206')) === undefined);
  const entries = await site.node.ask<readonly AuditLine[]>('audit.list', { user: '206', limit: 20 });
  assert.deepEqual(
    entries.map(({ action }) => action).filter((action) => action.startsWith('emergency')),
    ['emergency call ended', 'emergency call answered', 'emergency call'],
  );
  assert.ok((await emergencies()).some(({ caller, trunk }) => caller === '206' && trunk === 'telco'));
});

test('the self-test says what is so', async () => {
  assert.deepEqual(await selfTest(), []);
  await site.node.change('emergency-locations', { isDefault: false }, 'Office');
  assert.match((await selfTest()).join('\n'), /^Locations: .*201/);
  await site.node.change('trunks', { enabled: false }, 'telco');
  assert.match((await selfTest()).join('\n'), /112/);
  await site.node.change('trunks', { enabled: true }, 'telco');
  await site.node.change('emergency-locations', { isDefault: true }, 'Office');
  assert.deepEqual(await selfTest(), []);
  assert.deepEqual(site.node.faults, []);
});
