// Debian's Kamailio twice as the public network of a whole node: calls out with digest over UDP and over TLS with SRTP demanded, calls in
// by each proof of whose they are, a place that goes away during a call, a registration lost and regained, a wrong certificate named.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { silentLog, systemClock } from '#base';
import { Handset, type IncomingCall } from '#handset';
import type { HistoryLine } from '../../apps/core/protocol.ts';
import type { TrunkStepLine } from '../../apps/core/trunk-protocol.ts';
import { type Made, makeCertificate, makeRoot } from '../../src/security/certificates/testing.ts';
import { endOf, hangUp, place, type Row, rowsOf, talk } from '../office/site.ts';
import type { Baresip } from './baresip.ts';
import { account, Kamailio, reachedBy, secondUsername, subscriberSecret } from './kamailio.ts';
import { Office } from './office.ts';
import { hangUp as hangUpPhones, hearEachOther } from './talk.ts';
import { until } from './wait.ts';

const withinMs = 30_000;
const names = [account.domain];
const desk = '7231101';
/** From where a provider sends that is known by its address. */
const senderAddress = '127.0.0.5';

let office: Office;
let root: Made;
let good: Made;
let first: Kamailio;
let second: Kamailio;
/** The phone of the extension `desk`. */
let phone: Handset;
const handsets: Handset[] = [];

before(async () => {
  office = await Office.open(['network-listeners.sip-udp.enabled=yes']);
  root = await makeRoot('Provider root');
  good = await makeCertificate({ name: 'sbc', issuer: root, names, usage: ['client', 'server'] });
  const systemPort = await office.node.port('sip-tls');
  first = await Kamailio.start(good, systemPort);
  second = await Kamailio.start(good, systemPort);
  const secret = await office.extension(desk, 'preferred');
  await office.node.ask('form.change', { changes: configuration() });
  const server = { transport: 'TLS', address: '127.0.0.1', port: systemPort } as const;
  phone = await handset({ number: desk, secret, server, ca: office.node.authorityPem });
  await until('both trunks are registered', withinMs, async () => (await isRegistered('udp')) && isRegistered('tls'));
});

after(async () => {
  await Promise.all(handsets.map((one) => one.close()));
  await office?.close();
  await Promise.all([first?.stop(), second?.stop()]);
});

function configuration(): unknown[] {
  const add = (form: string, patch: unknown): unknown => ({ kind: 'add', form, patch });
  const { domain, username, secret } = account;
  const registering = { domain, registers: true, secret, optionsSeconds: 1, knownBy: ['registration'] };
  const tls = `127.0.0.1:${first.tlsPort} 127.0.0.1:${second.tlsPort}`;
  const trunks = [
    { ...registering, transport: 'udp', proxies: `127.0.0.1:${first.udpPort}`, username, mediaSecurity: 'preferred' },
    { ...registering, transport: 'tls', proxies: tls, username: secondUsername, mediaSecurity: 'required' },
    { transport: 'udp', proxies: `${senderAddress}:5060`, knownBy: ['address'], addresses: [`${senderAddress}/32`] },
    { transport: 'tls', proxies: tls, knownBy: ['certificate'], peerName: account.domain, domain },
  ];
  const numbered = ['udp', 'tls', 'address', 'certificate'].map((name, index) => ({
    ...{ name, number: index + 1, optionsSeconds: 0, mediaSecurity: 'preferred', ...trunks[index] },
  }));
  return [
    { kind: 'change', form: 'public-network', patch: { countryCode: '49' } },
    add('trusted-certificates', {
      name: 'Provider',
      certificate: root.certificate,
      purposes: ['outgoing', 'telephony'],
    }),
    ...numbered.map((trunk) => add('trunks', trunk)),
    ...['udp', 'tls'].map((name) => add('routes', { name, trunk: name })),
    add('digits-dialled', { digits: '030', fewest: 3, most: 12, route: 'udp' }),
    add('digits-dialled', { digits: '040', fewest: 3, most: 12, route: 'tls' }),
    ...Object.values(reachedBy).map((prefix) => add('inbound-numbers', { number: prefix + desk, day: desk })),
  ];
}

