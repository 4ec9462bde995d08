// What every application negotiates at every level, over live listeners (SEC-1): each suite and each version is tried by itself, and
// what is taken is what the documents list. Changed levels hold for new connections at once, for sessions of before too.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { TestNode } from '../node.ts';

/** The listener for each application; two of them are there from the start. */
const listeners = {
  web: 'https',
  trustedApplications: 'https',
  mitai: 'https',
  dataServices: 'https',
  systemDataSynchronization: 'management',
  ipSets: 'sip-tls',
  sip: 'sip-tls',
  ipTrunks: 'sip-tls',
} as const;
type Application = keyof typeof listeners;
type Level = 'high' | 'low' | 'legacy';

// Each key is an application.
const applications = Object.keys(listeners) as Application[];
const nameOf = (application: Application): string => `test-${application.toLowerCase()}`;

const tls13 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];
/** With a certificate of P-256 alone, the three of ECDSA. */
const high = ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-CHACHA20-POLY1305'];
/** As the document of the call manager has them. */
const low = [
  ...['ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-SHA384', 'AES256-GCM-SHA384', 'AES256-SHA256'],
  ...['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-SHA256', 'AES128-GCM-SHA256', 'AES128-SHA256'],
];
const old = ['ECDHE-RSA-AES256-SHA', 'ECDHE-RSA-AES128-SHA', 'AES256-SHA', 'AES128-SHA'];
/** What must never be taken, with all of the above. */
const others = [
  ...[
    'ECDHE-ECDSA-AES256-SHA384',
    'ECDHE-ECDSA-AES128-SHA',
    'DHE-RSA-AES256-GCM-SHA384',
    'ECDHE-RSA-CHACHA20-POLY1305',
  ],
  ...['ECDHE-ECDSA-AES256-CCM', 'ADH-AES128-GCM-SHA256', 'NULL-SHA256', 'PSK-AES128-GCM-SHA256'],
];
const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

const expected: Readonly<Record<Level, Readonly<Record<(typeof versions)[number], readonly string[]>>>> = {
  high: { TLSv1: [], 'TLSv1.1': [], 'TLSv1.2': high, 'TLSv1.3': tls13 },
  low: { TLSv1: [], 'TLSv1.1': [], 'TLSv1.2': low, 'TLSv1.3': tls13 },
  legacy: { TLSv1: old, 'TLSv1.1': old, 'TLSv1.2': [...low, ...old], 'TLSv1.3': tls13 },
};

let node: TestNode;

before(async () => {
  node = await TestNode.start({ https: true, set: ['security-profile.profile=none'] });
  await node.ask('form.change', {
    changes: applications.map((application) => ({
      ...{ kind: 'add', form: 'network-listeners' },
      patch: {
        ...{ name: nameOf(application), service: listeners[application], application },
        ...{ address: '127.0.0.1', port: 0, enabled: true },
      },
    })),
  });
  const services = ['configuration', 'securityAdministration', 'systemStatus', 'http', 'webServices'];
  // The level of TLS alone decides.
  await node.change('service-security-levels', Object.fromEntries(services.map((name) => [name, 'secure-low'])));
});

after(() => node?.remove());

const setLevels = (level: Level): Promise<void> =>
  node.change('tls-security-levels', Object.fromEntries(applications.map((application) => [application, level])));

async function join(port: number, options: ConnectionOptions): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, ca: node.authorityPem, servername: 'localhost', ...options });
  await once(socket, 'secureConnect');
  return socket;
}

/** What was negotiated, or nothing. */
async function negotiated(port: number, options: ConnectionOptions): Promise<string> {
  try {
    const socket = await join(port, options);
    const agreed = `${socket.getProtocol()} ${socket.getCipher().name}`;
    socket.destroy();
    return agreed;
  } catch {
    return '';
  }
}

async function taken(port: number, version: (typeof versions)[number]): Promise<string[]> {
  const found: string[] = [];
  for (const suite of version === 'TLSv1.3' ? tls13 : [...high, ...low, ...old, ...others]) {
    const ciphers = version === 'TLSv1.3' ? suite : `${suite}:@SECLEVEL=0`;
    const agreed = await negotiated(port, { ciphers, minVersion: version, maxVersion: version });
    if (agreed !== '') found.push(suite);
    if (agreed !== '') assert.equal(agreed, `${version} ${suite}`);
  }
  return found.sort();
}

