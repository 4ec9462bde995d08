// Every listener at every level of TLS, as Debian's openssl and testssl.sh see it: offered versions and suites equal the documents'
// lists, and High has no finding above LOW. Left out of testssl.sh are its sections on the certificate (-S): here it is of the system's own
// authority, which no stranger knows; who trusts it, and what else is asked of certificates, has tests of its own.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { TestNode } from '../node.ts';
import { runToEnd } from './program.ts';

const listeners = ['https', 'management', 'sip-tls'] as const;
type Level = 'high' | 'low' | 'legacy';
const patienceMs = 15_000;
/** One run of testssl.sh on a machine that has other things to do. */
const scanMs = 170_000;

const tls13 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];
const high = ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-CHACHA20-POLY1305'];
const low = [
  ...['ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-SHA384', 'AES256-GCM-SHA384', 'AES256-SHA256'],
  ...['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-SHA256', 'AES128-GCM-SHA256', 'AES128-SHA256'],
];
const old = ['ECDHE-RSA-AES256-SHA', 'ECDHE-RSA-AES128-SHA', 'AES256-SHA', 'AES128-SHA'];

/** By the option of openssl for the version. */
const expected: Readonly<Record<Level, Readonly<Record<string, readonly string[]>>>> = {
  high: { '-tls1_1': [], '-tls1_2': high, '-tls1_3': tls13 },
  low: { '-tls1_1': [], '-tls1_2': low, '-tls1_3': tls13 },
  legacy: { '-tls1_1': old, '-tls1_2': [...low, ...old], '-tls1_3': tls13 },
};

let node: TestNode;
let directory: string;

before(async () => {
  const set = ['security-profile.profile=none', 'network-listeners.management.enabled=yes'];
  node = await TestNode.start({ https: true, set });
  directory = mkdtempSync(join(tmpdir(), 'ringfence-testssl-'));
  // The level of TLS alone decides.
  const services = ['configuration', 'securityAdministration', 'systemStatus', 'http', 'webServices'];
  await node.change('service-security-levels', Object.fromEntries(services.map((name) => [name, 'secure-low'])));
});

after(async () => {
  await node?.remove();
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
});

const setLevel = (level: Level): Promise<void> => node.change('tls-security-levels', { web: level, ipSets: level });

async function isTaken(port: number, version: string, suite: string): Promise<boolean> {
  const chosen = version === '-tls1_3' ? ['-ciphersuites', suite] : ['-cipher', `${suite}:@SECLEVEL=0`];
  const argv = ['s_client', '-connect', `127.0.0.1:${port}`, version, ...chosen];
  const { output } = await runToEnd('openssl', argv, patienceMs);
  return new RegExp(`Cipher is ${suite}\\b`).test(output);
}

for (const level of ['high', 'low', 'legacy'] as const)
  test(`openssl is given exactly what the documents list for ${level}, suite by suite`, async () => {
    await setLevel(level);
    for (const listener of listeners) {
      const port = await node.port(listener);
      for (const [version, suites] of Object.entries(expected[level])) {
        const all = version === '-tls1_3' ? tls13 : [...high, ...low, ...old];
        const taken: string[] = [];
        for (const suite of all) if (await isTaken(port, version, suite)) taken.push(suite);
        assert.deepEqual(taken.sort(), [...suites].sort(), `${listener} ${version}`);
      }
    }
  });

interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
}

async function scan(listener: string, ...sections: string[]): Promise<readonly Finding[]> {
  const file = join(directory, `${listener}-${sections.length}-${await node.port(listener)}.json`);
  rmSync(file, { force: true });
  const place = `127.0.0.1:${await node.port(listener)}`;
  const manner = ['--quiet', '--color', '0', '--warnings', 'off', '--nodns', 'none', '--jsonfile', file];
  const { output } = await runToEnd('testssl', [...manner, ...sections, place], scanMs, { directory });
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`testssl told nothing of ${listener}: ${output.slice(-2_000)}`);
  }
}

const offered = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ id, finding }) => /^(SSLv[23]|TLS1(_[123])?)$/.test(id) && /^offered/.test(finding))
    .map(({ id }) => id);

const suitesIn = (findings: readonly Finding[], id: string): string[] =>
  (findings.find((finding) => finding.id === id)?.finding ?? '').split(' ').sort();

test('at High testssl.sh finds nothing above LOW on any listener, and the documents’ suites', async () => {
  await setLevel('high');
  const scans = await Promise.all(listeners.map((listener) => scan(listener, '-p', '-s', '-f', '-P', '-U')));
  for (const [index, findings] of scans.entries()) {
    const above = findings.filter(({ severity }) => ['MEDIUM', 'HIGH', 'CRITICAL', 'FATAL'].includes(severity));
    assert.deepEqual(above, [], String(listeners[index]));
    assert.deepEqual(offered(findings), ['TLS1_2', 'TLS1_3'], String(listeners[index]));
    assert.deepEqual(suitesIn(findings, 'cipherorder_TLSv1_2'), [...high].sort(), String(listeners[index]));
    assert.deepEqual(suitesIn(findings, 'cipherorder_TLSv1_3'), [...tls13].sort(), String(listeners[index]));
    assert.ok(
      findings.some(({ id, finding }) => id === 'cipher_order' && finding === 'server'),
      String(listeners[index]),
    );
  }
});

for (const [level, versions] of [
  ['low', ['TLS1_2', 'TLS1_3']],
  ['legacy', ['TLS1', 'TLS1_1', 'TLS1_2', 'TLS1_3']],
] as const)
  test(`at ${level} testssl.sh sees the versions of the documents on every listener`, async () => {
    await setLevel(level);
    const scans = await Promise.all(listeners.map((listener) => scan(listener, '-p')));
    for (const [index, findings] of scans.entries())
      assert.deepEqual(offered(findings), versions, String(listeners[index]));
  });
