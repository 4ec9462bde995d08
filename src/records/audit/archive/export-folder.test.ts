// Exports of archives: readable, whole, verifiable, bounded, in a folder that is ours alone.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eachDialect, type TestBed } from '../../../storage/testing.ts';
import { verifyFiles } from '../verify-export.ts';
import { exportArchives } from './export-folder.ts';
import { archivedTrail, forgeArchive } from './testing.ts';

const folderOf = (bed: TestBed): string => join(bed.directory.path, 'exports');
const filesOf = (bed: TestBed): string[] => readdirSync(folderOf(bed)).sort();

eachDialect('archives that are not there yet are written, readable and verifiable, once', async (bed) => {
  const trail = await archivedTrail(bed);
  const options = { directory: bed.directory.path, trail };
  const first = await exportArchives(options);
  assert.deepEqual(first.ok && [first.value.written.length, first.value.removed, first.value.there], [3, 0, 3]);
  assert.equal(statSync(folderOf(bed)).mode & 0o777, 0o700);
  for (const name of filesOf(bed)) assert.equal(statSync(join(folderOf(bed), name)).mode & 0o777, 0o600);
  const paths = filesOf(bed).map((name) => join(folderOf(bed), name));
  const report = await verifyFiles(paths, trail.publicKeyPem());
  assert.deepEqual([report.finding, report.entries], [undefined, 28]);
  rmSync(paths[1] ?? '');
  const second = await exportArchives(options);
  assert.deepEqual(second.ok && second.value.written, ['audit-0000000003-0000000015.xml']);
  rmSync(paths[1] ?? '');
  const stopped = await exportArchives({ ...options, ending: AbortSignal.abort() });
  assert.equal(!stopped.ok && stopped.refusal.code, 'records.export-stopped');
  await trail.close();
});

eachDialect('so many are kept, the newest; what is no archive is left alone', async (bed) => {
  const trail = await archivedTrail(bed);
  await exportArchives({ directory: bed.directory.path, trail });
  writeFileSync(join(folderOf(bed), 'notes.txt'), 'mine');
  writeFileSync(join(folderOf(bed), 'audit-0000000001-0000000002.xml.new'), 'half');
  const bounded = await exportArchives({ directory: bed.directory.path, trail, most: 2 });
  assert.deepEqual(bounded.ok && bounded.value, { written: [], removed: 1, there: 2 });
  const names = ['audit-0000000003-0000000015.xml', 'audit-0000000016-0000000028.xml', 'notes.txt'];
  assert.deepEqual(filesOf(bed), names);
  const again = await exportArchives({ directory: bed.directory.path, trail, most: 2 });
  assert.deepEqual(again.ok && again.value.written, [], 'what is too old is not written again');
  await trail.close();
});

eachDialect('an archive that was altered is refused and leaves nothing; the others are written', async (bed) => {
  const trail = await archivedTrail(bed);
  forgeArchive(bed, 1, (lines) => lines.slice(0, -1));
  const refused = await exportArchives({ directory: bed.directory.path, trail });
  assert.equal(!refused.ok && refused.refusal.code, 'records.archive-damaged');
  assert.deepEqual(filesOf(bed), ['audit-0000000001-0000000002.xml', 'audit-0000000016-0000000028.xml']);
  await trail.close();
});

eachDialect('a link, a file or rights for others do not lead the copies elsewhere', async (bed) => {
  const trail = await archivedTrail(bed);
  const options = { directory: bed.directory.path, trail };
  const elsewhere = join(bed.directory.path, 'elsewhere');
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, folderOf(bed));
  const linked = await exportArchives(options);
  assert.equal(!linked.ok && linked.refusal.code, 'records.exports-unsafe');
  assert.deepEqual(readdirSync(elsewhere), []);
  rmSync(folderOf(bed));
  writeFileSync(folderOf(bed), '');
  const file = await exportArchives(options);
  assert.equal(!file.ok && file.refusal.code, 'records.exports-unsafe');
  rmSync(folderOf(bed));
  mkdirSync(folderOf(bed));
  chmodSync(folderOf(bed), 0o777);
  assert.ok((await exportArchives(options)).ok);
  assert.equal(statSync(folderOf(bed)).mode & 0o777, 0o700);
  assert.match(readFileSync(join(folderOf(bed), 'audit-0000000001-0000000002.xml'), 'utf8'), /^<\?xml/);
  await trail.close();
});
