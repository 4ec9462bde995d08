// The ACME client against a real server: what it does right, and everything that an authority may do wrong.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { limits, Secret } from '#base';
import { AcmeDesk } from './desk.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

async function opened(t: TestContext): Promise<AcmeDesk> {
  const desk = await AcmeDesk.open();
  t.after(() => desk.close());
  return desk;
}

/** The words of a refused order, by its code. */
async function refused(desk: AcmeDesk, code: string): Promise<string> {
  const done = await desk.order();
  assert.ok(!done.ok, 'it was not refused');
  assert.equal(done.refusal.code, code, done.refusal.words);
  assert.equal(desk.proofs.shown, 0, 'no proof stays');
  return done.refusal.words;
}

const endOf = (desk: AcmeDesk): number => {
  const { certificate } = desk.installed.at(-1)?.identity ?? {};
  assert.ok(certificate);
  return new X509Certificate(certificate).validToDate.getTime();
};

for (const challenge of ['http-01', 'tls-alpn-01'] as const)
  test(`${challenge}: a certificate for several names, with a key of its own, is installed whole`, async (t) => {
    const desk = await opened(t);
    desk.settings = {
      ...desk.settings,
      challenge,
      domains: 'pbx.example.org sip.example.org',
      contact: 'it@example.org',
    };
    const done = await desk.order();
    assert.match(done.ok ? done.value : done.refusal.words, /pbx\.example\.org, sip\.example\.org is there \(web\)/);
    const { certificate = '', key } = desk.installed[0]?.identity ?? {};
    assert.equal(certificate.match(/BEGIN CERTIFICATE/g)?.length, 2);
    assert.match(key?.reveal() ?? '', /^-----BEGIN PRIVATE KEY-----/);
    assert.deepEqual(desk.actions, ['certificate ordered', 'certificate issued']);
    assert.deepEqual(desk.server.accounts[0]?.contact, ['mailto:it@example.org']);
    assert.deepEqual([desk.server.refused, desk.proofs.shown], [[], 0]);
    assert.ok(![...desk.kept.values.values()].some((value) => value.includes('PRIVATE KEY')), 'keys are sealed');
  });

test('an address is ordered as one', async (t) => {
  const desk = await opened(t);
  desk.settings = { ...desk.settings, domains: '192.0.2.7', challenge: 'http-01' };
  assert.ok((await desk.order()).ok);
  assert.deepEqual(desk.server.orders[0]?.authorizations[0]?.name, { type: 'ip', value: '192.0.2.7' });
});

test('nonces that are refused are replaced, a busy server is asked again, an unfinished order is looked at again', async (t) => {
  const desk = await opened(t);
  Object.assign(desk.server.manner, { badNonces: 3, busy: 2, looks: 3 });
  assert.ok((await desk.order()).ok);
  assert.ok(desk.waits.includes(1_000), 'Retry-After is kept');
  desk.server.manner.badNonces = limits.acme.tries;
  assert.match(await refused(desk, 'security.acme-server'), /nonce is not liked\. \(badNonce\)/);
  desk.server.manner.badNonces = 0;
  desk.server.manner.busy = 100;
  assert.match(await refused(desk, 'security.acme-server'), /While reading its directory, the authority refused: Busy/);
});

test('an authority that never comes to an end is given up', async (t) => {
  const desk = await opened(t);
  desk.server.manner.looks = 1_000_000;
  assert.match(await refused(desk, 'security.acme-too-slow'), /While proving pbx\.example\.org, .* within 10 minutes/);
});

test('a name that cannot be proved is refused with what the authority saw', async (t) => {
  const desk = await opened(t);
  desk.proofs.show = () => () => undefined;
  assert.match(
    await refused(desk, 'security.acme-challenge-failed'),
    /could not see that pbx\.example\.org is yours: Validating/,
  );
  desk.settings = { ...desk.settings, challenge: 'http-01' };
  assert.match(await refused(desk, 'security.acme-challenge-failed'), /the file says 404/);
  desk.server.manner.offers = ['dns-01'];
  assert.match(await refused(desk, 'security.acme-challenge-missing'), /it offers dns-01/);
});

test('a certificate that is not what was ordered is refused, and nothing is installed', async (t) => {
  const desk = await opened(t);
  for (const [issues, why] of [
    ['another-key', /it is for another key/],
    ['another-name', /it does not stand for pbx\.example\.org/],
    ['no-pem', /there is none in the answer/],
    ['ended', /it has ended already/],
  ] as const) {
    desk.server.manner.issues = issues;
    assert.match(await refused(desk, 'security.acme-wrong-certificate'), why);
  }
  desk.server.manner.issues = 'right';
  desk.server.manner.finalize = 'invalid';
  assert.match(
    await refused(desk, 'security.acme-server'),
    /waiting for the certificate, .* A policy forbids this name/,
  );
  assert.deepEqual(desk.installed, []);
});

