// Refusal codes: docs/codes.md is printed from all books and compared, every code is used, and the socket knows every book.
// UPDATE_GOLDEN=1 rewrites the page.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { codeBooks } from '../../apps/core/books.ts';
import { root, sources } from './sources.ts';
import { mayImport } from './table.ts';

interface Code {
  readonly words: string;
  readonly remedy: string;
  readonly sip?: number;
  readonly http?: number;
  readonly exit?: number;
}

interface Book {
  readonly room: string;
  readonly codes: Readonly<Record<string, Code>>;
}

const isBook = (value: unknown): value is Book =>
  typeof value === 'object' && value !== null && 'room' in value && 'codes' in value;

const books: Book[] = [];
for (const { path } of sources.filter((source) => source.path.endsWith('.codes.ts'))) {
  const exported: Record<string, unknown> = await import(join(root, path));
  books.push(...Object.values(exported).filter(isBook));
}
const codes = books.flatMap((book) =>
  Object.entries(book.codes).map(([name, code]) => ({ room: book.room, name, code })),
);

test('docs/codes.md tells every code', () => {
  const page = `# Refusal codes

What each refusal means and what to do about it, printed from the \`*.codes.ts\` of all rooms. \`{…}\` stands for a value
given with the refusal. The command line ends with exit code 1, or 2 where it says so.

${[...new Set(books.map(({ room }) => room))].sort().map(printRoom).join('\n')}`;
  const file = join(root, 'docs', 'codes.md');
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, page);
  assert.equal(page, readFileSync(file, 'utf8'));
});

function printRoom(room: string): string {
  const own = codes.filter((one) => one.room === room).sort((a, b) => (a.name < b.name ? -1 : 1));
  return `## ${room}\n\n| code | says | what to do | also |\n|---|---|---|---|\n${own.map(printCode).join('')}`;
}

function printCode({ name, code: { words, remedy, sip, http, exit } }: (typeof codes)[number]): string {
  const also = [sip && `SIP ${sip}`, http && `HTTP ${http}`, exit === 2 && 'exit 2'].filter(Boolean).join(', ');
  return `| \`${name}\` | ${cell(words)} | ${cell(remedy)} | ${also} |\n`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

test('codes are named after their room, and no two are the same', () => {
  for (const { room, name } of codes) assert.match(name, new RegExp(`^${room}\\.[a-z0-9-]+$`));
  const names = codes.map(({ name }) => name);
  assert.deepEqual(names, [...new Set(names)]);
});

test('every code says what happened, and what to do as whole sentences', () => {
  for (const { name, code } of codes) {
    assert.notEqual(code.words, '', `the words of ${name}`);
    assert.match(code.remedy, /[.?]$/, `the remedy of ${name}`);
    assert.doesNotMatch(code.words + code.remedy, /!|\boops\b/i, name);
  }
});

test('every code is given by somebody', () => {
  const texts = sources.filter(({ path, isTest }) => !isTest && !path.endsWith('.codes.ts')).map(({ text }) => text);
  const unused = codes.map(({ name }) => name).filter((name) => !texts.some((text) => text.includes(`'${name}'`)));
  assert.deepEqual(unused, []);
});

test('what the core refuses reaches the command line with its remedy', () => {
  const known: readonly string[] = codeBooks.map(({ room }) => room);
  const inCore = books
    .map(({ room }) => room)
    .filter((room) => room === 'core' || mayImport['apps/core']?.includes(room));
  assert.deepEqual(
    inCore.filter((room) => !known.includes(room)),
    [],
  );
});
