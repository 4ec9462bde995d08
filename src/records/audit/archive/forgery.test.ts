// What somebody with the data directory in hand could do to archives, and that each of it is named.

import assert from 'node:assert/strict';
import { copyFileSync, cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FakeClock, silentLog } from '#base';
import { eachDialect, type TestBed } from '../../../storage/testing.ts';
import type { Finding } from '../check.ts';
import { linesOf } from '../lines.ts';
import { add, openTrail, reopenTrail, signingKey, testSeal } from '../testing.ts';
import { AuditTrail } from '../trail.ts';
import { verifyExport } from '../verify-export.ts';
import { markName } from './mark.ts';
import { archive, archivedTrail, archiveFiles, archiveFolder, forgeArchive } from './testing.ts';

interface Forgery {
  readonly what: string;
  readonly entry: number;
  readonly words: RegExp;
  readonly forge: (bed: TestBed) => Promise<void> | void;
}

const forgeries: Forgery[] = [];

/** What is forged in a trail with entries 1-2, 3-15 and 16-28 in archives, and how it is named. */
function found(what: string, entry: number, words: RegExp, forge: Forgery['forge']): void {
  forgeries.push({ what, entry, words, forge });
}

function check({ what, entry, words }: Forgery, finding: Finding | undefined): void {
  assert.equal(finding?.entry, entry, `${what}: ${finding?.words ?? 'nothing found'}`);
  assert.match(finding?.words ?? '', words, what);
  assert.match(finding?.words ?? '', new RegExp(`\\b${entry}\\b`), what);
}

const pathOf = (bed: TestBed, number: number): string => join(archiveFolder(bed), archiveFiles(bed)[number] ?? 'none');

const other = (letter: string): string => (letter === 'A' ? 'B' : 'A');
const altered = (text: string, at: number): string =>
  `${text.slice(0, at)}${other(text[at] ?? '')}${text.slice(at + 1)}`;

found('one character of a sealed archive altered', 3, /altered/, (bed) =>
  forgeArchive(bed, 1, ([first = '', ...rest]) => [altered(first, 100), ...rest]),
);
found('the first archive missing', 1, /the archive that begins with entry 1 is missing/, (bed) =>
  rmSync(pathOf(bed, 0)),
);
found('an archive in the middle missing', 3, /the archive that begins with entry 3 is missing/, (bed) =>
  rmSync(pathOf(bed, 1)),
);
found('the last archive missing', 16, /the archive that begins with entry 16 is missing/, (bed) =>
  rmSync(pathOf(bed, 2)),
);
found('all archives missing', 1, /missing/, (bed) => rmSync(archiveFolder(bed), { recursive: true }));
found('two archives exchanged', 3, /exchanged/, (bed) => {
  const [one, two] = [pathOf(bed, 1), pathOf(bed, 2)];
  renameSync(one, `${one}.x`);
  renameSync(two, one);
  renameSync(`${one}.x`, two);
});
found('an archive under another name', 3, /exchanged/, (bed) =>
  renameSync(pathOf(bed, 1), join(archiveFolder(bed), 'audit-0000000003-0000000014.xml.sealed')),
);
found('a copy under another name', 4, /does not belong/, (bed) =>
  copyFileSync(pathOf(bed, 1), join(archiveFolder(bed), 'audit-0000000004-0000000015.xml.sealed')),
);
found('an archive emptied', 3, /empty/, (bed) => writeFileSync(pathOf(bed, 1), ''));
found('an archive cut after a piece', 3, /cut off/, (bed) => forgeArchive(bed, 1, (lines) => lines.slice(0, 1)));
found('an archive cut in a line', 3, /cut off/, (bed) =>
  writeFileSync(pathOf(bed, 1), readFileSync(pathOf(bed, 1)).subarray(0, -20)),
);
found('the first piece left out', 3, /altered/, (bed) => forgeArchive(bed, 1, (lines) => lines.slice(1)));
found('pieces exchanged', 3, /altered/, (bed) => forgeArchive(bed, 1, (lines) => lines.toReversed()));
found('a piece doubled', 3, /altered/, (bed) => forgeArchive(bed, 1, (lines) => [...lines, lines.at(-1) ?? '']));
found('an archive that is something else', 3, /altered/, (bed) => writeFileSync(pathOf(bed, 1), 'x\n'.repeat(9)));
found('an archive that is no text', 3, /UTF-8/, (bed) => writeFileSync(pathOf(bed, 1), Buffer.alloc(99, 0xff)));
found('an archive of one endless line', 3, /longer/, (bed) => writeFileSync(pathOf(bed, 1), 'x'.repeat(3_000_000)));

