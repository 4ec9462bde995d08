// Debian's Kamailio as the provider of trunks: registered over UDP and TLS, lost and regained, a wrong certificate named, failover
// between two places, and the test that says which step fails.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Made, makeCertificate, makeRoot } from '../../src/security/certificates/testing.ts';
import { account, Kamailio, ringing } from './kamailio.ts';
import { TrunkHouse } from './trunk-house.ts';
import { until } from './wait.ts';

const withinMs = 30_000;
let house: TrunkHouse;
let root: Made;
let good: Made;
let first: Kamailio;
let second: Kamailio;

const names = [account.domain];

before(async () => {
  root = await makeRoot('Provider root');
  good = await makeCertificate({ name: 'sbc', issuer: root, names, usage: ['server'] });
  first = await Kamailio.start(good);
  second = await Kamailio.start(good);
  house = await TrunkHouse.open();
  await house.change({ kind: 'change', form: 'unsecured-interfaces', key: 'sip-udp', patch: { enabled: true } });
});

after(async () => {
  await house.close();
  await Promise.all([first.stop(), second.stop()]);
});

const common = {
  ...{ domain: account.domain, registers: true, username: account.username, secret: account.secret },
  ...{ optionsSeconds: 1, registrationSeconds: 60, knownBy: ['registration'], mediaSecurity: 'preferred' },
};

const isRegistered = (name: string): boolean => house.state(name)?.registered === 'yes';
const outcomes = (steps: readonly { step: string; outcome: string }[]): string =>
  steps.map(({ step, outcome }) => `${step} ${outcome}`).join(', ');

test('a trunk registers with a digest over UDP', async () => {
  const patch = { ...common, name: 'udp', number: 1, transport: 'udp', proxies: `127.0.0.1:${first.udpPort}` };
  await house.change({ kind: 'add', form: 'trunks', patch });
  await until('it is registered', withinMs, () => isRegistered('udp'));
  assert.equal(house.state('udp')?.state, 'up');
});

test('an authority that is not trusted is named, in the alarm and by the test; once it is trusted, the trunk registers', async () => {
  const proxies = `127.0.0.1:${first.tlsPort} 127.0.0.1:${second.tlsPort}`;
  await house.change({ kind: 'add', form: 'trunks', patch: { ...common, name: 'tls', number: 2, proxies } });
  const condition = await until('the certificate is an alarm', withinMs, () =>
    house.conditions().find((one) => one.startsWith('trunk-certificate.tls')),
  );
  assert.match(condition, /Provider root/);
  assert.match(condition, /Add the authority/);
  const [, connection, certificate] = await house.test('tls');
  assert.equal(connection?.outcome, 'ok');
  assert.deepEqual([certificate?.step, certificate?.outcome], ['certificate', 'failed']);
  assert.match(certificate?.words ?? '', /Provider root/);
  const trusted = { name: 'Provider', certificate: root.certificate, purposes: ['outgoing'] };
  await house.change({ kind: 'add', form: 'trusted-certificates', patch: trusted });
  await until('it is registered', withinMs, () => isRegistered('tls'));
  assert.deepEqual(house.conditions(), []);
  assert.deepEqual(house.ports('tls'), [first.tlsPort, second.tlsPort]);
});

test('the test of a trunk goes through every step, and a call rings', async () => {
  for (const name of ['udp', 'tls']) {
    const steps = await house.test(name, ringing);
    assert.deepEqual(
      steps.filter(({ outcome }) => outcome !== 'ok'),
      [],
      name,
    );
    assert.deepEqual(
      steps.slice(-2).map(({ step }) => step),
      ['authentication', 'call'],
    );
    assert.match(steps.at(-1)?.words ?? '', /rings/);
  }
  const nobody = (await house.test('udp', '+49301')).at(-1);
  assert.match(nobody?.words ?? '', /404/);
});

test('a place that is gone gives way to the next, and has its turn again when it is back', async () => {
  await first.end();
  await until(
    'the second place has it',
    withinMs,
    () => isRegistered('tls') && house.ports('tls')[0] === second.tlsPort,
  );
  assert.deepEqual(house.ports('tls'), [second.tlsPort]);
  await until('the other trunk is down', withinMs, () => house.state('udp')?.state === 'down');
  await until('it is told', withinMs, () => house.conditions().some((one) => one.startsWith('trunk-down.udp')));
  await first.run();
  await until('both are there', withinMs, () => house.ports('tls').length === 2);
  await until('the other trunk is registered again', withinMs, () => isRegistered('udp'));
  assert.deepEqual(house.conditions(), []);
});

test('a registration is lost with its last place, and regained', async () => {
  await Promise.all([first.end(), second.end()]);
  await until('it is lost', withinMs, () => house.state('tls')?.registered === 'no');
  const steps = await house.test('tls');
  assert.match(outcomes(steps), /^name ok, connection failed, name ok, connection failed$/);
  assert.match(steps.at(-1)?.words ?? '', /ECONNREFUSED/);
  await Promise.all([first.run(), second.run()]);
  await until('it is regained', withinMs, () => isRegistered('tls'));
});

test('a certificate for another name, and one that has ended, are named', async () => {
  const another = await makeCertificate({ name: 'sbc', issuer: root, names: ['elsewhere.example'], usage: ['server'] });
  const dayMs = 86_400_000;
  const [startsMs, endsMs] = [Date.now() - 2 * dayMs, Date.now() - dayMs];
  const ended = await makeCertificate({ name: 'sbc', issuer: root, names, usage: ['server'], startsMs, endsMs });
  for (const [certificate, words] of [
    [another, /not for .*provider\.example.*elsewhere\.example/],
    [ended, /not in date/],
  ] as const) {
    await Promise.all([first.end(), second.end()]);
    first.show(certificate);
    second.show(certificate);
    await Promise.all([first.run(), second.run()]);
    await until('it is told', withinMs, () =>
      house.conditions().some((one) => one.startsWith('trunk-certificate.tls') && words.test(one)),
    );
    assert.equal(house.state('tls')?.registered, 'no');
    assert.match((await house.test('tls')).at(-1)?.words ?? '', words);
  }
  await Promise.all([first.end(), second.end()]);
  first.show(good);
  second.show(good);
  await Promise.all([first.run(), second.run()]);
  await until('the right one is accepted', 2 * withinMs, () => isRegistered('tls'));
});

test('a wrong secret is told, and the right one registers at once', async () => {
  const change = (secret: string) => house.change({ kind: 'change', form: 'trunks', key: 'tls', patch: { secret } });
  await change('another secret');
  const condition = await until('it is told', withinMs, () =>
    house.conditions().find((one) => one.startsWith('trunk-not-registered.tls')),
  );
  assert.match(condition, /401 .*the user name or secret is wrong/);
  assert.match((await house.test('tls')).at(-1)?.words ?? '', /does not accept the account/);
  await change(account.secret);
  await until('it is registered', withinMs, () => isRegistered('tls'));
});

test('a provider that asks for our certificate is shown it where the trunk offers it', async () => {
  await Promise.all([first.end(), second.end()]);
  first.show(good, house.authorityPem);
  await first.run();
  const refused = await house.test('tls');
  assert.match(
    outcomes(refused),
    /^name ok, connection ok, certificate ok, options failed, name ok, connection failed$/,
  );
  assert.match(refused[3]?.remedy ?? '', /Offer our certificate/);
  await house.change({ kind: 'change', form: 'trunks', key: 'tls', patch: { offerCertificate: true } });
  await until('it is registered', withinMs, () => isRegistered('tls'));
});