test('an external account is bound with its key; without it, or with another one, nothing is opened', async (t) => {
  const desk = await opened(t);
  const key = Buffer.from('the key of a customer, long enough').toString('base64url');
  desk.server.manner.external = { kid: 'customer-7', key };
  await refused(desk, 'security.acme-binding-needed');
  desk.settings = { ...desk.settings, externalAccountId: 'customer-7' };
  desk.externalKey = new Secret(Buffer.from('another key altogether, long too').toString('base64url'));
  assert.match(
    await refused(desk, 'security.acme-server'),
    /opening the account, .* The external account is not known/,
  );
  desk.externalKey = new Secret(key);
  assert.ok((await desk.order()).ok);
});

test('the account is opened once, told a new contact, and opened anew when the authority has forgotten it', async (t) => {
  const desk = await opened(t);
  assert.ok((await desk.order()).ok);
  desk.settings = { ...desk.settings, contact: 'new@example.org' };
  assert.ok((await desk.order()).ok);
  assert.deepEqual([desk.server.accounts.length, desk.server.accounts[0]?.contact], [1, ['mailto:new@example.org']]);
  desk.server.accounts.splice(0);
  assert.ok((await desk.order()).ok);
  assert.equal(desk.server.accounts.length, 1);
});

test('what is no ACME server, is not trusted, or is not there, is told as that', async (t) => {
  const desk = await opened(t);
  desk.server.manner.says = '<html>hello</html>';
  assert.match(await refused(desk, 'security.acme-broken-answer'), /it is no directory/);
  desk.server.manner.says = JSON.stringify({ newNonce: 'x', newAccount: 'http://127.0.0.1/x', newOrder: 'x' });
  assert.match(await refused(desk, 'security.acme-broken-answer'), /an address that is not https/);
  const { origin } = desk.server;
  const elsewhere = 'https://127.0.0.2:1/';
  desk.server.manner.says = JSON.stringify({ newNonce: `${origin}/n`, newAccount: elsewhere, newOrder: `${origin}/b` });
  assert.match(await refused(desk, 'security.acme-unreachable'), /127\.0\.0\.2, which is this machine/);
  desk.server.manner.says = 'x'.repeat(limits.acme.answerBytes + 1);
  assert.match(await refused(desk, 'security.acme-unreachable'), /larger than/);
  const trusted = desk.settings;
  desk.settings = { ...trusted, trustedAuthority: '' };
  assert.match(await refused(desk, 'security.acme-unreachable'), /No secure connection/);
  desk.settings = { ...trusted, directoryUrl: 'https://127.0.0.1:1/directory' };
  assert.match(await refused(desk, 'security.acme-unreachable'), /ECONNREFUSED/);
});

test('without a name, or with the doors closed, the authority is not asked to look', async (t) => {
  const desk = await opened(t);
  desk.publicNames = ['pbx', 'localhost'];
  await refused(desk, 'security.acme-no-names');
  assert.deepEqual(desk.server.asked, []);
  desk.publicNames = ['pbx.example.org'];
  desk.doorsClosed = true;
  await refused(desk, 'security.acme-door-closed');
  assert.equal(desk.server.asked.filter((one) => /chall/.test(one)).length, 0);
});

test('an order that cannot be put on record does not begin', async (t) => {
  const desk = await opened(t);
  desk.recordFails = true;
  await assert.rejects(desk.order(), /disk is full/);
  assert.deepEqual(desk.server.asked, []);
});

test('who orders while an order runs joins it', async (t) => {
  const desk = await opened(t);
  const [first, second] = await Promise.all([desk.order(), desk.order()]);
  assert.deepEqual(first, second);
  assert.equal(desk.server.orders.length, 1);
});

test('it is ordered soon after it was set up, and renewed with a third of its life left where the authority does not say', async (t) => {
  const desk = await opened(t);
  desk.server.manner.renewalInfo = false;
  await desk.pass(60_000);
  assert.equal(desk.installed.length, 1);
  await desk.pass(59 * dayMs);
  assert.equal(desk.installed.length, 1);
  await desk.pass(2 * dayMs);
  assert.equal(desk.installed.length, 2);
  assert.equal(desk.server.orders[1]?.replaces, '', 'a server without renewal information is not told');
  assert.ok(endOf(desk) - desk.clock.nowMs() > 88 * dayMs);
});

test('it is renewed at a moment within the window that the authority suggests, also when that moves up', async (t) => {
  const desk = await opened(t);
  await desk.pass(60_000);
  const { chain = '' } = desk.server.orders[0] ?? {};
  const [id] = await suggestWindow(desk, chain, 20 * dayMs, 24 * dayMs);
  await desk.pass(21.5 * dayMs);
  assert.equal(desk.installed.length, 1);
  await desk.pass(dayMs);
  assert.equal(desk.installed.length, 2, 'the middle of the window has come');
  assert.equal(desk.server.orders[1]?.replaces, id);
  await suggestWindow(desk, desk.server.orders[1]?.chain ?? '', -2 * dayMs, -dayMs);
  await desk.pass(7 * hourMs);
  assert.equal(desk.installed.length, 3, 'a certificate that is to be replaced now');
});

