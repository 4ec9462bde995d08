// An audit trail that somebody altered: `audit verify` ends with exit code 1 and names the entry, on a stopped system, on a
// running one, and of an exported file in a place that has the public key alone.

import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { reachAny } from '../../apps/cli/core-process.ts';
import type { VerdictLine } from '../../apps/core/protocol.ts';
import { TestNode } from '../node.ts';
import { runToEnd } from '../process.ts';
import { databaseForgeries, exportForgeries, type Marks } from './forgeries.ts';

const command = new URL('../../apps/cli/main.ts', import.meta.url).pathname;
const places = mkdtempSync(join(tmpdir(), 'ringfence-tamper-'));
let node: TestNode;
let exported: readonly string[];
let made = 0;

/** A system whose trail has an entry and a checkpoint for each of many changes, and an export of it; stopped. */
before(async () => {
  node = await TestNode.start();
  for (let count = 0; count < 48; count++) await node.addExtension(String(201 + count));
  exported = (await node.askText('audit.export')).trimEnd().split('\n');
  await node.stop();
});

after(async () => {
  await node.remove();
  // The last offline core may still be closing its files.
  rmSync(places, { recursive: true, maxRetries: 20 });
});

const place = (): string => join(places, String(++made));

function copy(): string {
  const path = place();
  cpSync(node.directory, path, { recursive: true });
  return path;
}

const open = (directory: string): DatabaseSync =>
  new DatabaseSync(join(directory, 'ringfence.db'), { timeout: 10_000 });

/** The first entry, one in the middle with a checkpoint of its own as its neighbours have, and the last. */
function marksOf(database: DatabaseSync): Marks {
  const { first, last } = database.prepare('select min(id) first, max(id) last from audit_entry').get() ?? {};
  const middle = Math.floor((Number(first) + Number(last)) / 2);
  const near = 'select count(*) count from audit_checkpoint where entries = 1 and last_id between ? and ?';
  assert.equal(
    database.prepare(near).get(middle - 1, middle + 2)?.count,
    4,
    'the entries have no checkpoints of their own',
  );
  return { first: Number(first), middle, last: Number(last) };
}

const naming = (entry: number): RegExp => new RegExp(`\\bentr(y|ies) ${entry}\\b`);

const verify = (directory: string) => runToEnd([command, 'audit', 'verify', '--data', directory]);

/** As the command does it, in this process: an offline core that ends when it is left. */
async function verifyOffline(directory: string): Promise<VerdictLine> {
  const core = await reachAny(directory);
  try {
    return await core.ask('audit.verify');
  } finally {
    core.close();
  }
}

describe('a stopped system', { concurrency: 4 }, () => {
  test('untouched: exit code 0', async () => {
    const { code, out, error } = await verify(copy());
    assert.deepEqual([code, error], [0, '']);
    assert.match(out, /^All \d+ entries up to number \d+ are there, unaltered and in order/);
  });

  for (const { what, names, forge } of databaseForgeries)
    test(`${what}: the entry is named`, async () => {
      const directory = copy();
      const database = open(directory);
      const marks = marksOf(database);
      forge(database, marks);
      database.close();
      const { intact, words } = await verifyOffline(directory);
      assert.equal(intact, false);
      assert.match(words, naming(names(marks)));
    });

  test('one character is another: exit code 1, and one line that names the entry', async () => {
    const directory = copy();
    const database = open(directory);
    const { middle } = marksOf(database);
    database.prepare("update audit_entry set action_data = action_data || '.' where id = ?").run(middle);
    database.close();
    const { code, out, error } = await verify(directory);
    assert.match(error, naming(middle));
    assert.match(error, /^ringfence: [^\n]+\n$/);
    assert.deepEqual([code, out], [1, '']);
  });

  test('its head file is gone: exit code 1', async () => {
    const directory = copy();
    rmSync(join(directory, 'audit-head'));
    const { code, error } = await verify(directory);
    assert.equal(code, 1);
    assert.match(error, /the head file is missing or was altered/);
  });

  test('what was found once is found again, though the next start has written on', async () => {
    const directory = copy();
    const database = open(directory);
    const { last } = marksOf(database);
    database.exec(`delete from audit_entry where id = ${last}; delete from audit_checkpoint where last_id = ${last}`);
    database.close();
    for (let time = 0; time < 2; time++) {
      const { code, error } = await verify(directory);
      assert.equal(code, 1);
      assert.match(error, naming(last));
    }
  });
});

