// The portal beside a running system: calls and the command line do not need it, it is started again, and it follows the configuration.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { EmergencyTestLine } from '../../apps/core/emergency-protocol.ts';
import type { HomeLine, SessionLine, SetupLine, WorkLine } from '../../apps/core/portal-protocol.ts';
import type { FormLine, ListenerLine, StatusLine } from '../../apps/core/protocol.ts';
import type { RouteExplainedLine } from '../../apps/core/routing-protocol.ts';
import type { TollSimulationLine, TollSpentLine } from '../../apps/core/toll-protocol.ts';
import type { HttpsClient } from '../https.ts';
import { freePort, TestNode } from '../node.ts';

const password = 'Rain-on-Tuesday-7-Tiles-4';
let node: TestNode;
let root: HttpsClient;

before(async () => {
  node = await TestNode.start({ https: true });
  root = await node.loggedIn('administrator', password);
});
after(async () => {
  root?.close();
  await node.remove();
});

const https = async (): Promise<ListenerLine | undefined> =>
  (await node.ask<StatusLine>('status')).listeners.find(({ name }) => name === 'https');

/** The process of the portal; 0: there is none. */
function portalPid(of = node): number {
  const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(of.pid)], { encoding: 'utf8' });
  return Number(/^\s*(\d+) .*apps\/portal\/main\.ts/m.exec(stdout)?.[1] ?? 0);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Asks until it holds; fails when it never does. */
async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return;
    await delay(50);
  }
  assert.fail(`never: ${what}`);
}

test('an administrator who has logged in sees the system as it is', async () => {
  const session = await root.get<SessionLine>('session');
  assert.deepEqual([session.loginId, session.policy, session.setupDue], ['administrator', 'root', true]);
  const home = await root.get<HomeLine>('home');
  assert.deepEqual(home.phones, { secure: 0, insecure: 0, missing: 0 });
  assert.deepEqual(home.spent, { day: '', most: [] });
  assert.ok(
    home.alarms.some(({ words }) => words.includes('security')),
    JSON.stringify(home.alarms),
  );
  assert.equal(home.system.listeners, 2);
  const forms = await root.get<readonly FormLine[]>('forms');
  assert.ok(forms.some(({ id, kind }) => id === 'registrations' && kind === 'view'));
});

test('what would become of a call, and what it could cost, is answered to whoever may know', async () => {
  const refusedWith = async (method: string, path: string, wishes = {}): Promise<readonly unknown[]> => {
    const { status, text } = await root.send(method, path, wishes);
    return [status, JSON.parse(text).refusals[0].code];
  };
  await node.ask('form.change', { changes: [{ kind: 'add', form: 'users-and-services', patch: { number: '231' } }] });
  const explained = await root.get<RouteExplainedLine>('routing/explain?caller=231&dialled=0301234567');
  assert.deepEqual([explained.outcome, explained.leadsTo], ['refused', '']);
  const spent = await root.get<readonly TollSpentLine[]>('toll/spent');
  assert.deepEqual(
    spent.map(({ who, day }) => [who, day]),
    [['The system', '0.00 EUR']],
  );
  const simulated = await root.get<TollSimulationLine>('toll/simulation?extension=231&fromMs=0&toMs=3600000');
  assert.deepEqual([simulated.extension, simulated.isUnbounded], ['231', false]);
  assert.ok((await root.get<EmergencyTestLine>('emergency/test')).words !== '');
  assert.deepEqual(await refusedWith('GET', 'routing/explain?caller=999&dialled=1'), [422, 'calls.unknown-caller']);
  assert.deepEqual(await refusedWith('POST', 'trunks/test', { body: {} }), [400, 'core.wrong-parameters']);
  const forged = { body: { name: 'telco' }, headers: { 'x-csrf-token': 'x' } };
  assert.deepEqual(await refusedWith('POST', 'trunks/test', forged), [403, 'security.csrf']);
});

test('the setup assistant is due until it was finished, and on record when it was', async () => {
  const setup = await root.get<SetupLine>('setup');
  assert.equal(setup.due, true);
  assert.ok(setup.hosts.includes('127.0.0.1'));
  assert.match(setup.authority.certificatePem, /BEGIN CERTIFICATE/);
  assert.equal((await root.send('POST', 'setup')).status, 204);
  assert.equal((await root.get<SetupLine>('setup')).due, false);
  const entries = await node.ask<{ user: string }[]>('audit.list', { action: 'setup finished' });
  assert.deepEqual(
    entries.map(({ user }) => user),
    ['administrator'],
  );
});

