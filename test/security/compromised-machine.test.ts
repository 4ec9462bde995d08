// A portal through which any code came in (SEC-9): what it can do to the machine. It reads nothing, writes nothing, starts nothing,
// signals nobody, and has no way to the owner's socket.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Compromised, type Told } from './compromised.ts';

let portal: Compromised;
let directory: string;
let portalPid: number;

before(async () => {
  portal = await Compromised.start();
  ({ directory } = portal.system.node);
  portalPid = Number((await portal.run(() => process.pid, undefined)).value);
});
after(() => portal.end());

/** What the permission model says, or what is not there any more. */
const refusals =
  /^(ERR_ACCESS_DENIED|ERR_DLOPEN_DISABLED|ERR_UNKNOWN_BUILTIN_MODULE|MODULE_NOT_FOUND|TypeError: .* (undefined|not a function))/;

function assertRefused(told: Told, why: string): void {
  assert.match(told.fault ?? `done: ${JSON.stringify(told.value)}`, refusals, why);
}

test('the attacker is where the portal is, and not where the core is', async () => {
  const { value } = await portal.run(() => [process.pid, process.ppid, process.permission?.has('fs.read')], undefined);
  assert.deepEqual(value, [portalPid, portal.system.node.pid, false]);
});

test('it reads no file: not the master key, not the database, not the key of the socket, not even its own program', async () => {
  const own = new URL('../../apps/portal/main.ts', import.meta.url).pathname;
  const inDirectory = readdirSync(directory);
  for (const name of ['master.key', 'ringfence.db', 'ringfence.db-wal', 'socket-key', 'owner.lock'])
    assert.ok(inDirectory.includes(name), name);
  const { ppid } = { ppid: portal.system.node.pid };
  const proc = ['environ', 'mem', 'maps', 'cmdline', 'fd/0'].map((name) => `/proc/${ppid}/${name}`);
  const paths = [
    ...inDirectory.map((name) => join(directory, name)),
    own,
    '/etc/passwd',
    '/proc/self/environ',
    ...proc,
  ];
  for (const path of paths) {
    assertRefused(await portal.run((at) => process.getBuiltinModule('node:fs').readFileSync(at).length, path), path);
    assertRefused(await portal.run((at) => process.getBuiltinModule('node:fs').openSync(at, 'r'), path), path);
    assertRefused(await portal.run((at) => process.getBuiltinModule('node:fs').promises.readFile(at), path), path);
    assertRefused(await portal.run((at) => process.getBuiltinModule('node:fs').openAsBlob(at), path), path);
  }
  assertRefused(await portal.run((at) => process.getBuiltinModule('node:fs').readdirSync(at), directory), directory);
  assertRefused(await portal.run((at) => process.getBuiltinModule('node:fs').statSync(at).size, directory), directory);
  assertRefused(await portal.run((at) => process.loadEnvFile(at), join(directory, 'master.key')), 'loadEnvFile');
});

test('it writes no file, and moves, links and removes none', async () => {
  const at = join(directory, 'planted');
  const key = join(directory, 'master.key');
  const fs = 'node:fs';
  const given = { at, key, fs };
  type Given = typeof given;
  const attacks: readonly ((paths: Given) => unknown)[] = [
    (paths) => process.getBuiltinModule('node:fs').writeFileSync(paths.at, 'x'),
    (paths) => process.getBuiltinModule('node:fs').appendFileSync(paths.key, 'x'),
    (paths) => process.getBuiltinModule('node:fs').mkdirSync(paths.at),
    (paths) => process.getBuiltinModule('node:fs').symlinkSync(paths.key, paths.at),
    (paths) => process.getBuiltinModule('node:fs').linkSync(paths.key, paths.at),
    (paths) => process.getBuiltinModule('node:fs').renameSync(paths.key, paths.at),
    (paths) => process.getBuiltinModule('node:fs').copyFileSync(paths.key, paths.at),
    (paths) => process.getBuiltinModule('node:fs').unlinkSync(paths.key),
    (paths) => process.getBuiltinModule('node:fs').chmodSync(paths.key, 0o666),
    (paths) => process.getBuiltinModule('node:fs').mkdtempSync(paths.at),
    (paths) => process.getBuiltinModule('node:fs').writeFileSync('/tmp/planted-by-portal', paths.at),
    (paths) => process.getBuiltinModule('node:v8').writeHeapSnapshot(paths.at),
    (paths) => process.report.writeReport(paths.at),
    () =>
      process
        .getBuiltinModule('node:trace_events')
        .createTracing({ categories: ['node'] })
        .enable(),
  ];
  const before = readdirSync(directory);
  for (const attack of attacks) assertRefused(await portal.run(attack, given), String(attack));
  assert.deepEqual(readdirSync(directory), before);
});

test('it starts no process and no thread, and becomes no other program', async () => {
  const attacks: readonly (() => unknown)[] = [
    () => process.getBuiltinModule('node:child_process').spawnSync('/bin/true').error,
    () => process.getBuiltinModule('node:child_process').execFileSync('/bin/true'),
    () => process.getBuiltinModule('node:child_process').fork('/bin/true').pid,
    () => {
      const child = new (process.getBuiltinModule('node:child_process').ChildProcess)();
      return Reflect.get(child, '_handle').spawn('/bin/true', ['true'], undefined, ['A=b'], [], 0);
    },
    () => {
      const cluster = process.getBuiltinModule('node:cluster');
      cluster.setupPrimary({ exec: '/bin/true' });
      return cluster.fork().id;
    },
    () => new (process.getBuiltinModule('node:worker_threads').Worker)('1', { eval: true }).threadId,
    () => process.execve?.('/bin/true', ['true'], {}),
    () => Reflect.get(process, 'binding').call(process, 'spawn_sync'),
    () => Reflect.get(process, 'binding').call(process, 'process_wrap'),
  ];
  for (const attack of attacks) assertRefused(await portal.run(attack, undefined), String(attack));
});

