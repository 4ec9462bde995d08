// Tests of the preferences of a Manager: what holds of user and machine, what is lower, and files that say what cannot be.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Refused } from '../refused.ts';
import { ManagerFiles } from './files.ts';
import { isLower, readPreferences, readWish, writePreferences } from './preferences.ts';
import { readPlace, Systems } from './systems.ts';

const directory = mkdtempSync(join(tmpdir(), 'ringfence-manager-'));
after(() => rmSync(directory, { recursive: true }));
const machine = join(directory, 'machine.json');
const environment = { RINGFENCE_MANAGER: join(directory, 'own'), RINGFENCE_MANAGER_MACHINE: machine };
const files = new ManagerFiles(environment);
const read = () => readPreferences(files, environment);
const refusedWith = (code: string) => (fault: unknown) => fault instanceof Refused && fault.has(code);
const careful = { checkLevel: 'high', offerCertificate: true, idleTimer: true } as const;

test('without files it is as careful as can be; what is written is for its owner alone', () => {
  assert.deepEqual(read().values, careful);
  writePreferences(files, read(), { checkLevel: 'low' });
  assert.equal(read().values.checkLevel, 'low');
  assert.equal(statSync(files.path('preferences.json')).mode & 0o777, 0o600);
  assert.equal(statSync(files.directory).mode & 0o777, 0o700);
});

test('what is fixed for everybody cannot be undercut, only surpassed', () => {
  writeFileSync(machine, '{"checkLevel":"medium","idleTimer":true}');
  const found = read();
  assert.equal(found.values.checkLevel, 'medium');
  assert.deepEqual([...found.fixed.keys()], ['checkLevel', 'idleTimer']);
  assert.throws(() => writePreferences(files, found, { checkLevel: 'low' }), refusedWith('cli.preference-fixed'));
  assert.throws(() => writePreferences(files, found, { idleTimer: false }), refusedWith('cli.preference-fixed'));
  writePreferences(files, found, { checkLevel: 'high' });
  assert.equal(read().values.checkLevel, 'high');
  rmSync(machine);
});

test('lower is whatever is less careful in one thing', () => {
  assert.equal(isLower(careful, { checkLevel: 'medium' }), true);
  assert.equal(isLower(careful, { idleTimer: false }), true);
  assert.equal(isLower({ ...careful, checkLevel: 'low' }, { checkLevel: 'high', offerCertificate: false }), true);
  assert.equal(isLower({ ...careful, checkLevel: 'low' }, { checkLevel: 'medium' }), false);
  assert.equal(isLower(careful, {}), false);
});

test('wishes and files that say what cannot be are refused', () => {
  assert.deepEqual(readWish({ checkLevel: 'HIGH', idleTimer: 'yes' }), { checkLevel: 'high', idleTimer: true });
  for (const wrong of [{ colour: 'red' }, { checkLevel: 'none' }, { idleTimer: 'maybe' }, { constructor: 'yes' }])
    assert.throws(() => readWish(wrong as Record<string, string>), refusedWith('cli.usage'), JSON.stringify(wrong));
  for (const text of ['{', '[]', '{"checkLevel":"none"}', '{"colour":1}', '{"idleTimer":"yes"}']) {
    writeFileSync(machine, text);
    assert.throws(read, refusedWith('cli.manager-file-damaged'), text);
  }
  rmSync(machine);
});

test('places and names of systems', () => {
  assert.deepEqual(readPlace('pbx.example'), { host: 'pbx.example', port: 8_444 });
  assert.deepEqual(readPlace('192.0.2.1:9000'), { host: '192.0.2.1', port: 9_000 });
  assert.deepEqual(readPlace('[2001:db8::1]:9000'), { host: '2001:db8::1', port: 9_000 });
  for (const wrong of ['', 'a b', 'host:0', 'host:99999', 'https://x', '-x/../y'])
    assert.throws(() => readPlace(wrong), refusedWith('cli.usage'), wrong);
  const systems = new Systems(files);
  for (const wrong of ['', '../x', '__proto__', 'a/b', 'x'.repeat(41)])
    assert.throws(() => systems.checkFree(wrong), Refused, wrong);
  assert.throws(() => systems.get('nowhere'), refusedWith('cli.system-unknown'));
});
