// Walks of emergency calls from a desk: always possible, from the place of the desk, and called back there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, dial, officeWithDesks } from './hot-desks.ts';
import { sdp } from './sdp.ts';

const site = {
  trunks: [{ name: 'telco', number: 1, proxies: 'sip.example.com', mediaSecurity: 'preferred' }],
  routes: [{ name: 'national', trunk: 'telco' }],
  'class-of-restriction-groups': [{ number: 1, members: '1-64' }],
};

test('help is called from a desk with nobody there, with somebody, and by whoever may nothing else', async () => {
  const { world, desk } = officeWithDesks(site);
  const telco = world.provider('telco');
  const help = (): void => {
    const out = desk.call('112', sdp());
    connect(out, telco.incoming());
    out.bye();
  };
  help();
  assert.equal(await dial(desk, '*412014938'), 200);
  help();
  for (let guess = 0; guess < 20; guess++) await dial(desk, '*412029999');
  help();
  world.set('300', { enabled: false });
  help();
  const told = world.events.flatMap((event) =>
    event.kind === 'emergency' ? [`${event.caller.number} at ${event.desk?.number ?? 'their own'}`] : [],
  );
  assert.deepEqual(told, ['300 at their own', '201 at 300', '201 at 300', '300 at their own']);
  assert.deepEqual(
    world.records.filter(({ details }) => details.emergency).map(({ caller }) => caller.number),
    ['300', '201', '201', '300'],
  );
  world.end();
});

test('the place and the number are those of the desk, and its number rings there for an hour, whoever is at it', async () => {
  const { world, desk, bob } = officeWithDesks(site);
  const telco = world.provider('telco');
  world.providers.numbers = { 201: '+4989201', 300: '+4989300' };
  assert.equal(await dial(desk, '*412014938'), 200);
  const out = desk.call('112', sdp());
  const there = telco.incoming();
  assert.match(there.invited?.from?.uri ?? '', /4989300@|089300@/);
  assert.deepEqual(world.providers.locatedFor, ['300']);
  connect(out, there);
  out.bye();
  const back = bob.call('300', sdp());
  connect(back, desk.incoming());
  back.bye();
  world.pass(3_590_000, 10_000);
  for (const phone of [desk, bob]) assert.equal(phone.register().status, 200);
  world.pass(20_000, 1_000);
  assert.equal(bob.call('300', sdp()).take(480).status, 480);
  world.end();
});

test('who only knows the secret of the desk calls for help as the desk, not as who is logged in there', async () => {
  const { world, desk } = officeWithDesks(site);
  const telco = world.provider('telco');
  assert.equal(await dial(desk, '*412014938'), 200);
  const out = world.phone('300', { registers: false }).call('112', sdp());
  connect(out, telco.incoming());
  out.bye();
  assert.equal(world.records.at(-1)?.caller.number, '300');
  world.end();
});
