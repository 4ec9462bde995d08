// A start that cannot be: one clear line, exit code 1, nothing touched, nothing left open.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { freePort, TestNode } from '../node.ts';
import type { Circumstances } from '../process.ts';
import { listing, Places, runCore, stoppedSystem, withoutRootsRights } from './core.ts';

const places = new Places();
let system: TestNode;

before(async () => {
  system = await stoppedSystem();
});
after(async () => {
  await system.remove();
  places.remove();
});

interface Attempt extends Circumstances {
  /** Default: a start on the network. */
  readonly mode?: '--init';
}

/** Fails unless the start is refused in one line with this code. */
async function expectRefusal(directory: string, code: string, attempt: Attempt = {}): Promise<void> {
  const { mode, ...circumstances } = attempt;
  const argv = ['--data', directory, ...(mode === undefined ? [] : [mode])];
  const { code: exit, out, error } = await runCore(argv, circumstances);
  assert.match(error, new RegExp(`^ringfence: [^\\n]+ \\(${code.replaceAll('.', '\\.')}\\)\\n$`));
  assert.equal(exit, 1);
  assert.equal(out, '');
}

/** Fails unless the start is refused and the directory is then as it was, file by file. */
async function expectUntouched(directory: string, code: string, attempt: Attempt = {}): Promise<void> {
  const before = listing(directory);
  await expectRefusal(directory, code, attempt);
  assert.deepEqual(listing(directory), before);
}

const copy = (): string => places.copyOf(system.directory);

async function withTcpPort(port: number, work: () => Promise<void>): Promise<void> {
  const taken = createServer().listen(port, '127.0.0.1');
  await once(taken, 'listening');
  await work().finally(() => taken.close());
}

/** A start on a directory that must be whole: it opens, and has the extension that it had. */
async function expectStart(node: TestNode): Promise<void> {
  await node.run();
  assert.equal((await node.ask<{ extensions: number }>('status')).extensions, 1);
  await node.stop();
}

