// The bootstrap: any Node from 18 on installs what is missing, then hands over to the pinned Node. Plain JavaScript, no packages.
//
// `node bin/bootstrap.js ARGUMENTS…` runs the pinned Node with ARGUMENTS; without any it only installs. Before tests and before a
// start the tools in the browser and what the system says are built too, where they are not up to date.
'use strict';

const { spawn, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { constants } = require('node:os');
const { delimiter, join } = require('node:path');
const prompts = require('./prompts.js');
const web = require('./web.js');

const root = join(__dirname, '..');
const modules = join(root, 'node_modules');
const pinnedNode = join(modules, '.bin', 'node');
const stampFile = join(modules, '.ringfence-installed');
const busyFile = join(root, '.installing');
const waitMs = 200;
const longestWaitMs = 600_000;
const errorLines = 25;

/** Installs what package-lock.json names, unless that is what lies in node_modules. Ends the process when it cannot. */
function install() {
  const wanted = stampOf();
  if (isInstalled(wanted)) return;
  takeTurn();
  try {
    if (isInstalled(wanted)) return;
    if (!isInstalledByHand()) installPackages();
    writeFileSync(stampFile, `${stampOf()}\n`);
  } finally {
    rmSync(busyFile, { force: true });
  }
}

/** Builds what is built of sources, unless it is up to date. */
function buildAll() {
  const isBuilt = () => web.isBuilt(root) && prompts.isBuilt(root);
  if (isBuilt()) return;
  takeTurn();
  try {
    for (const one of [prompts, web]) if (!one.isBuilt(root)) one.build(root, pinnedNode);
  } finally {
    rmSync(busyFile, { force: true });
  }
}

function isInstalled(wanted) {
  return wanted !== undefined && readText(stampFile)?.trim() === wanted && existsSync(pinnedNode);
}

/** What the installation depends on: the lock file and the machine. `undefined` without a lock file. */
function stampOf() {
  const lock = readText(join(root, 'package-lock.json'));
  if (lock === undefined) return undefined;
  return createHash('sha256').update(`${process.platform} ${process.arch} ${lock}`).digest('hex');
}

/** True when somebody ran npm already: its own record in node_modules then agrees with package-lock.json. */
function isInstalledByHand() {
  const lock = readJson(join(root, 'package-lock.json'))?.packages;
  const present = readJson(join(modules, '.package-lock.json'))?.packages;
  if (lock === undefined || present === undefined || !existsSync(pinnedNode)) return false;
  return Object.entries(lock).every(([path, wanted]) => {
    if (path === '') return true;
    const found = present[path];
    return found === undefined ? wanted.optional === true : found.integrity === wanted.integrity;
  });
}

function installPackages() {
  const command = existsSync(join(root, 'package-lock.json')) ? 'ci' : 'install';
  console.error('Ringfence: installing the pinned packages, this once (it may take a minute) …');
  const options = [
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--loglevel=error',
    '--include=dev',
    '--include=optional',
  ];
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [file, ...first] = npm;
  const done = spawnSync(file, [...first, command, ...options], {
    cwd: root,
    encoding: 'utf8',
    env: quietEnvironment(),
  });
  if (done.status === 0 && existsSync(pinnedNode)) return;
  if (done.signal === 'SIGINT') stop(130);
  console.error(`${done.stdout ?? ''}${done.stderr ?? ''}`.trim().split('\n').slice(0, errorLines).join('\n'));
  console.error(`ringfence: npm ${command} failed${done.error ? ` (${done.error.message})` : ''}.`);
  if (done.status === 0)
    console.error('The pinned Node is missing: are install scripts switched off? See `npm config get ignore-scripts`.');
  else console.error('Is the npm registry within reach? Then run the same command again.');
  stop(1);
}

/** npm, run within npm, must not take the outer command's workspace or script settings for its own. */
function quietEnvironment() {
  const environment = { ...process.env, npm_config_update_notifier: 'false' };
  for (const name of Object.keys(environment)) {
    if (/^npm_(lifecycle|package|command)/.test(name)) delete environment[name];
  }
  return environment;
}

/** One installation or build at a time: others wait, and one that died is not waited for. */
function takeTurn() {
  for (let waited = 0; waited < longestWaitMs; waited += waitMs) {
    try {
      writeFileSync(busyFile, String(process.pid), { flag: 'wx' });
      return;
    } catch (fault) {
      if (fault.code !== 'EEXIST') refuse(`cannot install into ${root}: ${fault.message}`);
    }
    if (isDead(Number(readText(busyFile)))) rmSync(busyFile, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs);
  }
  refuse(`another installation has not ended; if none runs, remove ${busyFile}`);
}

function isDead(pid) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (fault) {
    return fault.code === 'ESRCH';
  }
}

/** Runs the pinned Node; signals pass to it (Ctrl-C then arrives twice, which harms nothing), and its end is ours. */
function run(argv, { needsBuilds = false } = {}) {
  install();
  if (needsBuilds) buildAll();
  const path = `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(pinnedNode, argv, { stdio: 'inherit', env: { ...process.env, PATH: path } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (fault) => refuse(`cannot run ${pinnedNode}: ${fault.message}`));
  child.on('exit', (code, signal) => stop(code ?? 128 + (constants.signals[signal] ?? 0)));
}

function refuse(words) {
  console.error(`ringfence: ${words}`);
  stop(1);
}

function stop(code) {
  leaveTurn();
  process.exit(code);
}

/** Leaves no claim of ours behind. */
function leaveTurn() {
  if (readText(busyFile) === String(process.pid)) rmSync(busyFile, { force: true });
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function readJson(path) {
  const text = readText(path);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

module.exports = { run, root };

if (require.main === module) {
  const argv = process.argv.slice(2);
  if (argv.length === 0) install();
  else run(argv, { needsBuilds: argv[0] === '--test' });
}
