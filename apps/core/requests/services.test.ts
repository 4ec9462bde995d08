// Tests of which services a request needs: every request of the portal is in the table, forms by their duty, people by their rights.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor, Rights } from '#security';
import { methods } from '../requests.ts';
import { connectionOf, isJudged, servicesOf } from './services.ts';

const actor = (rights: Rights, application = 'System Administration Tool'): Actor => ({
  ...{ user: 'anna', sourceIp: '192.0.2.1', application, context: '', rights },
});
const root = actor({ kind: 'root', policy: 'root' });
const officer = actor({ kind: 'security', policy: '' });
const program = actor({ kind: 'root', policy: 'root' }, 'Application');
const of = (method: string, params: unknown = {}, who = root): string[] => [...servicesOf(method, params, who)].sort();

test('every request that the portal may send for a person has its service', () => {
  const forPeople = [...methods].filter(([, { callers }]) => callers === 'person' || callers === 'both');
  const missing = forPeople.map(([name]) => name).filter((name) => !isJudged(name));
  assert.deepEqual(missing, [], 'add them to apps/core/requests/services.ts');
});

test('a form belongs to the service of its duty; views to system status', () => {
  assert.deepEqual(of('form.get', { form: 'numbering' }), ['configuration']);
  assert.deepEqual(of('form.get', { form: 'network-listeners' }), ['securityAdministration']);
  assert.deepEqual(of('form.query', { form: 'call-history' }), ['systemStatus']);
  assert.deepEqual(of('form.act', { view: 'registrations', action: 'end', key: '1' }), ['systemStatus']);
  const changes = ['numbering', 'tls-security-levels'].map((form) => ({ kind: 'change', form, patch: {} }));
  assert.deepEqual(of('form.change', { changes }), ['configuration', 'securityAdministration']);
});

test('a search shows records of everything, so it needs the services of all that it looks through', () => {
  assert.deepEqual(of('search', { text: 'anna' }), ['configuration', 'systemStatus']);
  assert.deepEqual(of('search', {}, officer), ['configuration', 'securityAdministration', 'systemStatus']);
});

test('whatever the security administrator does is security administration; what a program does, web services too', () => {
  assert.deepEqual(of('form.get', { form: 'system-options' }, officer), ['configuration', 'securityAdministration']);
  assert.deepEqual(of('home', {}, program), ['systemStatus', 'webServices']);
});

test('one’s own session needs no service; what nobody has thought about needs the strictest', () => {
  for (const method of ['session', 'logout', 'password.change', 'events'])
    assert.deepEqual(of(method, {}, officer), []);
  for (const method of ['no-such-request', '__proto__', 'constructor'])
    assert.deepEqual(of(method), ['securityAdministration']);
});

test('parameters of any shape are borne', () => {
  const odd = [undefined, null, 1, 'x', [], { form: 7 }, { changes: 'x' }, { changes: [null, 1, { form: {} }] }];
  for (const params of odd) assert.ok(of('form.change', params).length <= 2);
});

test('what the portal does not tell of a connection is blank', () => {
  const blank = { listener: '', version: '', suite: '', certificate: '', certificateRefused: '' };
  assert.deepEqual(connectionOf({ address: '192.0.2.1', agent: '' }), blank);
});
