// The test of a trunk says which step fails and what to do, and leaves nothing behind at the provider.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { type Provider, TrunkBench, trunkRecord } from './testing.ts';
import type { TestOptions, TestStep } from './trial-step.ts';
import type { TrunkRecord } from './trunks.form.ts';

/** Runs it to its end, time passing. */
async function tried(bench: TrunkBench, record: TrunkRecord, options?: TestOptions): Promise<TestStep[]> {
  const trunk = bench.table.set({ ...record, enabled: false }, false);
  const steps: TestStep[] = [];
  let isOver = false;
  const run = async (): Promise<void> => {
    for await (const step of bench.table.test(trunk, options)) steps.push(step);
    isOver = true;
  };
  const running = run();
  for (let turn = 0; turn < 200 && !isOver; turn++) await bench.pass(500);
  await running;
  return steps;
}

const outcomes = (steps: readonly TestStep[]): string[] => steps.map(({ step, outcome }) => `${step} ${outcome}`);

const record = trunkRecord({ transport: 'tls', proxies: 'sip.provider.example' });
const account = { registers: true, username: 'anna', secret: true } as const;
const zone = { addresses: { 'sip.provider.example': ['192.0.2.1'] } };

test('a trunk that is right passes each step, and nothing is registered by it', async () => {
  const bench = new TrunkBench();
  bench.names.zone = zone;
  bench.provider = bench.registrar('anna', 'provider secret', 300);
  const steps = await tried(bench, { ...record, ...account });
  assert.deepEqual(outcomes(steps), ['name ok', 'connection ok', 'certificate ok', 'options ok', 'authentication ok']);
  assert.match(steps[0]?.words ?? '', /sip\.provider\.example leads to sip\.provider\.example \(192\.0\.2\.1:5061\)/);
  const registers = bench.requests.filter(({ method }) => method === 'REGISTER');
  assert.deepEqual(
    registers.map((request) => request.has(Header.Contact)),
    [false, false],
  );
  assert.deepEqual([bench.flows.filter(({ open }) => open).length, bench.released.at(-1)], [0, 'the test is over']);
});

test('each step that fails is named with what to do, and what needs it is left out', async () => {
  const chain = {
    code: 'security.certificate-chain',
    words: 'It does not lead to an authority: Example Root is not known.',
  };
  const cases: readonly [(bench: TrunkBench) => void, string[], RegExp, RegExp][] = [
    [
      (bench) => {
        bench.names.zone = {};
      },
      ['name failed'],
      /no address/,
      /name servers/,
    ],
    [
      (bench) => void bench.unreachable.set('192.0.2.1:5061', 'connect ECONNREFUSED'),
      ['name ok', 'connection failed'],
      /ECONNREFUSED/,
      /firewalls/,
    ],
    [
      (bench) => void bench.refused.set('provider.example', chain),
      ['name ok', 'connection ok', 'certificate failed'],
      /Example Root is not known/,
      /Add the authority/,
    ],
    [
      (bench) => {
        bench.provider = () => undefined;
      },
      ['name ok', 'connection ok', 'certificate ok', 'options failed'],
      /does not answer OPTIONS/,
      /Offer our certificate/,
    ],
    [
      (bench) => {
        bench.provider = bench.registrar('anna', 'another', 300);
      },
      ['name ok', 'connection ok', 'certificate ok', 'options ok', 'authentication failed'],
      /does not accept the account anna: 401/,
      /Compare user name, secret/,
    ],
  ];
  for (const [spoil, expected, words, remedy] of cases) {
    const bench = new TrunkBench();
    bench.names.zone = zone;
    spoil(bench);
    const steps = await tried(bench, { ...record, ...account });
    assert.deepEqual(outcomes(steps), expected);
    assert.match(steps.at(-1)?.words ?? '', words);
    assert.match(steps.at(-1)?.remedy ?? '', remedy);
  }
});

test('one place that fails does not hide that another is good', async () => {
  const bench = new TrunkBench();
  bench.unreachable.set('192.0.2.1:5061', 'connect ETIMEDOUT');
  const steps = await tried(bench, { ...record, proxies: '192.0.2.1 192.0.2.2' });
  assert.deepEqual(outcomes(steps), [
    ...['name ok', 'connection failed', 'name ok', 'connection ok', 'certificate ok', 'options ok'],
    'authentication skipped',
  ]);
});

async function called(provider: Provider): Promise<{ bench: TrunkBench; step: TestStep | undefined }> {
  const bench = new TrunkBench();
  bench.provider = (request, at) => (request.method === 'OPTIONS' ? { status: 200 } : provider(request, at));
  const steps = await tried(bench, trunkRecord({ username: 'anna', secret: true }), { call: '+498912345' });
  await bench.pass(2_000);
  return { bench, step: steps.at(-1) };
}

test('a test call is taken back as soon as it rings', async () => {
  const { bench, step } = await called(({ method }) => ({ status: method === 'INVITE' ? 180 : 200 }));
  assert.deepEqual([step?.step, step?.outcome], ['call', 'ok']);
  assert.match(step?.words ?? '', /rings \(180/);
  const [invite] = bench.requests.filter(({ method }) => method === 'INVITE');
  assert.equal(invite?.uri, 'sip:+498912345@provider.example');
  assert.match(invite?.body ?? '', /m=audio 9 RTP\/AVP/);
  assert.ok(bench.requests.some(({ method }) => method === 'CANCEL'));
});

test('a test call that is answered at once is ended, one that is challenged is proven, one that is refused is told', async () => {
  const answered = await called(() => ({ status: 200 }));
  assert.match(answered.step?.words ?? '', /answered; the call was ended at once/);
  assert.deepEqual(answered.bench.requests.map(({ method }) => method).slice(-2), ['ACK', 'BYE']);
  const challenge = 'Proxy-Authenticate: Digest realm="p", nonce="n", qop="auth", algorithm=SHA-256\r\n';
  const proven = await called((request) =>
    request.method === 'INVITE' && !request.has(Header.ProxyAuthorization)
      ? { status: 407, headers: challenge }
      : { status: 180 },
  );
  assert.equal(proven.step?.outcome, 'ok');
  const refused = await called(() => ({ status: 403 }));
  assert.deepEqual([refused.step?.outcome, /403/.test(refused.step?.words ?? '')], ['failed', true]);
  assert.match(refused.step?.remedy ?? '', /caller numbers/);
  const silent = await called(() => undefined);
  assert.match(silent.step?.words ?? '', /did not ring within 20 seconds/);
});