test('it loads no native code and no database, and opens no debugger', async () => {
  const attacks: readonly (() => unknown)[] = [
    () => {
      const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
      return new DatabaseSync('/tmp/planted-by-portal').isOpen;
    },
    () => process.dlopen({ exports: {} }, '/usr/lib/planted.node'),
    () => Reflect.get(process.getBuiltinModule('node:ffi' as string) ?? {}, 'dlopen')(null),
    () => new (process.getBuiltinModule('node:wasi').WASI)({ version: 'preview1', preopens: { '/': '/' } }),
    () => process.getBuiltinModule('node:inspector').open(0),
    () => process.getBuiltinModule('node:module').createRequire('/tmp/x.js')('/tmp/planted-by-portal.js'),
    () => process.getBuiltinModule('node:module').register('data:text/javascript,export{}'),
    () => process.chdir('/tmp'),
  ];
  for (const attack of attacks) assertRefused(await portal.run(attack, undefined), String(attack));
});

test('it signals nobody: neither ends the core, nor opens a debugger in it, nor slows it down', async () => {
  const attacks: readonly (() => unknown)[] = [
    () => process.kill(process.ppid, 'SIGKILL'),
    () => Reflect.get(process, '_kill').call(process, process.ppid, 9),
    () => Reflect.get(process, '_debugProcess').call(process, process.ppid),
    () => Reflect.get(process, 'binding').call(process, 'os'),
    () => process.getBuiltinModule('node:os').setPriority(process.ppid, 19),
    () => process.getBuiltinModule('node:process').kill(process.ppid, 'SIGUSR1'),
  ];
  for (const attack of attacks) assertRefused(await portal.run(attack, undefined), String(attack));
  assert.equal((await portal.system.node.ask<{ pid: number }>('status')).pid, portal.system.node.pid);
});

test('the core opens no debugger, whoever asks for one', async () => {
  portal.system.node.signal('SIGUSR1');
  for (let turn = 0; turn < 10; turn++) await portal.system.node.ask('status');
  assert.doesNotMatch(portal.system.node.log, /debugger/i);
  const { value } = await portal.run(
    () =>
      new Promise((resolve) => {
        const socket = process.getBuiltinModule('node:net').connect(9229, '127.0.0.1');
        socket
          .once('connect', () => resolve('open'))
          .once('error', (fault: NodeJS.ErrnoException) => resolve(fault.code));
      }),
    undefined,
  );
  assert.equal(value, 'ECONNREFUSED');
});

/** Connects to the owner's socket, says this, and tells what comes back until it is closed. */
const knock = ({ path, says }: { readonly path: string; readonly says: readonly string[] }): Promise<string> =>
  new Promise((resolve) => {
    let heard = '';
    const socket = process.getBuiltinModule('node:net').connect(path);
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    socket.on('error', (fault: NodeJS.ErrnoException) => resolve(`error ${fault.code}`));
    socket.once('close', () => resolve(heard));
    for (const line of says) socket.write(`${line}\n`);
  });

test("the owner's socket does not answer who cannot read its key", async () => {
  const path = join(directory, 'ringfence.sock');
  const status = JSON.stringify({ id: 1, method: 'status' });
  const key = readFileSync(join(directory, 'socket-key'), 'utf8').trim();
  const guesses = [
    [status],
    [JSON.stringify({ key: '' }), status],
    [JSON.stringify({ key: 'x'.repeat(key.length) }), status],
    [JSON.stringify({ key: [key.length] }), status],
    [JSON.stringify({ key: key.slice(0, -1) }), status],
    [JSON.stringify({ key: null, __proto__: { key } }), status],
    ['{"key":'],
    ['x'.repeat(100_000), status],
  ];
  for (const says of guesses) {
    const { value } = await portal.run(knock, { path, says });
    assert.doesNotMatch(String(value), /"result"|running/, JSON.stringify(says).slice(0, 100));
  }
  const owner = await portal.run(knock, {
    path,
    says: [JSON.stringify({ key }), '{"id":1,"method":"no-such-method"}', ''],
  });
  assert.match(String(owner.value ?? owner.fault), /core\.|error/, 'with the key it would answer');
});

test("the owner's socket cannot be taken from its place", async () => {
  const { value } = await portal.run(
    (path) =>
      new Promise((resolve) => {
        const server = process.getBuiltinModule('node:net').createServer();
        server.once('error', (fault: NodeJS.ErrnoException) => resolve(fault.code));
        server.listen(path, () => resolve('taken'));
      }),
    join(directory, 'ringfence.sock'),
  );
  assert.equal(value, 'EADDRINUSE');
  assert.equal((await portal.system.node.ask<{ state: string }>('status')).state, 'running');
});

test('it has inherited no secret: neither in its environment nor as an open file', async () => {
  const { value } = await portal.run(() => ({ ...process.env }), undefined);
  assert.deepEqual(value, { NODE_ENV: 'production' });
  const open = readdirSync(`/proc/${portalPid}/fd`).map((fd) => readlinkSync(`/proc/${portalPid}/fd/${fd}`));
  assert.deepEqual(
    open.filter((place) => place.startsWith('/') && !place.startsWith('/dev/')),
    [],
  );
  assert.doesNotMatch(
    readFileSync(`/proc/${portalPid}/cmdline`, 'utf8'),
    /ringfence-\w{6}/,
    'where the data directory is',
  );
});