for (const level of ['high', 'low', 'legacy'] as const)
  test(`at ${level} every application takes exactly the versions and suites of the documents`, async () => {
    await setLevels(level);
    for (const application of applications) {
      const port = await node.port(nameOf(application));
      for (const version of versions)
        assert.deepEqual(await taken(port, version), [...expected[level][version]].sort(), `${application} ${version}`);
    }
  });

test("the client's highest version wins, and the server's order of suites", async () => {
  await setLevels('legacy');
  for (const application of ['web', 'ipSets'] as const) {
    const port = await node.port(nameOf(application));
    const everything = { ciphers: 'ALL:@SECLEVEL=0', minVersion: 'TLSv1' } as const;
    for (const maxVersion of versions) {
      const agreed = await negotiated(port, { ...everything, maxVersion });
      assert.match(agreed, new RegExp(`^${maxVersion} `));
    }
    const reversed = [...low].sort().join(':');
    const agreed = await negotiated(port, { ciphers: reversed, maxVersion: 'TLSv1.2' });
    assert.equal(agreed, 'TLSv1.2 ECDHE-RSA-AES256-GCM-SHA384');
  }
});

test('each application follows its own level', async () => {
  await setLevels('high');
  await node.change('tls-security-levels', { mitai: 'low', ipTrunks: 'legacy' });
  const rsa = { ciphers: 'AES128-SHA256', maxVersion: 'TLSv1.2' } as const;
  const reached: string[] = [];
  for (const application of applications)
    if ((await negotiated(await node.port(nameOf(application)), rsa)) !== '') reached.push(application);
  assert.deepEqual(reached, ['mitai', 'ipTrunks']);
});

test('a raised level holds at once, for a session and a ticket of before too; what is open stays', async () => {
  for (const application of ['web', 'ipSets'] as const) {
    await setLevels('low');
    const port = await node.port(nameOf(application));
    const rsa = { ciphers: 'AES128-SHA256', maxVersion: 'TLSv1.2' } as const;
    const open = await join(port, rsa);
    const session = open.getSession();
    assert.ok(session !== undefined);
    await setLevels('high');
    assert.equal(await negotiated(port, { ...rsa, session }), '', application);
    const again = await join(port, { maxVersion: 'TLSv1.2', ciphers: `${rsa.ciphers}:${high[0]}`, session });
    assert.deepEqual([again.isSessionReused(), again.getCipher().name], [false, high[0]]);
    assert.equal(open.destroyed, false);
    for (const socket of [open, again]) socket.destroy();
  }
});

test('a listener that moves to another application follows its level at once', async () => {
  await setLevels('high');
  await node.change('tls-security-levels', { sip: 'low' });
  const rsa = { ciphers: 'AES128-SHA256', maxVersion: 'TLSv1.2' } as const;
  const port = await node.port('sip-tls');
  assert.equal(await negotiated(port, rsa), '');
  await node.change('network-listeners', { application: 'sip' }, 'sip-tls');
  assert.equal(await negotiated(port, rsa), 'TLSv1.2 AES128-SHA256');
  assert.equal(await node.port('sip-tls'), port);
  const wrong = node.change('network-listeners', { application: 'web' }, 'sip-tls');
  await assert.rejects(wrong, /security\.application-unfit/);
});

test('Legacy is refused while the adopted security profile is medium or maximum, as it is on a new system', async () => {
  await setLevels('high');
  for (const profile of ['medium', 'maximum']) {
    await node.change('security-profile', { profile });
    await assert.rejects(node.change('tls-security-levels', { ipSets: 'legacy' }), /legacy-refused.*IP sets/s, profile);
    await node.change('tls-security-levels', { ipSets: 'low' });
  }
  await node.change('security-profile', { profile: 'minimum' });
  await node.change('tls-security-levels', { ipSets: 'legacy' });
});
