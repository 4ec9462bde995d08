// `npm run test:interop`: the packages, then every test of this folder one after another, then `N passed, N failed`.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { installMissing, packages, versionOf } from './packages.ts';

const folder = import.meta.dirname;
/** Of one file: more than any needs, the scans of testssl.sh too. */
const longestMs = 300_000;

function runAll(files: readonly string[]): Promise<{ readonly passed: number; readonly failed: number }> {
  return new Promise((resolve) => {
    const counted = { passed: 0, failed: 0 };
    // One file at a time: each has phones that keep time.
    const stream = run({ files, concurrency: 1, timeout: longestMs, cwd: join(folder, '..', '..') });
    stream.on('test:pass', ({ details }) => {
      if (details.type !== 'suite') counted.passed += 1;
    });
    stream.on('test:fail', ({ details }) => {
      if (details.type !== 'suite') counted.failed += 1;
    });
    const report = stream.compose(new spec());
    report.on('end', () => resolve(counted));
    report.pipe(process.stdout, { end: false });
  });
}

const why = installMissing();
if (why !== undefined) {
  console.error(`The programs that the tests talk to cannot be installed: ${why}`);
  process.exit(1);
}
console.log(packages.map((name) => `${name} ${versionOf(name)}`).join(', '));
const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
const { passed, failed } = await runAll(files.sort().map((name) => join(folder, name)));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
