// Tests of the line to the portal, on a pair of streams in memory.

import assert from 'node:assert/strict';
import { type Duplex, duplexPair } from 'node:stream';
import { test } from 'node:test';
import { FakeClock, limits, no, ok, silentLog } from '#base';
import { coreCodes } from '../core.codes.ts';
import type { PortalConfiguration } from '../portal-protocol.ts';
import { CodeIndex } from '../refusals.ts';
import { Link, type LinkOptions, type PortalAnswer } from './link.ts';
import { Share } from './share.ts';

const codes = new CodeIndex([coreCodes]);
const from = { address: '192.0.2.1', agent: 'test' };
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Portal {
  readonly clock = new FakeClock();
  readonly heard: Record<string, unknown>[] = [];
  readonly broken: string[] = [];
  readonly listening: unknown[] = [];
  readonly link: Link;
  readonly end: Duplex;
  #rest = '';

  constructor(answer: PortalAnswer, options: Partial<LinkOptions> = {}) {
    const [ours, theirs] = duplexPair();
    this.end = theirs;
    theirs.setEncoding('utf8');
    theirs.on('data', (text: string) => this.#hear(text));
    this.link = new Link({
      ...{ stream: ours, clock: this.clock, log: silentLog, answer },
      share: new Share({ clock: this.clock, part: 0.25, burstMs: 20 }),
      refusalLine: (refusal) => codes.line(refusal),
      isStream: (method) => method === 'events',
      onListening: (lines) => void this.listening.push(lines),
      onBroken: (why) => void this.broken.push(why),
      ...options,
    });
  }

  say(line: unknown): void {
    this.end.write(typeof line === 'string' ? line : `${JSON.stringify(line)}\n`);
  }

  ask(id: number, method = 'home'): void {
    this.say({ id, method, from });
  }

  /** Lets the line work until nothing moves any more. */
  async settle(turns = 300): Promise<void> {
    for (let turn = 0; turn < turns; turn++) await tick();
  }

  /** The ids that were answered, in order, refused ones with their code. */
  get answers(): string[] {
    return this.heard
      .filter((line) => 'result' in line || 'refusals' in line)
      .map((line) => `${line.id}${'refusals' in line ? ` ${(line.refusals as { code: string }[])[0]?.code}` : ''}`);
  }

  #hear(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.heard.push(JSON.parse(line));
  }
}

test('requests are answered in any order, each under its own number', async () => {
  const waiting = new Map<string, () => void>();
  const portal = new Portal(async ({ method }) => {
    await new Promise<void>((resolve) => waiting.set(method, resolve));
    return method === 'b' ? no([coreCodes.refuse('core.usage', { why: 'so' })]) : ok({ method });
  });
  for (const [id, method] of [
    [1, 'a'],
    [2, 'b'],
    [7, 'c'],
  ] as const)
    portal.ask(id, method);
  await portal.settle();
  assert.equal(portal.link.running, 3);
  for (const method of ['c', 'b', 'a']) {
    waiting.get(method)?.();
    await tick();
  }
  assert.deepEqual(portal.answers, ['7', '2 core.usage', '1']);
  portal.ask(1, 'again');
  await portal.settle();
  assert.deepEqual(portal.broken, []);
});

test('the request arrives as it was said: session, origin and parameters', async () => {
  const asked: unknown[] = [];
  const portal = new Portal(async (request) => ok(void asked.push(request)));
  const session = { token: 't', tool: 'desktop', csrf: 'c', background: true };
  const request = { id: 3, method: 'form.get', params: { form: 'numbering' }, session, from };
  portal.say(request);
  await portal.settle();
  assert.deepEqual(asked, [request]);
});

test('what is no line of a portal ends it', async () => {
  const wrong = [
    'nonsense\n',
    '[]\n',
    'null\n',
    '{}\n',
    '{"id":0,"method":"a"}\n',
    '{"id":1,"method":"home"}\n',
    { id: 1.5, method: 'a', from },
    { id: '1', method: 'a', from },
    { id: 1, method: 'x'.repeat(51), from },
    { id: 1, method: 'a', from, more: 1 },
    { id: 1, method: 'a', from: { address: '::1' } },
    { id: 1, method: 'a', from, session: { token: 't', tool: 'root' } },
    { result: 1 },
    { configure: {} },
    { listening: [{ name: 'https', transport: 'HTTPS', address: '::', port: 70_000, closedBecause: '' }] },
    `${' '.repeat(limits.portal.lineBytes + 1)}\n`,
  ];
  for (const line of wrong) {
    const portal = new Portal(async () => assert.fail('it was answered'));
    portal.say(line);
    portal.ask(2);
    await portal.settle(50);
    assert.equal(portal.broken.length, 1, JSON.stringify(line).slice(0, 80));
    assert.deepEqual(portal.heard, []);
  }
});

test('one number for two requests at once ends it', async () => {
  const portal = new Portal(() => new Promise(() => undefined));
  portal.ask(1);
  portal.ask(1);
  await portal.settle(20);
  assert.match(portal.broken.join(), /one number/);
});

