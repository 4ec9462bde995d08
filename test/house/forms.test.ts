// Every form of the product as people review it: test/golden/forms.json is printed from the definitions and compared.
// After a wanted change, run this test with UPDATE_GOLDEN=1 and look at the difference.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { networkListeners, systemOptions, usersAndServices } from '#calls';
import { describe, type Form, makeRegistry } from '#forms';
import { systemSecurityManagement, userAuthorizationProfiles } from '#security';
import { forms, views } from '../../apps/core/product.ts';

const golden = new URL('../golden/forms.json', import.meta.url);

test('the forms are those in test/golden/forms.json', () => {
  const printed = `${JSON.stringify(
    makeRegistry(forms, views).all.map((form) => describe(form)),
    undefined,
    2,
  )}\n`;
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, printed);
  assert.equal(printed, readFileSync(golden, 'utf8'));
});

test('words of forms are whole sentences, without haste', () => {
  for (const { id, help, fields } of [...forms, ...views].map((form) => describe(form))) {
    const texts = [...Object.values(help), ...fields.map((field) => field.help)];
    for (const text of texts) assert.match(text, /^[A-Z0-9].*[.)]$/s, `${id}: ${text}`);
    for (const text of texts) assert.doesNotMatch(text, /!|oops|please|simply| {2}/i, `${id}: ${text}`);
  }
});

test('no field of a form starts in an unsafe state', () => {
  const initial = (form: Form, field: string) => form.fields[field]?.initial;
  assert.equal(initial(usersAndServices, 'mediaSecurity'), 'required');
  assert.deepEqual(initial(usersAndServices, 'digestAlgorithms'), ['SHA-256', 'SHA-512-256']);
  assert.equal(initial(usersAndServices, 'fixedAddress'), '');
  assert.equal(initial(networkListeners, 'enabled'), false);
  assert.deepEqual(
    [initial(systemOptions, 'voiceEncryptionEnabled'), initial(systemOptions, 'srtpEnabled')],
    [true, true],
  );
  assert.equal(initial(userAuthorizationProfiles, 'status'), 'force-new-password');
  assert.deepEqual(
    ['passwordRejectAction', 'previousPasswordLimit'].map((field) => initial(systemSecurityManagement, field)),
    ['log-disable-temporarily', 24],
  );
  const open = networkListeners.first.filter(({ enabled }) => enabled === true).map(({ service }) => service);
  assert.deepEqual(open, ['https', 'management', 'sip-tls']);
});
