// Tests of the system clock: a task that throws harms neither the others nor the process.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

/** Runs a program that has the clock as `clock`, and gives its exit code and what it printed. */
function run(program: string): { code: number | null; out: string } {
  const clock = new URL('./clock.ts', import.meta.url).href;
  const text = `import * as clock from ${JSON.stringify(clock)};\n${program}`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', text], {
    encoding: 'utf8',
  });
  return { code: status, out: stdout };
}

const tasks = `
const stay = setTimeout(() => undefined, 10_000);
for (const start of ['after', 'afterAbout']) {
  clock.systemClock[start](1, () => { throw new Error(start); });
  clock.systemClock[start](2, () => console.log('next', start));
}
clock.systemClock.afterAbout(600, () => clearTimeout(stay));
`;

test('a fault of a task is given to whoever takes it, and the tasks after it run', () => {
  const { code, out } = run(`clock.takeFaultsOfTasks((fault) => console.log('fault', fault.message));${tasks}`);
  assert.equal(code, 0);
  assert.deepEqual(out.trim().split('\n').sort(), ['fault after', 'fault afterAbout', 'next after', 'next afterAbout']);
});

test('a fault that nobody takes ends the process: it is not lost in silence', () => {
  assert.equal(run(tasks).code, 1);
});
