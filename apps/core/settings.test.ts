// Tests of the core's settings.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { readSettings } from './settings.ts';

const read = (argv: string[], environment = {}) => {
  const settings = readSettings(argv, environment);
  assert.ok(settings.ok, JSON.stringify(settings));
  return settings.value;
};

test('without anything it runs on ./data with the embedded database', () => {
  const settings = read([]);
  assert.equal(settings.mode, 'run');
  assert.equal(settings.directory, resolve('data'));
  assert.equal(settings.socketPath, resolve('data/ringfence.sock'));
  assert.equal(settings.masterKeyPath, resolve('data/master.key'));
  assert.equal(settings.databaseUrl, undefined);
});

test('--data wins over RINGFENCE_DATA; the key may lie elsewhere; a database URL is kept secret', () => {
  const environment = {
    RINGFENCE_DATA: '/srv/a',
    RINGFENCE_MASTER_KEY: '/run/credentials/master.key',
    RINGFENCE_DATABASE: 'postgres://ringfence:word@db/ringfence',
  };
  assert.equal(read([], environment).directory, '/srv/a');
  const settings = read(['--data', '/srv/b', '--json'], environment);
  assert.equal(settings.directory, '/srv/b');
  assert.equal(settings.masterKeyPath, '/run/credentials/master.key');
  assert.equal(settings.databaseUrl?.reveal(), environment.RINGFENCE_DATABASE);
  assert.doesNotMatch(JSON.stringify(settings), /word/);
});

test('--set names a form of settings or a record of a table, and gathers what belongs together', () => {
  const sets = [
    'system-options.realm=example.com',
    'network-listeners.sip-tls.port=0',
    'system-options.systemName=A=B',
    'network-listeners.sip-tls.address=127.0.0.1',
  ].flatMap((text) => ['--set', text]);
  assert.deepEqual(read(['--init', ...sets]).first, [
    { kind: 'change', form: 'system-options', patch: { realm: 'example.com', systemName: 'A=B' } },
    { kind: 'change', form: 'network-listeners', key: 'sip-tls', patch: { port: '0', address: '127.0.0.1' } },
  ]);
});

test('what it does not understand is refused as wrong usage', () => {
  const wrong = [
    ['--colour'],
    ['start'],
    ['--init', '--offline'],
    ['--set', 'system-options.realm=x'],
    ['--init', '--set', 'realm=x'],
    ['--init', '--set', 'system-options.realm'],
    ['--verify-export', 'audit.jsonl'],
  ];
  for (const argv of wrong) {
    const settings = readSettings(argv, {});
    assert.ok(!settings.ok, argv.join(' '));
    assert.equal(settings.refusal.code, 'core.usage');
  }
  assert.equal(readSettings([], { RINGFENCE_LOG: 'loud' }).ok, false);
});

test('a data directory whose socket could not be reached is refused before it is made', () => {
  const settings = readSettings(['--init', '--data', `/srv/${'x'.repeat(100)}`], {});
  assert.ok(!settings.ok);
  assert.equal(settings.refusal.code, 'core.socket-path-long');
});
