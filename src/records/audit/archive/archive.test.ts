// Older entries in archives: what moves there and when, that nothing is lost or doubled, and that all of it is one trail.

import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeClock } from '#base';
import { eachDialect, type TestBed } from '../../../storage/testing.ts';
import { add, openTrail, reopenTrail } from '../testing.ts';
import type { AuditTrail } from '../trail.ts';
import { verifyExport, verifyFiles } from '../verify-export.ts';
import { archive, archivedTrail, archiveFiles, archiveFolder, system } from './testing.ts';

/** First and last entries of the archives, then of the database. */
async function places(bed: TestBed, trail: AuditTrail): Promise<string> {
  const archives = (await trail.archives()).map(({ firstEntry, lastEntry }) => `${firstEntry}-${lastEntry}`);
  const rows = await bed.storage.audit.page(-100, 1_000);
  return [...archives, `${rows[0]?.id}-${rows.at(-1)?.id}`].join(' ');
}

/** The number of entries of a trail in which nothing is wrong. */
const whole = async (trail: AuditTrail): Promise<number> => {
  const { entries, finding } = await trail.verify();
  assert.equal(finding, undefined, finding?.words ?? '');
  return entries;
};

async function xmlOf(trail: AuditTrail, name: string): Promise<string> {
  const exported = await trail.exportArchive(name);
  assert.ok(exported.ok);
  return (await Array.fromAsync(exported.value.xml)).join('');
}

/** Every entry of the trail, each once, in order. */
async function assertEveryEntry(trail: AuditTrail, last: number): Promise<void> {
  const lines = (await Array.fromAsync(trail.export(system))).map((line) => JSON.parse(line).entry);
  assert.deepEqual(
    lines.filter((id) => id !== undefined),
    Array.from({ length: last }, (_, index) => index + 1),
  );
}

eachDialect('what is older than the newest so many goes into an archive, and that is on record', async (bed) => {
  const clock = new FakeClock();
  const trail = await openTrail(bed, clock);
  for (let count = 0; count < 11; count++) await add(bed, trail);
  const archiver = await archive(trail);
  assert.equal(await places(bed, trail), '1-11', 'a single entry makes no archive');
  await add(bed, trail);
  clock.advance(59_000);
  await archiver.settled();
  assert.equal(await places(bed, trail), '1-12', 'it looks each minute');
  clock.advance(1_000);
  await archiver.settled();
  assert.equal(await places(bed, trail), '1-2 3-13');
  const [entry] = await trail.list({ limit: 1 });
  assert.deepEqual([entry?.action, entry?.user, entry?.application], ['archive', 'local', 'System']);
  assert.match(
    entry?.data ?? '',
    /^Archive: audit-0000000001-0000000002\.xml; Entries: 1 to 2; SHA-256: [0-9a-f]{64}$/,
  );
  assert.deepEqual([await whole(trail), trail.entriesOnLine, trail.archiveCount], [13, 11, 1]);
  await trail.close();
});

eachDialect('archives and database are one trail: verified, exported, continued after a restart', async (bed) => {
  const trail = await archivedTrail(bed);
  assert.equal(await places(bed, trail), '1-2 3-15 16-28 29-39');
  await assertEveryEntry(trail, 39);
  const lines = await Array.fromAsync(trail.export(system));
  const { finding, entries } = await verifyExport(linesFrom(lines), trail.publicKeyPem());
  assert.deepEqual([finding, entries], [undefined, 39]);
  assert.deepEqual(
    (await trail.archives()).map(({ damage, firstAtMs }) => [damage, new Date(firstAtMs).getUTCFullYear()]),
    Array(3).fill(['', 2026]),
  );
  await trail.close();
  const again = await reopenTrail(bed);
  await add(bed, again, 3);
  assert.equal(await whole(again), 42);
  await archive(again);
  assert.equal(await places(bed, again), '1-2 3-15 16-28 29-32 33-43');
  await again.close();
});

