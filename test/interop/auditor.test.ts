// An auditor with other tools: docs/audit-archive.py, Python's own reader of XML and hashes, and openssl for signatures, agree with
// what an archive says, and find what was altered.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { archivedNode } from '../tamper/archived.ts';

const script = new URL('../../docs/audit-archive.py', import.meta.url).pathname;
const place = mkdtempSync(join(tmpdir(), 'ringfence-auditor-'));
let xml = '';
let last = 0;

before(async () => {
  const { node, archive } = await archivedNode();
  xml = await node.askText('audit.archive.export', { name: archive.name });
  last = archive.lastEntry;
  copyFileSync(join(node.directory, 'audit-public-key.pem'), join(place, 'key.pem'));
  await node.remove();
});

after(() => rmSync(place, { recursive: true }));

function check(text: string): { readonly status: number | null; readonly said: string } {
  const file = join(place, 'archive.xml');
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync('python3', [script, file, join(place, 'key.pem')], { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

test('an archive is whole by the auditor’s own tools', () => {
  const { status, said } = check(xml);
  assert.deepEqual([status, said], [0, `entries 1 to ${last} of Ringfence are whole\n`]);
});

for (const [what, forge, words] of [
  ['a letter of an entry', (text: string) => text.replace('Phone 7 ', 'Phone 8 '), /entry \d+ was altered/],
  ['an entry left out', (text: string) => text.replace(/<entry id="9".*\n/, ''), /entry 9 is missing/],
  [
    'a checkpoint',
    (text: string) => text.replace(/(<checkpoint last="\d+" hash=".*" at=")2/, '$11'),
    /checkpoint after/,
  ],
  ['the name of the system', (text: string) => text.replace(' system="', ' system="X'), /the heading/],
  ['the end', (text: string) => text.replace(/<checkpoint[^>]*>\n<\/audit-archive>/, '</audit-archive>'), /the end/],
] as const)
  test(`the auditor finds ${what} altered`, () => {
    const { status, said } = check(forge(xml));
    assert.equal(status, 1);
    assert.match(said, words);
  });