async function suggestWindow(desk: AcmeDesk, chain: string, from: number, to: number): Promise<[string]> {
  const { renewalId } = await import('./authority.ts');
  const at = (ms: number): string => new Date(desk.clock.nowMs() + ms).toISOString();
  desk.server.manner.windows.set(renewalId(chain), { start: at(from), end: at(to) });
  return [renewalId(chain)];
}

test('a suggestion after the end of its life is not followed', async (t) => {
  const desk = await opened(t);
  desk.server.manner.days = 10;
  await desk.pass(60_000);
  const end = endOf(desk);
  await suggestWindow(desk, desk.server.orders[0]?.chain ?? '', 20 * dayMs, 30 * dayMs);
  await desk.pass(8 * dayMs);
  assert.equal(desk.installed.length, 1);
  await desk.pass(1.2 * dayMs);
  assert.equal(desk.installed.length, 2);
  assert.ok(endOf(desk) > end);
});

test('a failure is an alarm, tried again later and later, and remembered over a restart', async (t) => {
  const desk = await opened(t);
  desk.server.manner.offers = [];
  await desk.pass(60_000);
  assert.match(desk.alarms.get('acme.web')?.words ?? '', /Web Server Certificate: no certificate came by ACME/);
  assert.deepEqual(desk.actions, ['certificate ordered', 'certificate order failed']);
  const tries = (): number => desk.actions.filter((action) => action === 'certificate ordered').length;
  await desk.pass(50 * 60_000);
  assert.equal(tries(), 1);
  await desk.pass(30 * 60_000);
  assert.equal(tries(), 2);
  await desk.pass(3 * hourMs);
  assert.equal(tries(), 3);
  await desk.acme.close();
  desk.alarms.clear();
  await desk.start();
  assert.equal(desk.alarms.size, 1, 'the alarm is there again');
  await desk.pass(30 * 60_000);
  assert.equal(tries(), 3, 'a restart does not make it ask sooner');
  desk.server.manner.offers = ['tls-alpn-01'];
  await desk.acme.settingsChanged();
  await desk.pass(60_000);
  assert.equal(tries(), 4, 'what was corrected is tried at once');
  assert.deepEqual([desk.alarms.size, desk.installed.length], [0, 1]);
});

test('an authority that was asked too often is left alone until it says, whatever is changed here', async (t) => {
  const desk = await opened(t);
  desk.server.manner.rateLimitedSeconds = 3 * 3_600;
  await desk.pass(60_000);
  const asked = desk.server.asked.length;
  await desk.acme.settingsChanged();
  await desk.pass(2.5 * hourMs);
  assert.equal(desk.server.asked.length, asked);
  await desk.pass(hourMs);
  assert.equal(desk.installed.length, 1);
});

test('another name is ordered for at once; no authority, no order', async (t) => {
  const desk = await opened(t);
  await desk.pass(60_000);
  desk.publicNames = ['pbx.example.org', 'new.example.org'];
  await desk.acme.settingsChanged();
  await desk.pass(60_000);
  assert.equal(desk.installed.length, 2);
  desk.settings = { ...desk.settings, authority: 'none' };
  await desk.acme.settingsChanged();
  await desk.pass(100 * dayMs);
  assert.equal(desk.installed.length, 2);
  assert.deepEqual([desk.acme.rows(), desk.acme.places], [[], []]);
  await refused(desk, 'security.acme-off');
});

test('one place that fails does not keep the other from its certificate', async (t) => {
  const desk = await opened(t);
  desk.settings = { ...desk.settings, places: ['web', 'telephony'] };
  desk.server.manner.rateLimitedSeconds = 60;
  await desk.pass(60_000);
  assert.deepEqual(
    desk.installed.map(({ place }) => place),
    ['telephony'],
  );
  assert.deepEqual([...desk.alarms.keys()], ['acme.web']);
});

test('a stop ends an order at its next step; it is no failure, and the next start orders again', async (t) => {
  const desk = await opened(t);
  desk.server.manner.looks = 1_000_000;
  const order = desk.order();
  while (desk.waits.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await desk.acme.close();
  const stopped = await order;
  assert.equal(!stopped.ok && stopped.refusal.code, 'security.acme-stopped');
  assert.deepEqual([desk.alarms.size, desk.proofs.shown, desk.actions.at(-1)], [0, 0, 'certificate order failed']);
  desk.server.manner.looks = 0;
  await desk.start();
  await desk.pass(60_000);
  assert.equal(desk.installed.length, 1);
});

test('a renewal that the authority does not take as one is ordered as a new certificate', async (t) => {
  const desk = await opened(t);
  assert.ok((await desk.order()).ok);
  assert.ok((await desk.order()).ok);
  desk.server.orders.splice(0);
  assert.ok((await desk.order()).ok);
  assert.equal(desk.server.orders.at(-1)?.replaces, '');
});
