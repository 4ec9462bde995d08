// The audit trail on its way to a real receiver: every entry in order, from where it had got, over breaks, restarts and gaps.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, type Log, silentLog, systemClock } from '#base';
import { SyslogLink } from '#outbound';
import type { AuditTrail } from '#records';
import { readSyslog, SyslogReceiver } from '../../outbound/testing.ts';
import { archivedTrail, archiveFiles, archiveFolder } from '../../records/audit/archive/testing.ts';
import { add, openTrail } from '../../records/audit/testing.ts';
import { testIdentity } from '../../sip/transport/testing.ts';
import { eachDialect, type TestBed } from '../../storage/testing.ts';
import { type Position, TrailStream } from './trail-stream.ts';

const { cert, key } = await testIdentity('siem');
const start: Position = { entry: 0, hash: '' };

/** What a test leaves behind is closed before its database is. */
type Cleanup = { after(task: () => Promise<unknown>): void };

function stream(name: string, work: (t: Cleanup, bed: TestBed) => Promise<void>): void {
  eachDialect(name, async (bed) => {
    const tasks: (() => Promise<unknown>)[] = [];
    try {
      await work({ after: (task) => tasks.push(task) }, bed);
    } finally {
      for (const task of tasks.reverse()) await task();
    }
  });
}

async function receiving(t: Cleanup, port = 0): Promise<SyslogReceiver> {
  const receiver = new SyslogReceiver({ key, cert });
  await receiver.listen(port);
  t.after(() => receiver.close());
  return receiver;
}

interface Running {
  readonly stream: TrailStream;
  readonly kept: Position[];
  readonly troubles: (string | undefined)[];
  /** Resolves when the position is this one. */
  arrivedAt(entry: number): Promise<void>;
}

/** Ten times as fast as the system's own. */
const hurried: Clock = {
  ...systemClock,
  steadyMs: () => systemClock.steadyMs() * 10,
  after: (ms, task) => systemClock.after(ms / 10, task),
};

function streaming(t: Cleanup, trail: AuditTrail, port: number, position = start): Running {
  const kept: Position[] = [];
  const troubles: (string | undefined)[] = [];
  let heard = (): void => undefined;
  const stream = new TrailStream({
    ...{ clock: hurried, log: failing, name: 'test', trail, position },
    sender: () => ({ host: 'pbx', system: 'Office', version: '1', mostBytes: 8_192 }),
    open: () => SyslogLink.open({ host: '127.0.0.1', port, tls: { ca: cert } }, { clock: hurried }),
    keep: async (now) => {
      kept.push(now);
      heard();
    },
    onTrouble: (why) => {
      troubles.push(why);
      heard();
    },
  });
  t.after(() => stream.close());
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo())
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
  };
  return { stream, kept, troubles, arrivedAt: (entry) => until(() => kept.at(-1)?.entry === entry) };
}

/** A fault is a failure of the test. */
const failing: Log = {
  ...silentLog,
  fault: (words, fault) => {
    throw new Error(words, { cause: fault });
  },
};

/** The numbers of the entries that arrived; a gap as "gap AFTER NEXT". */
const arrived = ({ messages }: SyslogReceiver): (number | string)[] =>
  messages.map((text) => {
    const { kind, elements } = readSyslog(text);
    if (kind === 'audit') return Number(elements['audit@32473']?.id);
    return `${kind} ${elements['gap@32473']?.after} ${elements['gap@32473']?.next}`;
  });

const upTo = (last: number, first = 1): number[] => Array.from({ length: last - first + 1 }, (_, at) => first + at);

stream('every entry arrives once and in order, with its hash, and what is written later too', async (t, bed) => {
  const trail = await openTrail(bed);
  await add(bed, trail, 120);
  const receiver = await receiving(t);
  const { arrivedAt, kept, stream } = streaming(t, trail, receiver.port);
  await arrivedAt(120);
  assert.deepEqual(arrived(receiver), upTo(120));
  await add(bed, trail, 3);
  assert.equal(stream.state.waiting, 3);
  await arrivedAt(123);
  assert.deepEqual(arrived(receiver), upTo(123));
  const entries = await trail.list({ limit: 1 });
  const last = readSyslog(receiver.messages.at(-1) ?? '');
  assert.equal(last.elements['audit@32473']?.hash, entries[0]?.hash);
  assert.deepEqual(kept.at(-1), { entry: 123, hash: entries[0]?.hash });
  assert.equal(last.elements['audit@32473']?.user, 'root');
  assert.equal(last.words, 'Name: Ä → “B”; SIP secret: (changed)'.length > 0 ? entries[0]?.data : '');
});

