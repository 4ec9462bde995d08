// The tools in the browser: built when they are missing or older than what they are built of. Plain JavaScript, no packages.
'use strict';

const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join, relative, sep } = require('node:path');

const buildMs = 300_000;
const reasonLength = 300;

/** What the tools under `root` are built into, and the stamp of what that was built of. */
const placesOf = (root) => ({
  web: join(root, 'apps', 'web'),
  page: join(root, 'apps', 'web', 'dist', 'index.html'),
  vite: join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
  stampFile: join(root, 'node_modules', '.cache', 'ringfence-web'),
});

/** True when they are there and of the present sources, or when there are no sources to build them of. */
function isBuilt(root) {
  const { web, page, stampFile } = placesOf(root);
  if (!existsSync(join(web, 'index.html'))) return true;
  return existsSync(page) && readText(stampFile) === stampOf(root);
}

/** Builds them by `node`. What goes wrong is told in a line, and everything else goes on: calls need no browser. */
function build(root, node) {
  const { web, page, vite, stampFile } = placesOf(root);
  const stamp = stampOf(root);
  console.error('Ringfence: building the tools in the browser (some seconds) …');
  const done = spawnSync(node, [vite, 'build', web, '--logLevel', 'error'], {
    cwd: root,
    encoding: 'utf8',
    timeout: buildMs,
    env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '', NO_COLOR: '1' },
  });
  if (done.status === 0 && existsSync(page)) {
    mkdirSync(dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, stamp);
    return;
  }
  const why = reasonOf(`${done.stderr ?? ''}${done.error?.message ?? ''}`);
  console.error(`ringfence: the tools in the browser could not be built (${why}); the rest goes on.`);
  console.error('Run `npm run build` to see more.');
}

/** The first line that says what is wrong. */
function reasonOf(text) {
  const lines = text.split('\n');
  const line = lines.find((one) => /error/i.test(one)) ?? lines.find((one) => one.trim() !== '') ?? 'no reason given';
  return line.trim().slice(0, reasonLength);
}

/** A hash over everything that the tools are made of: their sources, and the versions of the packages. */
function stampOf(root) {
  const { web } = placesOf(root);
  const hash = createHash('sha256');
  hash.update(readText(join(root, 'package-lock.json')) ?? '');
  for (const path of sourcesIn(web).sort()) {
    hash.update(`\n${relative(web, path).split(sep).join('/')}\n`);
    hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'dist' ? [] : sourcesIn(path);
    return /\.(test\.tsx?|md)$/.test(entry.name) ? [] : [path];
  });
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

module.exports = { isBuilt, build };