test('a running system finds each of these by itself', async () => {
  const running = await TestNode.start();
  try {
    for (let count = 0; count < 48; count++) await running.addExtension(String(201 + count));
    // What it notes of its own start is written by then.
    await running.ask('audit.list');
    const database = open(running.directory);
    assert.equal((await running.ask<VerdictLine>('audit.verify')).intact, true);
    for (const { what, names, forge } of databaseForgeries) {
      const marks = marksOf(database);
      database.exec(
        'create table kept_entry as select * from audit_entry; create table kept_checkpoint as select * from audit_checkpoint',
      );
      forge(database, marks);
      const { intact, words } = await running.ask<VerdictLine>('audit.verify');
      assert.equal(intact, false, what);
      assert.match(words, naming(names(marks)), what);
      // What the system has written meanwhile stays, such as the alarm of what it found.
      database.exec(`delete from audit_entry where id <= (select max(id) from kept_entry) or hash in (select hash from kept_entry);
        delete from audit_checkpoint where last_id <= (select max(last_id) from kept_checkpoint);
        insert into audit_entry select * from kept_entry; insert into audit_checkpoint select * from kept_checkpoint;
        drop table kept_entry; drop table kept_checkpoint`);
    }
    database.close();
    const last = await running.ask<VerdictLine>('audit.verify');
    assert.equal(last.intact, true, last.words);
  } finally {
    await running.remove();
  }
});

describe('an exported trail, where there is the public key alone', { concurrency: 4 }, () => {
  const verifyLines = async (lines: readonly string[], keyOf = node.directory) => {
    const directory = place();
    mkdirSync(directory);
    writeFileSync(join(directory, 'trail.jsonl'), `${lines.join('\n')}\n`);
    copyFileSync(join(keyOf, 'audit-public-key.pem'), join(directory, 'key.pem'));
    return runToEnd([command, 'audit', 'verify', 'trail.jsonl', '--key', 'key.pem'], { directory });
  };

  const marks = (): Marks => {
    const ids = exported.flatMap((line) => /^\{"entry":(\d+),/.exec(line)?.[1] ?? []).map(Number);
    const [first = 0, last = 0] = [ids[0], ids.at(-1)];
    return { first, middle: Math.floor((first + last) / 2), last };
  };

  test('untouched: exit code 0', async () => {
    const { code, out, error } = await verifyLines(exported);
    assert.deepEqual([code, error], [0, '']);
    assert.match(out, /^All \d+ entries up to number \d+ are there, unaltered and in order/);
  });

  for (const { what, names, forge } of exportForgeries)
    test(`${what}: exit code 1, and the entry is named`, async () => {
      const forged = forge(exported, marks());
      assert.notDeepEqual(forged, exported, 'nothing was forged');
      const { code, error } = await verifyLines(forged);
      assert.equal(code, 1);
      assert.match(error, naming(names(marks())));
    });

  test('the first line is altered, or the key is that of another system: exit code 1', async () => {
    const [heading = '', ...rest] = exported;
    const renamed = await verifyLines([heading.replace('"last":', '"last":1'), ...rest]);
    assert.equal(renamed.code, 1);
    assert.match(renamed.error, /the first line was altered/);
    const other = await TestNode.make();
    const { code, error } = await verifyLines(exported, other.directory);
    await other.remove();
    assert.equal(code, 1);
    assert.match(error, /not of the key that was given/);
  });

  test('the key is no key, or a file is not there: one clear line', async () => {
    const directory = place();
    mkdirSync(directory);
    writeFileSync(join(directory, 'trail.jsonl'), `${exported.join('\n')}\n`);
    writeFileSync(join(directory, 'key.pem'), readFileSync(join(node.directory, 'authority.pem')));
    for (const argv of [
      ['trail.jsonl', '--key', 'trail.jsonl'],
      ['trail.jsonl', '--key', 'none.pem'],
      ['none.jsonl', '--key', 'key.pem'],
      ['.', '--key', 'key.pem'],
    ]) {
      const { code, out, error } = await runToEnd([command, 'audit', 'verify', ...argv], { directory });
      assert.match(error, /^ringfence: [^\n]+\n$/, argv.join(' '));
      assert.deepEqual([code, out], [1, '']);
    }
  });
});