type HandsetPlan = Pick<ConstructorParameters<typeof Handset>[0], 'number' | 'secret' | 'server'> & {
  readonly ca?: string;
  readonly policy?: 'required' | 'preferred';
};

/** A built-in phone, registered. */
async function handset({ policy = 'preferred', ...plan }: HandsetPlan): Promise<Handset> {
  const media = { policy, address: '127.0.0.1', sound: 'none' } as const;
  const whenCalled = { do: 'answer', afterMs: 0 } as const;
  const made = new Handset({ ...plan, media, whenCalled, clock: systemClock, log: silentLog });
  handsets.push(made);
  await registers(made);
  return made;
}

async function registers(made: Handset): Promise<void> {
  made.register();
  const registered = await made.registered(withinMs);
  assert.ok(registered.ok, JSON.stringify(registered));
}

/** Somebody in the public network, at one of the two. */
const subscriber = (number: string, at: Kamailio, policy: 'required' | 'preferred' = 'preferred'): Promise<Handset> =>
  handset({
    ...{ number, secret: subscriberSecret, policy },
    server: { transport: 'UDP', address: '127.0.0.1', port: at.udpPort, domain: account.domain },
  });

/** The same with a baresip, whose sound is judged. */
async function soundingSubscriber(number: string, encryption: 'srtp-mand' | 'none', toneHz: number): Promise<Baresip> {
  const plan = { number, encryption, toneHz, secret: subscriberSecret, transport: 'udp' } as const;
  const made = await office.startAt(first.udpPort, plan);
  await made.registered();
  return made;
}

const rows = (form: string): Promise<readonly Row[]> => rowsOf(office.node, form);

async function isRegistered(trunk: string): Promise<boolean> {
  return (await rows('trunk-states')).some((row) => row.trunk === trunk && row.registered === 'yes');
}

const alarmed = (id: string, pattern: RegExp): Promise<Row> =>
  until(`the alarm ${id}`, withinMs, async () =>
    (await rows('alarms')).find(
      (row) => String(row.id).includes(id) && row.state !== 'cleared' && pattern.test(String(row.words)),
    ),
  );

async function testOf(trunk: string): Promise<readonly TrunkStepLine[]> {
  return await office.node.ask<readonly TrunkStepLine[]>('trunk.test', { name: trunk });
}

const lastCall = async (): Promise<HistoryLine> =>
  (await office.node.ask<readonly HistoryLine[]>('history.list', { limit: 1 }))[0] ??
  assert.fail('no call is on record');

/** The call that began last, in Call History. */
async function lastRow(): Promise<Row> {
  const { id } = await lastCall();
  return (await rows('call-history')).find((row) => row.id === id) ?? assert.fail('it is not in the view');
}

/** Both baresips say that they talk. */
async function established(caller: Baresip, digits: string, called: Baresip): Promise<void> {
  const marks = [caller.mark, called.mark] as const;
  await caller.dial(digits);
  await Promise.all([caller.happened('CALL_ESTABLISHED', marks[0]), called.happened('CALL_ESTABLISHED', marks[1])]);
}

test('a call goes out over UDP with a digest, and both hear each other', async (t) => {
  const near = await office.phone({
    ...{ number: '7231102', toneHz: 440, transport: 'tls', encryption: 'none', mediaSecurity: 'preferred' },
  });
  const far = await soundingSubscriber('+4930201', 'none', 620);
  await established(near, '030201', far);
  await hearEachOther(t, near, far, 'over UDP');
  await hangUpPhones(near, far);
  const record = await office.record('7231102');
  assert.deepEqual([record.outcome, record.secure, record.called.number], ['answered', 'never', '+4930201']);
});

test('a call goes out over TLS with SRTP demanded, and both hear each other', async (t) => {
  const near = await office.phone({
    ...{ number: '7231103', toneHz: 500, transport: 'tls', encryption: 'srtp-mand', mediaSecurity: 'required' },
  });
  const far = await soundingSubscriber('+4940202', 'srtp-mand', 700);
  await established(near, '040202', far);
  await hearEachOther(t, near, far, 'over TLS');
  await hangUpPhones(far, near);
  const record = await office.record('7231103');
  assert.deepEqual([record.outcome, record.secure, record.endedBy], ['answered', 'throughout', 'called']);
  assert.match(record.called.tlsVersion, /^TLSv1\.[23]$/);
});

