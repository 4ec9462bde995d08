// The drill (SEC-10) against real systems: it finds each hole that is opened here on purpose, nothing on a maximum system, and
// leaves nothing behind.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, test } from 'node:test';
import type { DrillFindingLine, DrillLine } from '../../apps/core/security-protocol.ts';
import { atMaximum, Pc } from '../manager/pc.ts';
import { type Refused, TestNode } from '../node.ts';
import { runToEnd } from '../process.ts';

const nodes: TestNode[] = [];
const pc = new Pc();
after(async () => {
  pc.close();
  await Promise.all(nodes.map((node) => node.stop()));
});

async function start(...set: readonly string[]): Promise<TestNode> {
  const node = await TestNode.start({ set });
  nodes.push(node);
  return node;
}

/** What got through at the system's own doors. Other programs of this machine may have ports open while tests run. */
const holes = ({ findings }: DrillLine): string[] =>
  findings.filter(({ through, attack }) => through && attack !== 'scan for open ports').map(nameOf);

const nameOf = ({ door, attack }: DrillFindingLine): string => `${door}: ${attack}`;

test('each hole that was opened is found, and what is closed is not', async () => {
  const services = ['configuration', 'securityAdministration', 'systemStatus', 'callControl', 'http', 'webServices'];
  const node = await start(
    ...['unsecured-interfaces.sip-udp.enabled=yes', 'network-listeners.sip-udp.enabled=yes'],
    ...['network-listeners.https.enabled=yes', 'security-profile.profile=none', 'tls-security-levels.web=legacy'],
    ...services.map((service) => `service-security-levels.${service}=secure-low`),
    ...['passwordStrength=weak', 'passwordComplexity=low', 'minimumPasswordLength=6'].map(
      (wish) => `system-security-management.${wish}`,
    ),
  );
  const rogue = createServer().listen(0, '127.0.0.1');
  await once(rogue, 'listening');
  const place = rogue.address();
  const port = place !== null && typeof place === 'object' ? place.port : 0;
  const before = JSON.stringify([
    await node.ask('user.list'),
    await node.ask('form.export', forms('users-and-services')),
  ]);

  const report = await node.ask<DrillLine>('security.drill', { ports: [port] });
  rogue.close();
  assert.deepEqual(holes(report).sort(), [
    'accounts: passwords that anybody guesses',
    'https: TLS 1.0 and 1.1',
    'https: weak cipher suites',
    'sip-udp: listen on the way',
  ]);
  const found = report.findings.find(({ door }) => door === `127.0.0.1:${port}`);
  assert.equal(found?.through, true);
  assert.match(found?.remedy ?? '', /Find out which program/);
  assert.ok(report.tookMs < 60_000);
  assert.deepEqual(report.left, []);

  const behind = JSON.stringify([
    await node.ask('user.list'),
    await node.ask('form.export', forms('users-and-services')),
  ]);
  assert.equal(behind, before, 'the decoys are gone, and no real account has a failure, a lock or a last login');
  const trail = await node.ask<{ action: string; user: string; data: string }[]>('audit.list', {
    text: 'security drill',
  });
  assert.deepEqual(
    trail.map(({ action }) => action).filter((action) => action.startsWith('security')),
    [...['security drill ended', 'security drill begun']],
  );
  await assert.rejects(node.ask('security.drill'), (fault: Refused) => fault.refusals[0]?.code === 'proof.drill-busy');
  // A source that was refused so often would be held off.
  const admin = await node.loggedIn('administrator', 'Corect-Horse-7-Batery');
  admin.close();
  assert.deepEqual(node.faults, []);
});

const forms = (form: string) => ({ form, format: 'json' });

test('on a maximum system nothing gets through, and the command line ends with 0 or tells what did', async () => {
  const node = await start(...atMaximum, 'network-listeners.https.enabled=yes');
  const main = new URL('../../apps/cli/main.ts', import.meta.url).pathname;
  const ended = await runToEnd([main, '--data', node.directory, '--json', 'security', 'drill']);
  const report: DrillLine = JSON.parse(ended.out);
  assert.deepEqual(holes(report), []);
  assert.equal(ended.code, report.through === 0 ? 0 : 1);
  for (const listener of ['https', 'management', 'sip-tls'])
    assert.ok(
      report.findings.some(({ door, stoppedBy }) => door === listener && /^no answer/.test(stoppedBy)),
      `a stranger is not spoken to at ${listener}`,
    );
});
