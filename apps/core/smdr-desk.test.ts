// Test of SMDR within the house: the forms open and close its listeners, and a program reads there what a call has made.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { silentLog, systemClock } from '#base';
import { systemActor } from '#security';
import { callOf, TestReader, trunk } from '../../src/records/smdr/testing.ts';
import { openHouse } from './house.ts';
import { openSmdr } from './smdr-desk.ts';

const actor = systemActor('Test');

test('options, interface and listener together open it; each of them closes it; TLS needs no interface', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'ringfence-smdr-'));
  const opened = await openHouse(
    {
      ...{ directory, masterKeyPath: join(directory, 'master-key'), databaseUrl: undefined, mode: 'init', first: [] },
      ...{ socketPath: '', socketKeyPath: '', json: false, logLevel: 'error', exportFiles: [], publicKeyFile: '' },
    },
    silentLog,
  );
  assert.ok(opened.ok, JSON.stringify(opened));
  const house = opened.value;
  const parts = { clock: systemClock, log: silentLog, changes: { note: () => undefined } };
  const smdr = await openSmdr({ house, ...parts, isReported: () => true, locationIdOf: () => undefined });
  const set = async (form: string, key: string, patch: Readonly<Record<string, unknown>>): Promise<void> => {
    const changed = await house.administration.change(actor, [
      { kind: 'change', form, ...(key === '' ? {} : { key }), patch },
    ]);
    assert.ok(changed.ok, JSON.stringify(changed));
    await smdr.listeners.settled();
  };
  const states = (): string[] => smdr.listeners.lines.map(({ name, closedBecause }) => `${name}: ${closedBecause}`);
  await set('smdr-options', '', { recording: true, allowedReaders: '127.0.0.1' });
  assert.deepEqual(states(), []);
  await set('unsecured-interfaces', 'smdr', { enabled: true });
  await set('network-listeners', 'smdr', { enabled: true, port: 0, address: '127.0.0.1' });
  assert.deepEqual(states(), ['smdr: ']);
  const reader = await TestReader.connect(smdr.listeners.lines[0]?.port ?? 0);
  smdr.write(callOf({ called: trunk(1), dialled: '0123', rang: 1 }));
  await reader.until(1);
  const page = await house.administration.query(actor, 'smdr-records', {});
  assert.ok(page.ok && page.value.records[0]?.values.dialled === '0123');
  await set('network-listeners', 'smdr-tls', { enabled: true, port: 0, address: '127.0.0.1' });
  assert.deepEqual(states(), ['smdr: ', 'smdr-tls: ']);
  await set('unsecured-interfaces', 'smdr', { enabled: false });
  assert.deepEqual(states(), ['smdr-tls: ', 'smdr: SMDR is switched off in Unsecured Interfaces']);
  await set('smdr-options', '', { recording: false });
  assert.ok(states().every((state) => state.endsWith('is off in SMDR Options') || state.includes('Interfaces')));
  await house.close();
  rmSync(directory, { recursive: true });
});
