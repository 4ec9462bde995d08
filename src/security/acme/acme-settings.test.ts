// The form Automatic Certificates: what it takes, tidies and refuses.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialRecord, type Look } from '#forms';
import { type AcmeSettings, acmeSettings, isDomain } from './acme-settings.form.ts';

// The rules of this form look at nothing else.
const look = {} as Look;
const initial = initialRecord(acmeSettings);

function settled(given: Partial<AcmeSettings>, before: AcmeSettings = initial): AcmeSettings {
  return acmeSettings.settle({ ...before, ...given }, { before, secrets: [], made: [] });
}

const codesOf = (given: Partial<AcmeSettings>): string[] =>
  acmeSettings.rules(settled(given), look).map(({ code }) => code);

test('the directory follows from the authority, and goes with it', () => {
  const chosen = settled({ authority: 'lets-encrypt', directoryUrl: 'https://elsewhere.example/' });
  assert.equal(chosen.directoryUrl, 'https://acme-v02.api.letsencrypt.org/directory');
  assert.equal(settled({ authority: 'other' }, chosen).directoryUrl, '');
  assert.equal(settled({ authority: 'none' }, chosen).directoryUrl, '');
  const own = settled({ authority: 'other', directoryUrl: 'https://ca.example/dir' });
  assert.equal(own.directoryUrl, 'https://ca.example/dir');
});

test('as installed it asks for nothing; chosen, it asks for what an order needs', () => {
  assert.deepEqual(codesOf({}), []);
  assert.deepEqual(codesOf({ authority: 'lets-encrypt' }), ['security.acme-terms']);
  assert.deepEqual(codesOf({ authority: 'other', agreedToTerms: true }), ['security.acme-no-directory']);
  const good = { authority: 'lets-encrypt', agreedToTerms: true } as const;
  assert.deepEqual(codesOf(good), []);
  assert.deepEqual(codesOf({ ...good, externalAccountId: 'k1' }), ['security.acme-binding-half']);
  assert.deepEqual(codesOf({ ...good, externalAccountKey: true }), ['security.acme-binding-half']);
  assert.deepEqual(codesOf({ ...good, externalAccountId: 'k1', externalAccountKey: true }), []);
  assert.deepEqual(codesOf({ ...good, trustedAuthority: 'a certificate' }), ['security.acme-not-pem']);
});

const takes = (name: keyof typeof acmeSettings.fields, value: unknown): boolean =>
  acmeSettings.fields[name].schema.safeParse(value).success;

test('names need a dot; wildcards, schemes and mistyped addresses are none', () => {
  for (const name of ['pbx.example.com', '192.0.2.7', '2001:db8::1', 'xn--mller-kva.example'])
    assert.ok(isDomain(name), name);
  for (const name of ['pbx', '*.example.com', 'https://x.example', '192.0.2', 'a..b', '-a.example', 'a_b.example', ''])
    assert.ok(!isDomain(name), name);
  assert.equal(
    acmeSettings.fields.domains.read(' PBX.Example.com., pbx.example.com\t[2001:DB8::1] '),
    'pbx.example.com 2001:db8::1',
  );
  const many = Array.from({ length: 21 }, (_, index) => `n${index}.example.com`).join(' ');
  assert.ok(!takes('domains', many));
});

test('a directory is an https address without a name in it; a contact is one email address', () => {
  for (const url of [
    'http://ca.example/',
    'https://',
    'https://a:b@ca.example/',
    'file:///x',
    'https://ca.example/a b',
  ])
    assert.ok(!takes('directoryUrl', url), url);
  assert.ok(takes('directoryUrl', 'https://127.0.0.1:14000/dir'));
  for (const contact of ['a@b@c', 'a@b,c@d', 'a', 'a@b?subject=x']) assert.ok(!takes('contact', contact), contact);
  assert.ok(takes('contact', 'it@example.com') && takes('contact', ''));
});