test('an import runs as work of its session, and tells each wrong row', async () => {
  const started = await root.send('POST', 'forms/users-and-services/import?format=csv&mode=add&dryRun=false', {
    body: 'number,name\n301,Ada\n3x,Bert\n',
    headers: { 'content-type': 'text/csv' },
  });
  const work: WorkLine = JSON.parse(started.text);
  await eventually('the import ends', async () => (await root.get<WorkLine>(`jobs/${work.id}`)).state !== 'running');
  const { state, refusals } = await root.get<WorkLine>(`jobs/${work.id}`);
  assert.equal(state, 'refused');
  assert.deepEqual(
    refusals?.map(({ row, field }) => [row, field]),
    [[3, 'number']],
  );
});

test('views answer like forms, and refuse what they cannot do', async () => {
  for (const view of ['registrations', 'calls', 'call-history', 'sessions', 'audit-trail-logs', 'audit-archives']) {
    const answer = await root.send('GET', `forms/${view}/records`);
    // The trail and the sessions are the security administrator's business.
    assert.ok([200, 404].includes(answer.status), `${view}: ${answer.status} ${answer.text}`);
  }
  const page = await root.send('GET', 'forms/call-history/records?sort=caller');
  assert.deepEqual([page.status, JSON.parse(page.text).refusals[0].code], [400, 'records.wrong-search']);
  const ended = await root.send('POST', 'forms/registrations/records/201-1/actions/end');
  assert.equal(ended.status, 404, ended.text);
});

test('who looks on is told of changes, and of the end of the session last', async () => {
  const other = await node.https();
  await other.logIn('administrator', password);
  let heard = '';
  const leave = other.listen('events', (piece) => {
    heard += piece;
  });
  await eventually('a change is told', async () => {
    await node.change('system-options', { ringSeconds: heard.length === 0 ? 50 : 51 });
    await node.change('system-options', { ringSeconds: 60 });
    return heard.includes('"what":"system-options"');
  });
  const { id } = await other.get<SessionLine>('session');
  await node.ask('form.act', { view: 'sessions', action: 'end', key: id });
  await eventually('the end is told', async () => /"what":"session"/.test(heard));
  assert.equal((await other.send('GET', 'home')).status, 401);
  leave();
  other.close();
});

test('a portal that dies is started again; the command line has noticed nothing, and the session holds', async () => {
  const before = portalPid();
  assert.ok(before > 0);
  process.kill(before, 'SIGKILL');
  assert.equal((await node.ask<StatusLine>('status')).state, 'running');
  await eventually(
    'the portal runs again',
    async () => (await https())?.closedBecause === '' && ![0, before].includes(portalPid()),
  );
  root = await again(root);
  assert.equal((await root.get<SessionLine>('session')).loginId, 'administrator');
});

/** The listener has another port: it took any free one. */
async function again(client: HttpsClient): Promise<HttpsClient> {
  client.close();
  const fresh = await node.https();
  await fresh.logIn('administrator', password);
  return fresh;
}

test('the listener moves, closes and opens with its form, and the system goes on', async () => {
  const port = await freePort();
  await node.change('network-listeners', { port }, 'https');
  await eventually('it has moved', async () => {
    const line = await https();
    return line?.port === port && line.closedBecause === '';
  });
  await node.change('network-listeners', { enabled: 'no' }, 'https');
  await eventually('it is closed', async () => (await https()) === undefined && portalPid() === 0);
  assert.deepEqual((await node.ask<StatusLine>('status')).logIn, []);
  await node.change('network-listeners', { enabled: 'yes' }, 'https');
  await eventually('it is open again', async () => (await https())?.closedBecause === '');
  assert.deepEqual((await node.ask<StatusLine>('status')).logIn, [`https://127.0.0.1:${port}/`]);
});

test('a new public name stands in the certificate and is answered to', async () => {
  const client = await node.https();
  const named = () =>
    client.send('GET', 'welcome', { headers: { host: 'pbx.example.org', origin: 'https://pbx.example.org' } });
  assert.equal((await named()).status, 421);
  await node.change('system-options', { publicNames: 'PBX.example.org' });
  await eventually('the name is known', async () => (await named()).status === 200);
  client.close();
});

test('the system ends while the tools are open, and the portal with it', async () => {
  const other = await TestNode.start({ https: true });
  const socket = connect(await other.port('https'), '127.0.0.1').on('error', () => undefined);
  const pid = portalPid(other);
  assert.ok(pid > 0);
  assert.equal(await other.stop(), 0);
  assert.equal(isAlive(pid), false);
  socket.destroy();
  await other.remove();
});

test('a core that is killed leaves no portal behind', async () => {
  const other = await TestNode.start({ https: true });
  const pid = portalPid(other);
  await other.kill();
  await eventually('the portal has gone', async () => !isAlive(pid));
  await other.remove();
});