test('calls come in by each proof of whose they are', async () => {
  const caller = await subscriber('+4930555', first, 'preferred');
  const required = await subscriber('+4930556', first, 'required');
  for (const [trunk, from, prefix] of [
    ['udp', caller, reachedBy.first],
    ['tls', required, reachedBy.second],
    ['certificate', caller, reachedBy.listener],
  ] as const) {
    await hangUp(await talk(from, prefix + desk));
    const { trunk: by, caller: who } = await lastRow();
    assert.deepEqual([by, who], [trunk, from.number]);
  }
});

test('a call comes in from an address that is known, and from one that is not it does not', async () => {
  const callsPort = await office.node.port('sip-udp');
  const common = { scenario: 'uac', transport: 'udp', port: 0, calls: 1, callsPort, perSecond: 1 } as const;
  const service = reachedBy.first + desk;
  const known = office.sipp({ ...common, service, address: senderAddress });
  assert.equal((await known.result()).successful, 1);
  assert.equal((await lastRow()).trunk, 'address');
  const stranger = office.sipp({ ...common, service, address: '127.0.0.6' });
  assert.equal((await stranger.result()).successful, 0);
});

test('a number that nobody has is answered 404, and an extension that the provider claims is not shown', async () => {
  const caller = await subscriber('+4930557', first);
  assert.equal(await endOf(place(caller, `${reachedBy.first}9999999`)), 404);
  const spoofing = await subscriber('7231102', first);
  phone.whenCalled = { do: 'ring' };
  const call = place(spoofing, reachedBy.first + desk);
  const rung = await phone.rung(withinMs);
  assert.ok(rung.ok);
  const { farNumber }: IncomingCall = rung.value;
  assert.equal(farNumber, 'anonymous');
  await hangUp(call);
  phone.whenCalled = { do: 'answer', afterMs: 0 };
});

test('the place of a call goes away: the call ends on record, and the next one takes the other place within seconds', async () => {
  await subscriber('+4940600', first, 'required');
  const elsewhere = await subscriber('+4940600', second, 'required');
  const call = await talk(phone, '040600');
  await first.end();
  await hangUp(call);
  const record = await lastCall();
  assert.deepEqual([record.outcome, record.endedBy], ['answered', 'caller']);
  const began = performance.now();
  const next = await talk(phone, '040600');
  assert.ok(performance.now() - began < 10_000);
  assert.equal(elsewhere.calls.size, 1);
  await hangUp(next);
});

test('a registration is lost with the provider and regained, while the system runs', async () => {
  await second.end();
  await until('it is lost', withinMs, async () => !(await isRegistered('tls')));
  await alarmed('trunk-down.tls', /cannot be used/);
  assert.ok((await endOf(place(phone, '040600'))) >= 480);
  await Promise.all([first.run(), second.run()]);
  await until('it is regained', withinMs, () => isRegistered('tls'));
  const far = await subscriber('+4940601', first, 'required');
  await subscriber('+4940601', second, 'required');
  await hangUp(await talk(phone, '040601'));
  await hangUp(await talk(far, reachedBy.second + desk));
});

test('a wrong certificate is named by the test of the trunk and by an alarm', async () => {
  const another = await makeCertificate({ name: 'sbc', issuer: root, names: ['elsewhere.example'], usage: ['server'] });
  await Promise.all([first.end(), second.end()]);
  for (const one of [first, second]) one.show(another);
  await Promise.all([first.run(), second.run()]);
  await alarmed('trunk-certificate.tls', /elsewhere\.example/);
  const failed = (await testOf('tls')).find(({ outcome }) => outcome === 'failed');
  assert.equal(failed?.step, 'certificate');
  assert.match(failed?.words ?? '', /not for .*provider\.example.*elsewhere\.example/);
  assert.deepEqual(office.node.faults, []);
});
