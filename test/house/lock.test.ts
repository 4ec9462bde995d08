// The lock file holds all that `npm ci` asks for, and the runtime is pinned to one version.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { missingOptionals, readLock } from './lock.ts';
import { root } from './sources.ts';

test('package-lock.json names every optional package; `npm run lock` adds what is missing', () => {
  assert.deepEqual([...missingOptionals(readLock()).keys()], []);
});

test('a missing optional package is found, with the platform that it is for', () => {
  const optionalDependencies = { '@x/y-linux-x64-musl': '1.0.0', '@x/y-darwin-arm64': '1.0.0', there: '1.0.0' };
  const packages = { 'node_modules/a': { dev: true, optionalDependencies }, 'node_modules/a/node_modules/there': {} };
  assert.deepEqual(
    [...missingOptionals({ packages })],
    [
      [
        'node_modules/@x/y-linux-x64-musl',
        { version: '1.0.0', dev: true, optional: true, cpu: ['x64'], os: ['linux'], libc: ['musl'] },
      ],
      [
        'node_modules/@x/y-darwin-arm64',
        { version: '1.0.0', dev: true, optional: true, cpu: ['arm64'], os: ['darwin'] },
      ],
    ],
  );
});

test('the runtime is one exact version, and may run its install script', () => {
  const { dependencies, allowScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  assert.match(dependencies.node, /^26\.\d+\.\d+$/);
  assert.deepEqual(allowScripts, { node: true });
  assert.equal(process.versions.node, dependencies.node);
});