eachDialect('an archive is sealed at rest, for its owner alone, and XML when it is exported', async (bed) => {
  const trail = await archivedTrail(bed);
  for (const file of archiveFiles(bed)) {
    assert.match(file, /^audit-\d{10}-\d{10}\.xml\.sealed$/);
    const path = join(archiveFolder(bed), file);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.doesNotMatch(readFileSync(path, 'latin1'), /root|entry|<|:/);
  }
  assert.equal(statSync(archiveFolder(bed)).mode & 0o777, 0o700);
  const xml = await xmlOf(trail, 'audit-0000000003-0000000015.xml');
  const [declaration, , heading, first] = xml.split('\n');
  assert.equal(declaration, '<?xml version="1.0" encoding="UTF-8"?>');
  assert.match(
    heading ?? '',
    /^<audit-archive xmlns="[^"]+" system="Head &quot;office&quot; &amp; &lt;Co&gt;" archived="2026/,
  );
  assert.match(
    first ?? '',
    /^<entry id="3" at="2026-[^"]+" level="medium" user="root" source-ip="10.0.0.9" .*<\/entry>$/,
  );
  assert.ok(xml.endsWith('</audit-archive>\n'));
  assert.equal((await trail.exportArchive('audit-0000000003-0000000016.xml')).ok, false);
  assert.equal((await trail.exportArchive('../master.key')).ok, false);
  await trail.close();
});

eachDialect('exported archives verify elsewhere, each alone and all together with what is on line', async (bed) => {
  const trail = await archivedTrail(bed);
  const files: string[] = [];
  const keep = (name: string, text: string): void => {
    files.push(bed.directory.file(name));
    writeFileSync(bed.directory.file(name), text);
  };
  for (const { name } of await trail.archives()) keep(name, await xmlOf(trail, name));
  const onLine = await Array.fromAsync(trail.export(system, { onLine: true }));
  keep('rest.jsonl', `${onLine.join('\n')}\n`);
  const key = trail.publicKeyPem();
  const [, second = '', third = '', rest = ''] = files;
  const entries = async (paths: readonly string[]): Promise<number> => {
    const report = await verifyFiles(paths, key);
    assert.equal(report.finding, undefined, report.finding?.words ?? '');
    return report.entries;
  };
  assert.deepEqual([await entries([second]), await entries([third, second])], [13, 26]);
  assert.equal(await entries(files.toReversed()), 39);
  const missing = (await verifyFiles([second, rest], key)).finding;
  assert.deepEqual(
    [missing?.kind, missing?.entry, missing?.words],
    ['removed', 16, 'entries 16 to 28 are in none of the files'],
  );
  const twice = (await verifyFiles([second, third, second], key)).finding;
  assert.deepEqual([twice?.kind, twice?.entry], ['file', 3]);
  await trail.close();
});

eachDialect('a trail that is archived while it is verified and exported is whole', async (bed) => {
  const trail = await openTrail(bed);
  for (let count = 0; count < 150; count++) await add(bed, trail, 2);
  const exporting = trail.export(system);
  const lines = [(await exporting.next()).value, (await exporting.next()).value];
  const [report] = await Promise.all([trail.verify(), archive(trail), add(bed, trail, 3)]);
  assert.equal(report.finding, undefined, report.finding?.words ?? '');
  for await (const line of exporting) lines.push(line);
  const { finding, entries } = await verifyExport(linesFrom(lines), trail.publicKeyPem());
  assert.deepEqual([finding, entries], [undefined, 300]);
  assert.ok((await trail.archives()).length > 0);
  const [newest] = await trail.list({ limit: 1 });
  assert.ok((newest?.id ?? 0) > 303);
  await assertEveryEntry(trail, newest?.id ?? 0);
  await trail.close();
});

eachDialect('what one change has made goes into one archive, once all of it may', async (bed) => {
  const trail = await openTrail(bed);
  await add(bed, trail, 5_200);
  await (await archive(trail, 100)).close();
  assert.deepEqual([await trail.archives(), trail.entriesOnLine], [[], 5_200]);
  for (let count = 0; count < 100; count++) await add(bed, trail);
  await archive(trail, 100);
  assert.deepEqual(await places(bed, trail), '1-5200 5201-5301');
  assert.equal(await whole(trail), 5_301);
  await trail.close();
});

async function* linesFrom(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