describe('a start is refused', { concurrency: 4 }, () => {
  test('the port of a TLS listener is in use; once it is free the system starts', async () => {
    const port = await freePort();
    const node = await stoppedSystem([`network-listeners.sip-tls.port=${port}`]);
    await withTcpPort(port, () => expectUntouched(node.directory, 'sip.port-in-use'));
    await expectStart(node);
    await node.remove();
  });

  test('the port of a UDP listener is in use; the TLS listener is not left open', async () => {
    const [tlsPort, udpPort] = [await freePort(), await freePort()];
    const node = await stoppedSystem([
      `network-listeners.sip-tls.port=${tlsPort}`,
      `network-listeners.sip-udp.port=${udpPort}`,
      'network-listeners.sip-udp.enabled=yes',
    ]);
    const taken = createSocket('udp4').bind(udpPort, '127.0.0.1');
    await once(taken, 'listening');
    await expectUntouched(node.directory, 'sip.port-in-use');
    await withTcpPort(tlsPort, async () => undefined);
    taken.close();
    await node.remove();
  });

  test('the port is in use at the very first start: nothing is made, and no one-time password is lost', async () => {
    const taken = createServer();
    taken.on('error', () => undefined);
    taken.listen(5061, '0.0.0.0');
    await Promise.race([once(taken, 'listening'), once(taken, 'error')]);
    const directory = places.next();
    await expectRefusal(directory, 'sip.port-in-use');
    taken.close();
    assert.equal(existsSync(directory), false);
  });

  test('a running system has the data directory; it is not disturbed', async () => {
    const node = await TestNode.start();
    // It writes by itself at any time: held still, it leaves the directory as it is.
    await node.freeze();
    await expectUntouched(node.directory, 'storage.in-use');
    node.signal('SIGCONT');
    await expectRefusal(node.directory, 'storage.in-use', { environment: { RINGFENCE_LOG: 'debug' } });
    assert.equal((await node.ask<{ state: string }>('status')).state, 'running');
    await node.remove();
  });

  test('the database is from a newer version', async () => {
    const directory = copy();
    const database = new DatabaseSync(join(directory, 'ringfence.db'));
    database.exec("insert into schema_migration (name, timestamp) values ('9999-later', '2036-01-01T00:00:00.000Z')");
    database.close();
    await expectUntouched(directory, 'storage.newer-schema');
  });

  test('the database is damaged', async () => {
    const directory = copy();
    writeFileSync(join(directory, 'ringfence.db'), 'This was a database once.'.repeat(400));
    await expectUntouched(directory, 'storage.not-database');
  });

  for (const [what, spoil] of [
    ['the directory', (directory: string) => chmodSync(directory, 0o500)],
    ['the database', (directory: string) => chmodSync(join(directory, 'ringfence.db'), 0o400)],
    ['the head file of the audit trail', (directory: string) => chmodSync(join(directory, 'audit-head'), 0o400)],
    ['the journal of calls', (directory: string) => chmodSync(join(directory, 'calls-a.journal'), 0o400)],
  ] as const)
    test(`${what} cannot be written`, async () => {
      const directory = copy();
      spoil(directory);
      await expectUntouched(directory, 'storage.not-writable', { wrapper: withoutRootsRights });
      chmodSync(directory, 0o700);
    });

  test('a directory cannot be made', async () => {
    const parent = places.next();
    mkdirSync(parent, { mode: 0o500 });
    await expectRefusal(join(parent, 'data'), 'storage.not-writable', { mode: '--init', wrapper: withoutRootsRights });
    assert.deepEqual(readdirSync(parent), []);
  });

  test('the directory belongs to another account', async () => {
    if (process.geteuid?.() !== 0) return expectRefusal('/', 'storage.not-owner', { mode: '--init' });
    const directory = copy();
    chownSync(directory, 65_534, 65_534);
    await expectUntouched(directory, 'storage.not-owner');
  });

  test('the directory is open to others', async () => {
    const directory = copy();
    chmodSync(directory, 0o750);
    await expectUntouched(directory, 'storage.too-open');
  });

  test('the directory is a file, or below one', async () => {
    const file = places.next();
    writeFileSync(file, 'letter');
    await expectRefusal(file, 'storage.not-directory', { mode: '--init' });
    await expectRefusal(join(file, 'data'), 'storage.not-directory', { mode: '--init' });
  });

  test('the directory holds something else', async () => {
    const directory = places.next();
    mkdirSync(directory, { mode: 0o700 });
    writeFileSync(join(directory, 'letter.txt'), 'x');
    await expectUntouched(directory, 'storage.not-ours', { mode: '--init' });
  });

  const masterKeys: readonly [string, string, (path: string) => Promise<void> | void][] = [
    ['missing', 'security.master-key-missing', (path) => rmSync(path)],
    [
      'damaged',
      'security.master-key-damaged',
      (path) => writeFileSync(path, 'ringfence-master-key v1 00000000 AAAA\n'),
    ],
    ['readable for others', 'security.master-key-exposed', (path) => chmodSync(path, 0o644)],
    [
      'of another system',
      'security.master-key-wrong',
      async (path) => {
        const other = await TestNode.make();
        copyFileSync(join(other.directory, 'master.key'), path);
        await other.remove();
      },
    ],
  ];

  for (const [what, code, spoil] of masterKeys)
    test(`the master key is ${what}`, async () => {
      const directory = copy();
      await spoil(join(directory, 'master.key'));
      await expectUntouched(directory, code);
    });

  test('at the very first start a master key that is named and damaged makes nothing', async () => {
    const key = places.next();
    writeFileSync(key, 'no key\n', { mode: 0o600 });
    const directory = places.next();
    await expectRefusal(directory, 'security.master-key-damaged', { environment: { RINGFENCE_MASTER_KEY: key } });
    assert.equal(existsSync(directory), false);
  });

  for (const name of ['security.authority', 'security.audit-signing-key'])
    test(`the database has lost ${name}: it is not made anew in silence`, async () => {
      const directory = copy();
      const database = new DatabaseSync(join(directory, 'ringfence.db'));
      database.prepare('delete from system_value where name = ?').run(name);
      database.close();
      await expectUntouched(directory, 'security.key-lost');
    });

  test('the path of the local socket is too long', async () => {
    const directory = join(places.next(), 'x'.repeat(100));
    await expectRefusal(directory, 'core.socket-path-long');
    assert.equal(existsSync(directory), false);
  });

  test('the local socket cannot be made', async () => {
    const directory = copy();
    mkdirSync(join(directory, 'ringfence.sock'));
    const { code, out, error } = await runCore(['--data', directory]);
    assert.match(error, /^ringfence: [^\n]+ \(core\.socket-failed\)$/m);
    assert.doesNotMatch(error, /^ +at /m);
    assert.deepEqual([code, out], [1, '']);
  });

  test('unknown options are wrong usage, exit code 2', async () => {
    const directory = copy();
    const before = listing(directory);
    for (const argv of [['--colour'], ['--data'], ['start'], ['--init', '--offline'], ['--set', 'a.b=c']]) {
      const { code, out, error } = await runCore(['--data', directory, ...argv]);
      assert.equal(code, 2, argv.join(' '));
      assert.match(error, /^ringfence: [^\n]+ \(core\.usage\)\n$/);
      assert.equal(out, '');
    }
    assert.deepEqual(listing(directory), before);
  });
});