eachDialect('every forgery of the files is named', async (bed) => {
  const trail = await archivedTrail(bed);
  const folder = archiveFolder(bed);
  cpSync(folder, `${folder}.kept`, { recursive: true });
  for (const forgery of forgeries) {
    assert.equal((await trail.verify()).finding, undefined, `before ${forgery.what}`);
    await forgery.forge(bed);
    check(forgery, (await trail.verify()).finding);
    rmSync(folder, { recursive: true, force: true });
    cpSync(`${folder}.kept`, folder, { recursive: true });
  }
  await trail.close();
});

/** As `found`, for what is in the database: named before and after a restart. */
function foundInDatabase(what: string, entry: number, words: RegExp, forge: Forgery['forge']): void {
  eachDialect(`${what}: entry ${entry}`, async (bed) => {
    const trail = await archivedTrail(bed);
    await forge(bed);
    check({ what, entry, words, forge }, (await trail.verify()).finding);
    await trail.close();
    const again = await reopenTrail(bed);
    await add(bed, again);
    check({ what, entry, words, forge }, (await again.verify()).finding);
    await again.close();
  });
}

foundInDatabase('a row removed that came after archiving', 29, /missing/, (bed) =>
  bed.forger.remove('audit_entry', 29),
);
foundInDatabase('a row altered that came after archiving', 29, /altered/, (bed) =>
  bed.forger.set('audit_entry', 29, 'user_name', 'x'),
);
foundInDatabase('an archived entry put back into the database', 5, /does not belong/, (bed) =>
  bed.forger.add('audit_entry', {
    ...{ id: 5, at_ms: 1, detail_level: 'low', user_name: 'x', source_ip: '', app_name: '', app_context: '' },
    ...{ action_type: 'add', action_data: '', hash: 'x' },
  }),
);

async function setMark(bed: TestBed, edit: (mark: string) => string | undefined): Promise<void> {
  const mark = (await bed.storage.system.get(markName)) ?? '';
  const next = edit(mark);
  await bed.storage.transaction((tx) =>
    next === undefined ? bed.storage.system.delete(tx, markName) : bed.storage.system.put(tx, markName, next),
  );
}

for (const [what, edit] of [
  ['altered', (mark: string) => mark.replace('"lastId":28', '"lastId":39')],
  ['made without the key', () => JSON.stringify({ lastId: 39, hash: 'x', signature: 'x' })],
  ['no JSON', () => 'x'],
  ['no object', () => '7'],
  ['removed', () => undefined],
] as const)
  eachDialect(`the mark ${what}: named, and nothing is archived any more`, async (bed) => {
    const trail = await archivedTrail(bed);
    await setMark(bed, edit);
    const { finding } = await trail.verify();
    assert.match(finding?.words ?? 'nothing found', /what says how far the trail is archived was altered or put back/);
    await trail.close();
    const again = await reopenTrail(bed);
    for (let count = 0; count < 20; count++) await add(bed, again);
    const restarted = (await again.verify()).finding;
    assert.equal(restarted?.kind, 'archive', restarted?.words ?? 'nothing found');
    const archiver = await archive(again);
    assert.equal((await again.archives()).length, 3);
    await again.flush();
    const [refused] = await again.list({ limit: 1 });
    assert.deepEqual([refused?.action, refused?.level], ['archive refused', 'high']);
    await archiver.close();
    await again.close();
  });

eachDialect('database and head file put back together: the archives know of more', async (bed) => {
  const trail = await openTrail(bed);
  for (let count = 0; count < 12; count++) await add(bed, trail);
  await (await archive(trail)).close();
  const rows = await bed.storage.audit.page(0, 100);
  const checkpoints = await bed.storage.audit.checkpoints(0, 100);
  const mark = (await bed.storage.system.get(markName)) ?? '';
  const head = bed.directory.file('audit-head');
  copyFileSync(head, `${head}.old`);
  for (let count = 0; count < 12; count++) await add(bed, trail);
  await (await archive(trail)).close();
  await trail.close();
  copyFileSync(`${head}.old`, head);
  for (const { id } of await bed.storage.audit.page(0, 100)) await bed.forger.remove('audit_entry', id);
  for (const { lastId } of await bed.storage.audit.checkpoints(0, 100))
    await bed.forger.remove('audit_checkpoint', lastId);
  await bed.storage.transaction(async (tx) => {
    await bed.storage.audit.append(tx, rows);
    for (const checkpoint of checkpoints) await bed.storage.audit.appendCheckpoint(tx, checkpoint);
    await bed.storage.system.put(tx, markName, mark);
  });
  const again = await reopenTrail(bed);
  const { finding } = await again.verify();
  assert.match(finding?.words ?? 'nothing found', /holds entries that the trail does not have any more/);
  await again.close();
});