stream('what lies in archives is sent too, and then what is on line', async (t, bed) => {
  const trail = await archivedTrail(bed);
  const receiver = await receiving(t);
  const { arrivedAt } = streaming(t, trail, receiver.port, { entry: 1, hash: '' });
  await arrivedAt(39);
  assert.deepEqual(arrived(receiver), upTo(39, 2));
});

stream('an archive that is gone is told, and the rest goes on', async (t, bed) => {
  const trail = await archivedTrail(bed);
  rmSync(join(archiveFolder(bed), archiveFiles(bed)[1] ?? ''));
  const receiver = await receiving(t);
  const { arrivedAt } = streaming(t, trail, receiver.port);
  await arrivedAt(39);
  assert.deepEqual(arrived(receiver), [1, 2, 'gap 2 16', ...upTo(39, 16)]);
});

stream('a receiver that was away gets everything, in order; that it was is told and its return too', async (t, bed) => {
  const trail = await openTrail(bed);
  await add(bed, trail, 5);
  const first = await receiving(t);
  const { port } = first;
  const running = streaming(t, trail, port);
  await running.arrivedAt(5);
  await first.close();
  await add(bed, trail, 200);
  while (running.troubles.length === 0) await new Promise<void>((resolve) => systemClock.after(20, resolve));
  assert.match(running.troubles[0] ?? '', /No connection to 127\.0\.0\.1/);
  assert.equal(running.stream.state.waiting, 200);
  const second = await receiving(t, port);
  running.stream.again();
  await running.arrivedAt(205);
  assert.deepEqual(arrived(second), upTo(205, 6));
  while (running.troubles.at(-1) !== undefined) await new Promise<void>((resolve) => systemClock.after(20, resolve));
  assert.equal(running.stream.state.trouble, '');
});

stream(
  'what a receiver had not confirmed when the connection broke is sent again, and nothing is left out',
  async (t, bed) => {
    const trail = await openTrail(bed);
    await add(bed, trail, 400);
    const receiver = await receiving(t);
    const { arrivedAt } = streaming(t, trail, receiver.port);
    await receiver.has(60);
    receiver.breakOff();
    await arrivedAt(400);
    const ids = arrived(receiver).map(Number);
    assert.ok(ids.length > 400);
    const again = ids.indexOf(1, 1);
    assert.deepEqual(ids.slice(0, again), upTo(again));
    assert.deepEqual(ids.slice(again), upTo(400));
  },
);

stream('whoever begins where another was killed sends what was not confirmed', async (t, bed) => {
  const trail = await openTrail(bed);
  await add(bed, trail, 100);
  const receiver = await receiving(t);
  const killed = streaming(t, trail, receiver.port);
  await receiver.has(50);
  await killed.stream.close();
  assert.deepEqual(killed.kept, []);
  await streaming(t, trail, receiver.port).arrivedAt(100);
  assert.deepEqual(arrived(receiver).slice(-100), upTo(100));
});

stream('a trail that was put back to an older state is told and sent anew', async (t, bed) => {
  const trail = await openTrail(bed);
  await add(bed, trail, 3);
  const receiver = await receiving(t);
  await streaming(t, trail, receiver.port, { entry: 2, hash: 'another' }).arrivedAt(3);
  await streaming(t, trail, receiver.port, { entry: 9, hash: 'later' }).arrivedAt(3);
  assert.deepEqual(arrived(receiver), ['gap 2 1', 1, 2, 3, 'gap 9 1', 1, 2, 3]);
});

stream(
  'a receiver that takes nothing holds up nobody: the trail goes on, and closing does not wait',
  async (t, bed) => {
    const trail = await openTrail(bed);
    const receiver = await receiving(t);
    receiver.isDeaf = true;
    const { stream, kept } = streaming(t, trail, receiver.port);
    await add(bed, trail, 50);
    await add(bed, trail, 50);
    assert.equal(trail.lastEntry, 100);
    await stream.close();
    assert.deepEqual(kept, []);
  },
);