test('so many requests at once and no more; streams are counted by themselves', async () => {
  const portal = new Portal(
    ({ id }, { signal }) =>
      new Promise((done) => {
        if (id > 1_000) signal.addEventListener('abort', () => done(no([])));
      }),
  );
  const { inProgress, streams } = limits.portal;
  for (let id = 1; id <= inProgress + 1; id++) portal.ask(id);
  for (let id = 1_001; id <= 1_001 + streams; id++) portal.ask(id, 'events');
  await portal.settle(1_000);
  assert.equal(portal.link.running, inProgress + streams);
  assert.deepEqual(portal.answers, [`${inProgress + 1} core.portal-busy`, `${1_001 + streams} core.portal-busy`]);
  portal.say({ cancel: 1_001 });
  portal.ask(5_000, 'events');
  await portal.settle();
  assert.equal(portal.link.running, inProgress + streams);
  assert.deepEqual(portal.broken, []);
});

test('a cancelled request ends, what it would still send is not sent, and nothing else is harmed', async () => {
  let reached = '';
  const portal = new Portal(async ({ id }, { write, signal }) => {
    if (id === 2) return ok('other');
    await write('first');
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    reached = 'cancelled';
    await write('second');
    reached = 'went on';
    return ok('never');
  });
  portal.ask(1, 'events');
  portal.ask(2);
  await portal.settle();
  portal.say({ cancel: 1 });
  portal.say({ cancel: 99 });
  await portal.settle();
  assert.equal(reached, 'cancelled');
  assert.deepEqual(portal.answers, ['2', '1 core.cancelled']);
  assert.deepEqual(
    portal.heard.filter((line) => 'chunk' in line),
    [{ id: 1, chunk: 'first' }],
  );
});

test('chunks wait until the portal has passed some on', async () => {
  let sent = 0;
  const portal = new Portal(async (_, { write }) => {
    for (; sent < 20; sent++) await write(String(sent));
    return ok(sent);
  });
  portal.ask(1);
  await portal.settle();
  assert.equal(sent, limits.portal.chunksUnderWay);
  for (let taken = 0; taken < 100; taken++) portal.say({ took: 1 });
  await portal.settle();
  assert.equal(sent, 20);
  assert.deepEqual(portal.answers, ['1']);
});

test('a flood gets the share and no more, and every request its answer', async () => {
  const portal = new Portal(async () => {
    portal.clock.advance(4);
    return ok(1);
  });
  for (let id = 1; id <= 200; id++) portal.ask(id);
  while (portal.answers.length < 200) {
    await tick();
    if (portal.clock.waiting > 0) portal.clock.advance(1);
  }
  const elapsedMs = portal.clock.steadyMs();
  assert.ok(elapsedMs >= (200 * 4 - 20 - 4) / 0.25, `200 requests of 4 ms in ${elapsedMs} ms`);
  assert.deepEqual(portal.broken, []);
});

test('work that follows at once by promises counts as well', async () => {
  const portal = new Portal(async () => {
    await Promise.resolve();
    await Promise.resolve();
    portal.clock.advance(100);
    return ok(1);
  });
  portal.ask(1);
  portal.ask(2);
  await portal.settle();
  assert.deepEqual(portal.answers, ['1']);
  portal.clock.advance(400);
  await portal.settle();
  assert.deepEqual(portal.answers, ['1', '2']);
});

test('a portal that does not read is not read either, and given up in the end', async () => {
  const text = 'x'.repeat(1_000_000);
  const portal = new Portal(async () => ok(text));
  portal.end.pause();
  for (let id = 1; id <= 20; id++) portal.ask(id);
  await portal.settle();
  assert.ok(portal.link.running === 0);
  portal.clock.advance(limits.portal.unsentMs + 1_000);
  await portal.settle();
  assert.match(portal.broken.join(), /does not read/);
});

test('a fault shows its id and nothing else, and the next request is served', async () => {
  const portal = new Portal(async ({ id }) => {
    if (id === 1) throw new Error('a secret detail');
    return ok(id === 2 ? { circle: 1n } : 'fine');
  });
  portal.ask(1);
  portal.ask(3);
  await portal.settle();
  assert.deepEqual(portal.answers, ['1 core.fault', '3']);
  assert.doesNotMatch(JSON.stringify(portal.heard), /secret detail/);
  // An answer that cannot be printed ends the line, and no more than the line.
  portal.ask(2);
  await portal.settle();
  assert.match(portal.broken.join(), /fault/);
});

test('when the line ends, what was asked is cancelled', async () => {
  const signals: AbortSignal[] = [];
  const portal = new Portal((_, { signal }) => {
    signals.push(signal);
    return new Promise(() => undefined);
  });
  portal.ask(1);
  await portal.settle();
  portal.end.destroy();
  await portal.settle();
  assert.equal(signals[0]?.aborted, true);
  assert.deepEqual(portal.broken, []);
});

test('the configuration goes out as it is, and what the portal says of its listeners comes in', async () => {
  const portal = new Portal(async () => ok(1));
  const tls = {
    cert: ['c'],
    key: ['k'],
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: '',
    ecdhCurve: '',
    honorCipherOrder: true,
    secureOptions: 0,
  } as const;
  const configuration: PortalConfiguration = {
    listeners: [
      {
        ...{ name: 'https', kind: 'https', address: '::', port: 0, clientCertificates: 'none', trust: [] },
        tls,
      },
    ],
    hosts: ['pbx'],
  };
  portal.link.configure(configuration);
  const lines = [{ name: 'https', transport: 'HTTPS', address: '::', port: 8443, closedBecause: '' }];
  portal.say({ listening: lines });
  await portal.settle(20);
  assert.deepEqual(portal.heard, [{ configure: configuration }]);
  assert.deepEqual(portal.listening, [lines]);
});
