// The demonstration as a user runs it: it succeeds, it can fail, and it leaves nothing behind.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const commandLine = join(import.meta.dirname, '..', 'cli', 'main.ts');
const scratch = mkdtempSync(join(tmpdir(), 'ringfence-demo-test-'));
after(() => rmSync(scratch, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly elapsedMs: number;
}

/** Runs `ringfence` with a directory for temporary files of its own. `onLine` may end it early. */
function run(argv: readonly string[], onText: (text: string, kill: () => void) => void = () => undefined) {
  const began = performance.now();
  const temporary = mkdtempSync(join(scratch, 'tmp-'));
  // A database and a key that do not exist: whoever reads the environment fails.
  const env = { ...process.env, TMPDIR: temporary, RINGFENCE_DATABASE: 'postgres://192.0.2.1/none' };
  const child = spawn(process.execPath, [commandLine, ...argv], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString();
    onText(out, () => child.kill('SIGINT'));
  });
  return new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      assert.deepEqual(readdirSync(temporary), [], 'something was left behind');
      resolve({ code, out, elapsedMs: performance.now() - began });
    });
  });
}

test('every step is told with its time, in under 40 seconds', async () => {
  const { code, out, elapsedMs } = await run(['demo']);
  assert.equal(code, 0, out);
  assert.ok(elapsedMs < 40_000, `${elapsedMs} ms`);
  const steps = out.split('\n').filter((line) => /^ *\d+\.\d s {2}\S/.test(line));
  for (const expected of [
    /SIP over TLS at 127\.0\.0\.1:\d+$/,
    /registered over TLSv1\.3/,
    /201 calls 202/,
    /SRTP with AEAD_AES_256_GCM/,
    /202 hears 201: \d+ packets, the tone is (9\d|100) % of the sound/,
    /201 hears 202: \d+ packets, the tone is (9\d|100) % of the sound/,
    /silence both ways/,
    /hear each other again/,
    /202 hangs up/,
    /secure throughout/,
    /201 leaves a message of two seconds, and the lamp of 202 is lit/,
    /hears it: the tone is (9\d|100) % of the sound/,
    /audit trail: .*unaltered/,
    /stopped/,
    /removed/,
    /as it must be/,
  ])
    assert.ok(
      steps.some((line) => expected.test(line)),
      `${expected} is not in\n${out}`,
    );
});

test('with tampered SRTP keys it fails where it is listened to, and says why', async () => {
  const { code, out } = await run(['--json', 'demo', '--tamper']);
  assert.equal(code, 1, out);
  const { ok, failure, steps } = JSON.parse(out);
  assert.equal(ok, false);
  assert.match(failure, /^202 does not hear 201: \d+ packets were refused as not authentic, 0 were taken/);
  assert.match(steps.at(-1).words, /^202 answers/);
});

test('interrupted, it takes everything away', async () => {
  let node = 0;
  const { code, out } = await run(['demo'], (text, kill) => {
    const pid = /runs as process (\d+)/.exec(text)?.[1];
    if (pid === undefined || node !== 0) return;
    node = Number(pid);
    kill();
  });
  assert.equal(code, 1);
  assert.match(out, /FAILED: interrupted by SIGINT/);
  assert.ok(!existsSync(`/proc/${node}/cmdline`), 'the node still runs');
});

test('an option that it does not know is wrong usage', async () => {
  assert.equal((await run(['demo', '--nonsense'])).code, 2);
});
