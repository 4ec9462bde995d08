// Killed while messages are kept: each that was confirmed is there and whole, each other one is whole or not there, and nothing else lies about.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { openSounds, pieceOf } from './depositor.ts';

/** A hundred and more are killed with CRASH_KILLS=100. */
const kills = Number(process.env.CRASH_KILLS ?? 5);
const longestMs = 120;

async function killOnce(folder: string, confirmed: Map<string, number>): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'depositor.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, id = '', pieces = ''] = line.split(' ');
    if (word === 'ready') setTimeout(() => child.kill('SIGKILL'), Math.random() * longestMs);
    else if (word === 'kept') confirmed.set(id, Number(pieces));
    else assert.fail(`a confirmed message was lost: ${line}`);
  }
  await ended;
}

test('killed at random moments while messages are kept: each is whole or absent, and what was confirmed is there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-voicemail-crash-'));
  try {
    for (let kill = 0; kill < kills; kill++) {
      const confirmed = new Map<string, number>();
      await killOnce(folder, confirmed);
      const { sounds, close } = await openSounds(folder);
      const messages = sounds.of('202', 'message');
      for (const id of confirmed.keys()) assert.ok(sounds.message('202', id) !== undefined, `${id} is not there`);
      for (const message of messages) {
        const read = await sounds.read(message);
        assert.ok(read.ok, `${message.id} is not whole`);
        const pieces = message.ms / 1_000;
        assert.ok(
          Buffer.from(read.value.bytes).equals(Buffer.concat(Array.from({ length: pieces }, (_, at) => pieceOf(at)))),
        );
      }
      assert.deepEqual(readdirSync(join(folder, 'voicemail')).sort(), messages.map(({ id }) => id).sort());
      for (const message of messages) await sounds.remove(message);
      assert.deepEqual(readdirSync(join(folder, 'voicemail')), []);
      await close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