eachDialect('an archive of another system is not one of this', async (bed) => {
  const trail = await archivedTrail(bed);
  await trail.close();
  const folder = archiveFolder(bed);
  cpSync(folder, `${folder}.mine`, { recursive: true });
  const files = { storage: bed.storage, directory: bed.directory, clock: new FakeClock(), log: silentLog, signingKey };
  // The same entries, sealed with another master key.
  const foreign = await AuditTrail.open({ ...files, seal: testSeal(Buffer.alloc(32, 8)) });
  const { finding } = await foreign.verify();
  assert.match(finding?.words ?? 'nothing found', /of another system/);
  assert.deepEqual(
    (await foreign.archives()).map(({ damage }) => /of another system/.test(damage)),
    [true, true, true],
  );
  await foreign.close();
});

eachDialect(
  'an archive that cannot be read ends an export of the whole trail, not one of what is on line',
  async (bed) => {
    const trail = await archivedTrail(bed);
    forgeArchive(bed, 1, (lines) => lines.slice(1));
    await assert.rejects(Array.fromAsync(trail.export('x')), /archive audit-0000000003-0000000015.xml was altered/);
    const lines = await Array.fromAsync(trail.export('x', { onLine: true }));
    async function* given() {
      yield* lines;
    }
    const { finding, entries } = await verifyExport(given(), trail.publicKeyPem());
    assert.deepEqual([finding, entries], [undefined, 11]);
    const exported = await trail.exportArchive('audit-0000000003-0000000015.xml');
    assert.ok(exported.ok);
    await assert.rejects(Array.fromAsync(exported.value.xml), /was altered/);
    await trail.close();
  },
);

eachDialect(
  'entries that were altered before they are archived stay in the database, and that is told once',
  async (bed) => {
    const clock = new FakeClock();
    const trail = await openTrail(bed, clock);
    for (let count = 0; count < 30; count++) await add(bed, trail);
    await bed.forger.set('audit_entry', 4, 'user_name', 'nobody');
    const archiver = await archive(trail);
    clock.advance(60_000);
    await archiver.settled();
    await trail.flush();
    const refused = await trail.list({ limit: 9, action: 'archive refused' });
    assert.deepEqual(
      refused.map(({ data }) => data),
      ['entry 4 was altered'],
    );
    assert.equal(trail.archivingTrouble, 'entry 4 was altered');
    assert.deepEqual([archiveFiles(bed), (await trail.verify()).finding?.entry], [[], 4]);
    await trail.close();
  },
);

let xml = '';
let key = '';
eachDialect('an exported archive is taken to another machine', async (bed) => {
  const trail = await archivedTrail(bed);
  const exported = await trail.exportArchive('audit-0000000003-0000000015.xml');
  assert.ok(exported.ok);
  xml = (await Array.fromAsync(exported.value.xml)).join('');
  key = trail.publicKeyPem();
  await trail.close();
});

async function verifyXml(text: string | Uint8Array): Promise<Finding | undefined> {
  async function* given() {
    yield text;
  }
  return (await verifyExport(linesOf(given()), key)).finding;
}

test('every single byte of it counts', async () => {
  assert.equal(await verifyXml(xml), undefined);
  const bytes = Buffer.from(xml);
  for (let at = 0; at < bytes.length; at += 11) {
    const forged = Buffer.from(bytes);
    forged[at] = forged[at] === 0x31 ? 0x32 : 0x31;
    assert.notEqual(await verifyXml(forged), undefined, `byte ${at}`);
  }
  assert.notEqual(await verifyXml(Buffer.concat([bytes, Buffer.from('\n')])), undefined);
  assert.notEqual(await verifyXml(Buffer.concat([Buffer.from('\ufeff'), bytes])), undefined);
  assert.notEqual(await verifyXml(xml.replaceAll('\n', '\r\n')), undefined);
});

test('an entry, a checkpoint, the end or everything cut out of it is named', async () => {
  const lines = xml.split('\n');
  const without = (index: number): string => lines.toSpliced(index, 1).join('\n');
  const entry = lines.findIndex((line) => line.startsWith('<entry id="7"'));
  assert.deepEqual([(await verifyXml(without(entry)))?.kind, (await verifyXml(without(entry)))?.entry], ['removed', 7]);
  assert.deepEqual(
    [(await verifyXml(without(entry + 1)))?.kind, (await verifyXml(without(entry + 1)))?.entry],
    ['checkpoint', 7],
  );
  assert.match((await verifyXml(without(lines.length - 2)))?.words ?? '', /the end of the file is missing/);
  assert.match((await verifyXml(`${lines.slice(0, entry).join('\n')}\n</audit-archive>\n`))?.words ?? '', /cut off/);
  assert.match((await verifyXml(''))?.words ?? '', /no first line/);
  assert.match((await verifyXml(xml.slice(0, -1)))?.words ?? '', /middle of a line/);
});
