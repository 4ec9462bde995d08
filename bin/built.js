// What is built of sources when the system is installed: built when it is missing or older than what it is built of. Plain JavaScript, no packages.
'use strict';

const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join, relative, sep } = require('node:path');

const buildMs = 300_000;
const reasonLength = 300;

/**
 * `what` in words, `sources` the folders that it is built of, `output` the file that is there afterwards, `stamp` the name under which it is
 * remembered of what it was built, `argv` what the pinned Node is run with, `more` the command that tells why it cannot be. Paths are relative.
 */
function builder({ what, sources, output, stamp, argv, more }) {
  const stampFile = (root) => join(root, 'node_modules', '.cache', stamp);
  const hasSources = (root) => sources.every((folder) => existsSync(join(root, folder)));

  /** True when it is there and of the present sources, or when there are no sources to build it of. */
  function isBuilt(root) {
    if (!hasSources(root)) return true;
    return existsSync(join(root, output)) && readText(stampFile(root)) === stampOf(root, sources);
  }

  /** Builds it by `node`. What goes wrong is told in a line, and everything else goes on. */
  function build(root, node) {
    const made = stampOf(root, sources);
    console.error(`Ringfence: building ${what} (some seconds) …`);
    const done = spawnSync(node, argv, {
      cwd: root,
      encoding: 'utf8',
      timeout: buildMs,
      env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '', NO_COLOR: '1' },
    });
    if (done.status === 0 && existsSync(join(root, output))) {
      mkdirSync(dirname(stampFile(root)), { recursive: true });
      writeFileSync(stampFile(root), made);
      return;
    }
    const why = reasonOf(`${done.stderr ?? ''}${done.error?.message ?? ''}`);
    console.error(`ringfence: ${what} could not be built (${why}); the rest goes on.`);
    console.error(`Run \`${more}\` to see more.`);
  }

  return { isBuilt, build };
}

/** The first line that says what is wrong. */
function reasonOf(text) {
  const lines = text.split('\n');
  const line = lines.find((one) => /error/i.test(one)) ?? lines.find((one) => one.trim() !== '') ?? 'no reason given';
  return line.trim().slice(0, reasonLength);
}

/** A hash over everything that it is made of: sources, and the versions of the packages. */
function stampOf(root, folders) {
  const hash = createHash('sha256');
  hash.update(readText(join(root, 'package-lock.json')) ?? '');
  for (const folder of folders) {
    for (const path of sourcesIn(join(root, folder)).sort()) {
      hash.update(`\n${relative(join(root, folder), path).split(sep).join('/')}\n`);
      hash.update(readFileSync(path));
    }
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

module.exports = { builder };
