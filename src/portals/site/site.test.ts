// Tests of the tool's files: read once, compressed once, kept by browsers as long as they may be.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { findFile, serveFile } from './serve.ts';
import { readSite, type Site } from './site.ts';

const script = 'export const words = "again and again";\n'.repeat(100);
let folder: string;
let site: Site;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfence-site-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'index-BF4kdj2a.js'), script);
  writeFileSync(join(folder, 'assets', 'mark.png'), Buffer.from([0x89, 0x50]));
  writeFileSync(join(folder, 'notes.secret'), 'not served');
  site = readSite(folder);
});
after(() => rmSync(folder, { recursive: true }));

test('files of known kinds are there under their paths, and nothing else is', () => {
  assert.deepEqual([...site.keys()].sort(), ['/assets/index-BF4kdj2a.js', '/assets/mark.png', '/index.html']);
  assert.equal(readSite(join(folder, 'missing')).size, 0);
});

test('what names no file is the page, what names a missing file is nothing', () => {
  const page = site.get('/index.html');
  for (const path of ['/', '/forms/users-and-services', '/a.b/c']) assert.equal(findFile(site, path), page, path);
  for (const path of ['/notes.secret', '/assets/index-old.js', '/../package.json', '/.git/config.x', '/constructor.js'])
    assert.equal(findFile(site, path), undefined, path);
});

test('text goes out in the smallest form that the client takes', async () => {
  const file = findFile(site, '/assets/index-BF4kdj2a.js');
  assert.ok(file);
  const accepted = async (header?: string) =>
    await serveFile(file, header === undefined ? {} : { 'accept-encoding': header });
  const plain = await accepted();
  assert.equal(plain.content.toString(), script);
  assert.equal(plain.headers['content-encoding'], undefined);
  const brotli = await accepted('gzip, deflate, br, zstd');
  assert.equal(brotli.headers['content-encoding'], 'br');
  assert.equal(brotliDecompressSync(brotli.content).toString(), script);
  assert.equal((await accepted('br')).content, brotli.content, 'compressed once');
  const zipped = await accepted('br;q=0, gzip;q=0.5');
  assert.equal(gunzipSync(zipped.content).toString(), script);
  assert.equal(zipped.headers['content-length'], String(zipped.content.length));
  assert.equal(zipped.headers.vary, 'Accept-Encoding');
});

test('the page itself is never compressed: nothing of it can be guessed from its length', async () => {
  const file = findFile(site, '/');
  assert.ok(file);
  assert.equal((await serveFile(file, { 'accept-encoding': 'br, gzip' })).headers['content-encoding'], undefined);
});

test('pictures go out as they are', async () => {
  const file = findFile(site, '/assets/mark.png');
  assert.ok(file);
  assert.equal((await serveFile(file, { 'accept-encoding': 'br' })).headers['content-encoding'], undefined);
});

test('a browser keeps what has its content in its name, and asks after the rest', async () => {
  const kept = async (path: string): Promise<string | undefined> => {
    const file = findFile(site, path);
    assert.ok(file);
    return (await serveFile(file, {})).headers['cache-control'];
  };
  assert.equal(await kept('/assets/index-BF4kdj2a.js'), 'public, max-age=31536000, immutable');
  assert.equal(await kept('/'), 'no-cache');
  assert.equal(await kept('/assets/mark.png'), 'no-cache');
});

test('what the browser has already is not sent again', async () => {
  const file = findFile(site, '/');
  assert.ok(file);
  const again = await serveFile(file, { 'if-none-match': `"other", ${file.etag}` });
  assert.deepEqual([again.status, again.content.length], [304, 0]);
  assert.equal((await serveFile(file, { 'if-none-match': '"other"' })).status, 200);
});
