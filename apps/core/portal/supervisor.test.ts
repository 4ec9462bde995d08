// Tests of the supervisor: a portal that dies is started again, later each time; it runs while it is wanted and no longer.

import assert from 'node:assert/strict';
import { duplexPair } from 'node:stream';
import { test } from 'node:test';
import { FakeClock, ok, silentLog } from '#base';
import { coreCodes } from '../core.codes.ts';
import type { PortalListener } from '../portal-protocol.ts';
import { CodeIndex } from '../refusals.ts';
import type { PortalProcess } from './process.ts';
import { Supervisor } from './supervisor.ts';

const codes = new CodeIndex([coreCodes]);
const place = { name: 'https', address: '127.0.0.1', port: 8443 };
const tls: PortalListener['tls'] = {
  ...{ cert: [], key: [], minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3', ciphers: '', ecdhCurve: '' },
  ...{ honorCipherOrder: true, secureOptions: 0 },
};
const https: PortalListener = { ...place, kind: 'https', tls, clientCertificates: 'none', trust: [] };
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** A portal's process that says what the test lets it say. */
class Played implements PortalProcess {
  readonly line;
  readonly end = (): void => this.die('SIGTERM');
  readonly kill = (): void => this.die('SIGKILL');
  readonly ended: Promise<string>;
  readonly told: unknown[] = [];
  die: (why: string) => void = () => undefined;
  readonly #end;

  constructor() {
    [this.line, this.#end] = duplexPair();
    this.#end.on('data', (bytes: Buffer) => void this.told.push(JSON.parse(bytes.toString())));
    this.ended = new Promise((resolve) => {
      this.die = resolve;
    });
  }

  say(line: unknown): void {
    this.#end.write(`${JSON.stringify(line)}\n`);
  }
}

function make(listeners: PortalListener[] = [https]) {
  const clock = new FakeClock();
  const started: Played[] = [];
  const world = { listeners, hosts: ['pbx'] };
  const supervisor = new Supervisor({
    ...{ clock, log: silentLog, answer: async () => ok(null), isStream: () => false },
    refusalLine: (refusal) => codes.line(refusal),
    configuration: () => world,
    spawn: () => {
      const portal = new Played();
      started.push(portal);
      return portal;
    },
  });
  supervisor.configure();
  return { clock, started, world, supervisor, last: (): Played => started.at(-1) ?? assert.fail('none was started') };
}

test('it is started for an enabled listener, told its configuration, and what it says is shown', async () => {
  const { supervisor, started, last } = make();
  assert.equal(started.length, 1);
  assert.match(supervisor.lines[0]?.closedBecause ?? '', /not opened it yet/);
  last().say({
    listening: [
      { name: 'https', transport: 'x', address: 'elsewhere', port: 9_000, closedBecause: '' },
      { name: 'not-ours', transport: 'x', address: '::', port: 1, closedBecause: '' },
    ],
  });
  await supervisor.settled();
  assert.deepEqual(last().told, [{ configure: { listeners: [https], hosts: ['pbx'] } }]);
  assert.deepEqual(supervisor.lines, [{ ...place, transport: 'HTTPS', port: 9_000, closedBecause: '' }]);
});

test('a listener that cannot be opened says why, in one line', async () => {
  const { supervisor, last } = make();
  last().say({ listening: [{ ...place, transport: 'HTTPS', closedBecause: `in use\n${'x'.repeat(900)}` }] });
  await settle();
  const { closedBecause = '', port } = supervisor.lines[0] ?? {};
  assert.match(closedBecause, /^in use·x+$/);
  assert.ok(closedBecause.length <= 200);
  assert.equal(port, 8443);
});

test('one that dies is started again, later each time, and soon again after it was well', async () => {
  const { supervisor, started, clock, last } = make();
  for (const [deaths, waitMs] of [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000].entries()) {
    assert.equal(started.length, deaths + 1);
    last().die('exit code 1');
    await settle();
    assert.match(supervisor.lines[0]?.closedBecause ?? '', /not running/);
    clock.advance(waitMs - 1);
    assert.equal(started.length, deaths + 1, `not before ${waitMs} ms`);
    clock.advance(1);
  }
  assert.equal(supervisor.deaths, 9);
  const before = started.length;
  clock.advance(60_000);
  last().die('SIGSEGV');
  await settle();
  clock.advance(250);
  assert.equal(started.length, before + 1);
  clock.advance(3_600_000);
  assert.equal(supervisor.deaths, 0, 'deaths of long ago are not counted');
});

test('a change of the configuration is told once; the same one is not told again', async () => {
  const { supervisor, world, last, started } = make();
  supervisor.configure();
  world.hosts = ['pbx', 'pbx.example.org'];
  supervisor.configure();
  supervisor.configure();
  await settle();
  assert.equal(last().told.length, 2);
  assert.equal(started.length, 1);
});

test('it ends with its last listener, and is started with the next; a wait for its restart ends too', async () => {
  const { supervisor, world, started, last, clock } = make([]);
  assert.equal(started.length, 0);
  assert.deepEqual(supervisor.lines, []);
  await supervisor.settled();
  world.listeners = [https];
  supervisor.configure();
  last().die('exit code 1');
  await settle();
  world.listeners = [];
  supervisor.configure();
  clock.advance(60_000);
  assert.equal(started.length, 1);
  world.listeners = [https];
  supervisor.configure();
  assert.equal(started.length, 2);
  world.listeners = [];
  supervisor.configure();
  assert.equal(await last().ended, 'SIGTERM');
});

test('one that says nonsense is killed and started again', async () => {
  const { started, clock, last } = make();
  last().say('nonsense');
  await settle();
  assert.equal(await started[0]?.ended, 'SIGKILL');
  clock.advance(250);
  assert.equal(started.length, 2);
});

test('nobody waits for a portal that says nothing, or is dead', async () => {
  const { supervisor, clock, last } = make();
  const settled = supervisor.settled();
  clock.advance(10_000);
  await settled;
  const other = supervisor.settled();
  last().die('exit code 1');
  await other;
  await supervisor.settled();
});

test('closed, it is not started again', async () => {
  const { supervisor, started, clock } = make();
  await supervisor.close();
  supervisor.configure();
  clock.advance(60_000);
  assert.equal(started.length, 1);
});
