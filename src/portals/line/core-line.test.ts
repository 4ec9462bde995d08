// Tests of the portal's end of the line to the core.

import assert from 'node:assert/strict';
import { type Duplex, duplexPair } from 'node:stream';
import { test } from 'node:test';
import { limits, silentLog } from '#base';
import { ScriptedCore } from '../testing.ts';
import { type Caller, CoreLine } from './core-line.ts';

const caller: Caller = { from: { address: '192.0.2.7', agent: 'test' } };
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function open(): { core: ScriptedCore; line: CoreLine; theirs: Duplex; ended: () => number } {
  const [ours, theirs] = duplexPair();
  let ends = 0;
  const onEnd = (): void => {
    ends += 1;
  };
  const line = new CoreLine({ stream: theirs, log: silentLog, onConfigure: () => undefined, onEnd });
  return { core: new ScriptedCore(ours), line, theirs, ended: () => ends };
}

test('requests are answered in any order, each to whom it was', async () => {
  const { core, line } = open();
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  core.scripts.set('welcome', async () => {
    await held;
    return { systemName: 'first', banner: '' };
  });
  core.scripts.set('password.rules', () => ({ rules: ['second'] }));
  const first = line.ask('welcome', {}, caller);
  const second = await line.ask('password.rules', {}, caller);
  assert.deepEqual(second, { ok: true, value: { rules: ['second'] } });
  letGo();
  assert.deepEqual(await first, { ok: true, value: { systemName: 'first', banner: '' } });
  assert.equal(line.waiting, 0);
});

test('a request says what its caller has shown, and where it came from', async () => {
  const { core, line } = open();
  const session = { token: 't', tool: 'desktop', csrf: 'c', background: true } as const;
  await line.ask('home', {}, { ...caller, session });
  assert.deepEqual(core.asked, [{ id: 1, method: 'home', params: {}, session, from: caller.from }]);
});

test('chunks are passed on one after the other, each told as taken, the result last', async () => {
  const { core, line } = open();
  const seen: string[] = [];
  core.scripts.set('audit.export', (_, write) => {
    for (const chunk of ['a', 'b', 'c']) write(chunk);
    return 3;
  });
  const onChunk = async (chunk: string): Promise<void> => {
    seen.push(`${chunk} begins`);
    await tick();
    seen.push(`${chunk} ends`);
  };
  const done = await line.ask('audit.export', {}, caller, { onChunk });
  assert.deepEqual(done, { ok: true, value: 3 });
  assert.deepEqual(seen, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  await tick();
  assert.deepEqual(core.took, [1, 1, 1]);
});

test('a chunk that cannot be passed on cancels the request', async () => {
  const { core, line } = open();
  core.scripts.set('audit.export', async (_, write) => {
    write('a');
    await new Promise(() => undefined);
  });
  const onChunk = (): void => {
    throw new Error('gone');
  };
  const done = await line.ask('audit.export', {}, caller, { onChunk });
  assert.equal(done.ok, false);
  await tick();
  assert.deepEqual(core.cancelled, [1]);
});

test('what nobody waits for any more is cancelled, and its late chunks are taken', async () => {
  const { core, line } = open();
  const gone = new AbortController();
  core.scripts.set('events', () => new Promise(() => undefined));
  const asked = line.ask('events', {}, caller, { signal: gone.signal });
  gone.abort();
  assert.equal((await asked).ok, false);
  core.say({ id: 1, chunk: 'late' });
  await tick();
  await tick();
  assert.deepEqual([core.cancelled, core.took], [[1], [1]]);
});

test('when the core is gone, what waits is refused, and so is what comes after', async () => {
  const { core, line, ended } = open();
  core.scripts.set('home', () => new Promise(() => undefined));
  const asked = line.ask('home', {}, caller);
  core.leave();
  for (const answer of [await asked, await line.ask('home', {}, caller)]) {
    assert.ok(!answer.ok);
    assert.deepEqual(
      answer.refusal.map(({ code, http }) => [code, http]),
      [['portals.core-away', 503]],
    );
  }
  assert.equal(ended(), 1);
});

test('a request that is longer than the core takes is refused here', async () => {
  const { core, line } = open();
  const long = { text: 'ü'.repeat(limits.portal.lineBytes / 2) };
  const answer = await line.ask('search', long, caller);
  assert.ok(!answer.ok);
  assert.equal(answer.refusal[0]?.code, 'portals.body-too-large');
  assert.equal(core.asked.length, 0);
});
