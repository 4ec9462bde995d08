// Archives of a real system: made by itself, listed, exported as XML, verified here and where there is the public key alone; and
// each way to alter one is found.

import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { AuditLine, FormLine, PageLine, VerdictLine } from '../../apps/core/protocol.ts';
import { TestNode } from '../node.ts';
import { runToEnd } from '../process.ts';
import { type Archived, archivedNode } from './archived.ts';

const command = new URL('../../apps/cli/main.ts', import.meta.url).pathname;
const place = mkdtempSync(join(tmpdir(), 'ringfence-archives-'));
let made: Archived;

before(async () => {
  made = await archivedNode();
});

after(async () => {
  await made.node.remove();
  rmSync(place, { recursive: true });
});

const audit = (...argv: readonly string[]) => runToEnd([command, 'audit', ...argv], { directory: place });
const here = (...argv: readonly string[]) => audit(...argv, '--data', made.node.directory);
const sealed = (): string => join(made.node.directory, 'archives', `${made.archive.name}.sealed`);

test('the command line lists, verifies and exports them', async () => {
  const { node, archive } = made;
  const listed = await here('archives');
  assert.match(listed.out, new RegExp(`^${archive.name}\\t1\\t${archive.lastEntry}\\t`, 'm'));
  const whole = await here('verify');
  assert.deepEqual([whole.code, whole.error], [0, '']);
  const [newest] = await node.ask<readonly AuditLine[]>('audit.list', { limit: 1 });
  assert.match(whole.out, new RegExp(`up to number ${newest?.id} are there`));
  const exported = await here('export', '--archive', archive.name, '--output', join(place, 'archive.xml'));
  assert.equal(exported.out, `${archive.lastEntry} entries written to ${join(place, 'archive.xml')}\n`);
  await here('export', '--on-line', '--output', join(place, 'rest.jsonl'));
  copyFileSync(join(node.directory, 'audit-public-key.pem'), join(place, 'key.pem'));
});

test('who exports an archive is on record, with the archive', async () => {
  const [entry] = await made.node.ask<readonly AuditLine[]>('audit.list', { action: 'export', text: 'archive' });
  assert.equal(entry?.data, `Audit archive: ${made.archive.name}`);
});

test('the views show what is on line, and the archives', async () => {
  const { node, archive } = made;
  const forms = await node.ask<readonly FormLine[]>('form.list');
  const count = (id: string) => forms.find((form) => form.id === id)?.records ?? 0;
  assert.ok(count('audit-trail-logs') >= 1_000);
  assert.equal(count('audit-archives'), 1);
  const archives = await node.ask<PageLine>('form.query', { form: 'audit-archives' });
  assert.equal(archives.records[0]?.key, archive.name);
  const query = { form: 'audit-trail-logs', where: { actionType: 'archive' } };
  const page = await node.ask<PageLine>('form.query', query);
  assert.equal(page.total, 1);
  assert.match(String(page.records[0]?.values.actionData), new RegExp(`^Archive: ${archive.name}; Entries: 1 to `));
});

test('an archive verifies where there is the public key alone, and together with what is on line', async () => {
  const alone = await audit('verify', 'archive.xml', '--key', 'key.pem');
  assert.deepEqual([alone.code, alone.error], [0, '']);
  assert.match(alone.out, new RegExp(`^All ${made.archive.lastEntry} entries`));
  const both = await audit('verify', 'rest.jsonl', 'archive.xml', '--key', 'key.pem');
  assert.deepEqual([both.code, both.error], [0, '']);
});

test('an exported archive that was altered: exit code 1, and the entry is named', async () => {
  const forged = readFileSync(join(place, 'archive.xml'), 'utf8').replace('Phone 7 ', 'Phone 8 ');
  writeFileSync(join(place, 'forged.xml'), forged);
  const { code, out, error } = await audit('verify', 'forged.xml', '--key', 'key.pem');
  assert.deepEqual([code, out], [1, '']);
  assert.match(error, /^ringfence: [^\n]*\bentry \d+ was altered[^\n]*\n$/);
  const stranger = await audit('verify', 'forged.xml', '--key', 'forged.xml');
  assert.match(stranger.error, /no public key/);
});

test('the key of another system does not fit', async () => {
  const other = await TestNode.make();
  const { code, error } = await audit('verify', 'archive.xml', '--key', join(other.directory, 'audit-public-key.pem'));
  await other.remove();
  assert.equal(code, 1);
  assert.match(error, /not of the key that was given/);
});

const whatever: readonly (readonly [string, RegExp, () => void])[] = [
  ['removed', /archive that begins with entry 1 is missing/, () => rmSync(sealed())],
  ['renamed', /missing/, () => renameSync(sealed(), `${sealed()}.old`)],
  ['emptied', /empty/, () => writeFileSync(sealed(), '')],
  ['cut off', /cut off/, () => writeFileSync(sealed(), readFileSync(sealed()).subarray(0, 40_000))],
  [
    'cut after a piece',
    /cut off/,
    () => writeFileSync(sealed(), readFileSync(sealed(), 'utf8').replace(/[^\n]+\n$/, '')),
  ],
  ['altered', /altered/, () => writeFileSync(sealed(), readFileSync(sealed(), 'latin1').replace(/.(?=\n$)/, '!'))],
  ['another file', /altered/, () => copyFileSync(join(made.node.directory, 'audit-public-key.pem'), sealed())],
];

test('a running system finds by itself that an archive was removed, renamed, emptied, cut off, altered or exchanged', async () => {
  const { node } = made;
  const kept = join(place, 'kept');
  copyFileSync(sealed(), kept);
  for (const [what, words, forge] of whatever) {
    forge();
    const verdict = await node.ask<VerdictLine>('audit.verify');
    assert.equal(verdict.intact, false, what);
    assert.match(verdict.words, words, what);
    for (const name of readdirSync(join(node.directory, 'archives'))) rmSync(join(node.directory, 'archives', name));
    copyFileSync(kept, sealed());
  }
  assert.equal((await node.ask<VerdictLine>('audit.verify')).intact, true);
});

test('a stopped system finds it too: exit code 1; what is on line can still be exported', async () => {
  await made.node.stop();
  rmSync(sealed());
  const { code, error } = await here('verify');
  assert.equal(code, 1);
  assert.match(error, /the archive that begins with entry 1 is missing/);
  const whole = await here('export');
  assert.equal(whole.code, 1);
  assert.match(whole.error, /records\.archive-damaged|cannot be read/);
  const rest = await here('export', '--on-line', '--output', join(place, 'again.jsonl'));
  assert.equal(rest.code, 0);
  assert.equal((await audit('verify', 'again.jsonl', '--key', 'key.pem')).code, 0);
});
