// An exported trail on another machine: the public key alone finds every change to the file.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { eachDialect } from '../../storage/testing.ts';
import type { FindingKind } from './check.ts';
import { add, fact, openTrail } from './testing.ts';
import { verifyExport } from './verify-export.ts';

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

let exported: readonly string[] = [];
let publicKey = '';

eachDialect('a trail is exported whole, signed, and verifies', async (bed) => {
  const trail = await openTrail(bed);
  for (const count of [1, 2, 1]) await add(bed, trail, count);
  await bed.storage.transaction((tx) => trail.append(tx, fact({ data: 'Zeile 1\nZeile 2 "x" \u2028 😀' })));
  exported = await Array.fromAsync(trail.export('Head office'));
  publicKey = trail.publicKeyPem();
  const kinds = exported.map((line) => Object.keys(JSON.parse(line))[0]);
  assert.deepEqual(kinds.slice(0, 4), ['format', 'entry', 'checkpoint', 'entry']);
  assert.ok(exported.every((line) => !line.includes('\n')));
  const report = await verifyExport(linesOf(exported), publicKey);
  assert.deepEqual(report, { entries: 5, lastId: 5, checkpoints: 4, finding: undefined });
  await trail.close();
});

eachDialect('an empty trail is exported and verifies', async (bed) => {
  const trail = await openTrail(bed);
  const lines = await Array.fromAsync(trail.export('Head office'));
  const report = await verifyExport(linesOf(lines), trail.publicKeyPem());
  assert.deepEqual([lines.length, report.entries, report.finding], [1, 0, undefined]);
  await trail.close();
});

/** Lines of the export: 0 heading, 1 entry 1, 2 its checkpoint, 3 entry 2, 4 entry 3, 5 checkpoint, 6 entry 4 … */
function found(what: string, kind: FindingKind, entry: number, edit: (lines: string[]) => string[]): void {
  test(`${what}: ${kind} at entry ${entry}`, async () => {
    const { finding } = await verifyExport(linesOf(edit([...exported])), publicKey);
    assert.deepEqual([finding?.kind, finding?.entry], [kind, entry], finding?.words ?? 'nothing found');
  });
}

const replace = (index: number, from: string | RegExp, to: string) => (lines: string[]) =>
  lines.map((line, at) => (at === index ? line.replace(from, to) : line));

found('a word of an entry changed', 'altered', 2, replace(3, 'root', 'anna'));
found('the time of an entry changed', 'altered', 3, replace(4, '"at":"2026', '"at":"2025'));
found('an entry with its hash changed', 'altered', 3, replace(4, /"hash":"./, '"hash":"x'));
found('the number of an entry lowered', 'altered', 3, replace(4, '"entry":3', '"entry":1'));
found('a line removed', 'removed', 2, (lines) => lines.toSpliced(3, 1));
found('the first entry removed with its checkpoint', 'removed', 1, (lines) => lines.toSpliced(1, 2));
found('two lines exchanged', 'reordered', 2, (lines) => lines.toSpliced(3, 2, lines[4] ?? '', lines[3] ?? ''));
found('a line doubled', 'inserted', 2, (lines) => lines.toSpliced(4, 0, lines[3] ?? ''));
found('a checkpoint removed', 'checkpoint', 3, (lines) => lines.toSpliced(5, 1));
found('a checkpoint moved', 'checkpoint', 1, (lines) => lines.toSpliced(2, 2, lines[3] ?? '', lines[2] ?? ''));
found('a checkpoint altered', 'checkpoint', 3, replace(5, '"entries":2', '"entries":1'));
found('the end cut off', 'cut', 4, (lines) => lines.slice(0, 6));
found('the end cut off in a transaction', 'cut', 3, (lines) => lines.slice(0, 4));
found('the heading made to fit a cut file', 'file', 1, (lines) =>
  replace(0, '"last":5', '"last":3')(lines.slice(0, 6)),
);
found('the heading removed', 'file', 1, (lines) => lines.slice(1));
found('an empty file', 'file', 1, () => []);
found('the name of the system changed', 'file', 1, replace(0, 'Head office', 'Branch'));
found('a member added to a line', 'file', 2, replace(3, '{', '{"note":"harmless",'));
found('a member doubled', 'file', 2, replace(3, '{"entry":2', '{"entry":2,"user":"anna"'));
found('a space added', 'file', 2, replace(3, '{', '{ '));
found('a line that is no JSON', 'file', 2, (lines) => lines.toSpliced(3, 0, '…'));
found('a line that is no object', 'file', 2, (lines) => lines.toSpliced(3, 0, '7'));
found('another spelling of a signature', 'checkpoint', 1, replace(2, /"signature":"([^"]+)"/, '"signature":"$1="'));

test('every single byte of an export counts', async () => {
  const whole = exported.slice(0, 3).join('\n');
  const later = exported.slice(3);
  for (let at = 0; at < whole.length; at += 7) {
    const letter = whole[at] === '1' ? '2' : '1';
    const lines = `${whole.slice(0, at)}${letter}${whole.slice(at + 1)}`.split('\n');
    const { finding } = await verifyExport(linesOf([...lines, ...later]), publicKey);
    assert.notEqual(finding, undefined, `byte ${at}`);
  }
});

test('an export of another key is told from it', async () => {
  const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const { finding } = await verifyExport(linesOf(exported), other);
  assert.match(finding?.words ?? '', /key/);
});
