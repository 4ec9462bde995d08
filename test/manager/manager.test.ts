// One Manager and two systems at maximum (SEC-6): enrolment, commands with the rights of whoever is logged in, and everything that
// must be refused with words that say what to do.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import { TestNode } from '../node.ts';
import { atMaximum, invite, Pc } from './pc.ts';

let berlin: TestNode;
let paris: TestNode;
const pc = new Pc();
const password = 'Corect-Horse-7-Batery';

before(async () => {
  [berlin, paris] = await Promise.all([TestNode.start({ set: atMaximum }), TestNode.start({ set: atMaximum })]);
});

after(async () => {
  pc.close();
  await Promise.all([berlin?.stop(), paris?.stop()]);
});

/** Logs in with the one-time password, and chooses another. */
async function firstLogin(name: string, node: TestNode, loginId = 'administrator'): Promise<string> {
  const first = pc.file('first', `${node.passwords[loginId]}\n`);
  const next = pc.file('next', `${password}\n`);
  const wish = ['--login', loginId, '--password-file', first, 'login', '--new-password-file', next];
  return pc.done('--system', name, ...wish);
}

test('at maximum nobody without a recognised certificate completes a handshake', async () => {
  const port = await berlin.port('management');
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const outcome = await new Promise<string>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, maxVersion });
      // Of TLS 1.3 the client has said its last word before the server has judged: what counts is that nothing is answered.
      socket.on('secureConnect', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
      socket.on('data', () => resolve('answered'));
      socket.on('error', (fault: NodeJS.ErrnoException) => resolve(fault.code ?? fault.message));
      socket.on('close', () => resolve('closed'));
    });
    assert.match(outcome, /CERTIFICATE|HANDSHAKE|ECONNRESET|closed/, maxVersion);
  }
});

test('a code enrols a computer, once; a wrong, used or mistyped one enrols nobody', async () => {
  const { code } = await invite(berlin, 'desk');
  const at = `127.0.0.1:${await berlin.port('management')}`;
  const out = await pc.done('manager', 'enrol', 'berlin', at, '--code', code.toLowerCase().replaceAll('-', ' '));
  assert.match(out, /known here as berlin, and knows this computer as desk/);
  assert.match(
    await pc.refused('manager', 'enrol', 'again', at, '--code', code),
    /does not take this code.*Ask for another/,
  );
  const wrong = await pc.run([
    'manager',
    'enrol',
    'x',
    at,
    '--code',
    code.replace(/^./, (one) => (one === 'A' ? 'B' : 'A')),
  ]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.error, /cli\.code-mistyped/);
  const { code: replaced } = await invite(berlin, 'other');
  await invite(berlin, 'other');
  assert.match(await pc.refused('manager', 'enrol', 'x', at, '--code', replaced), /cli\.code-not-taken/);
  assert.match(await pc.refused('manager', 'enrol', 'berlin', at, '--code', code), /knows a system berlin already/);
});

test('somebody in between is found before anything is told to them', async () => {
  const { code } = await invite(berlin, 'betrayed');
  const wrongSystem = `127.0.0.1:${await paris.port('management')}`;
  assert.match(await pc.refused('manager', 'enrol', 'x', wrongSystem, '--code', code), /cli\.code-not-taken/);
  // A system that lets everybody in, and pretends.
  const open = await TestNode.start({ set: ['network-listeners.management.enabled=yes'] });
  try {
    const there = `127.0.0.1:${await open.port('management')}`;
    const words = await pc.refused('manager', 'enrol', 'x', there, '--code', code);
    assert.match(
      words,
      /is not the system that made this code.*somebody stands in between.*cli\.code-of-another-system/,
    );
    assert.match(await pc.done('manager', 'systems', 'list'), /^berlin\t[^\n]*\n$/);
  } finally {
    await open.stop();
  }
});

test('one Manager manages two systems, with the rights of whoever is logged in', async () => {
  await pc.enrol('paris', paris);
  assert.match(await firstLogin('berlin', berlin), /administrator is logged in to berlin/);
  await firstLogin('paris', paris);
  assert.match(await pc.done('--system', 'berlin', 'form', 'set', 'system-options', 'systemName=Berlin'), /Berlin/);
  assert.match(await pc.done('--system', 'paris', 'form', 'get', 'system-options'), /systemName\tRingfence/);
  assert.match(await pc.done('--system', 'berlin', 'status'), /^State\trunning$/m);
  assert.match(await pc.done('--system', 'berlin', 'user', 'list'), /^administrator\t/m);
  const csv = pc.file('people.csv', 'number,name\n201,Ada\n202,Bert\n');
  assert.match(await pc.done('--system', 'berlin', 'form', 'import', 'users-and-services', csv), /^2 added/);
  assert.match(await pc.done('--system', 'berlin', 'form', 'export', 'users-and-services'), /^"201","Ada"/m);
  // Security is the security administrator's.
  const refused = await pc.refused('--system', 'berlin', 'form', 'set', 'manager-settings', 'leastCheckLevel=low');
  assert.match(refused, /not-permitted/);
  assert.match(await pc.refused('--system', 'berlin', 'manager', 'invite', 'x'), /not-permitted/);
  assert.match(await pc.refused('--system', 'berlin', 'security', 'drill'), /not-permitted/);
  const sessions = await berlin.ask<{ records: { values: { user: string } }[] }>('form.query', { form: 'sessions' });
  assert.deepEqual(
    sessions.records.map(({ values }) => values.user),
    ['administrator'],
  );
});

test('the system knows who manages it and how careful they are', async () => {
  const { records } = await berlin.ask<{ records: { values: Record<string, string> }[] }>('form.query', {
    form: 'managers',
  });
  const { fingerprint: _, ...told } = records[0]?.values ?? {};
  assert.deepEqual(
    [told.name, told.checkLevel, told.offersCertificate, told.idleTimer, told.lastUser],
    [...['desk', 'high', 'yes', 'yes', 'administrator']],
  );
  const copies = await berlin.ask<{ records: { key: string }[] }>('form.query', { form: 'trusted-certificates' });
  assert.deepEqual(
    copies.records.map(({ key }) => key),
    ['Manager desk'],
  );
  const trail = await berlin.ask<{ action: string; data: string }[]>('audit.list', { text: 'desk' });
  assert.deepEqual(
    [...new Set(trail.map(({ action }) => action))].filter((action) => action.startsWith('manager')).sort(),
    [...['manager enrolled', 'manager invited']],
  );
});

test('an operator cannot make the computer less careful; an administrator can, and the system refuses it then', async () => {
  const careless = ['manager', 'preferences', 'set', 'checkLevel=medium'];
  await berlin.ask('form.change', {
    changes: [
      {
        kind: 'add',
        form: 'user-authorization-profiles',
        patch: {
          loginId: 'olga',
          userName: 'Olga',
          systemAdministration: 'yes',
          adminPolicy: 'remote',
          password: `${password}!1`,
        },
      },
    ],
  });
  const file = pc.file('word', `${password}\n`);
  for (const name of ['berlin', 'paris']) await pc.done('--system', name, 'logout');
  const given = pc.file('given', `${password}!1\n`);
  const olga = ['--login', 'olga', '--password-file', given, 'login', '--new-password-file', file];
  await pc.done('--system', 'berlin', ...olga);
  assert.match(await pc.refused(...careless), /takes an administrator.*cli\.preference-lower/);
  await pc.done('--system', 'berlin', 'logout');
  assert.match(await pc.refused(...careless), /cli\.preference-lower/);
  const admin = ['--login', 'administrator', '--password-file', file];
  await pc.done('--system', 'berlin', ...admin, 'login');
  pc.fix({ checkLevel: 'high' });
  assert.match(await pc.refused(...careless), /fixed for everybody on this computer/);
  pc.fix({});
  await pc.done(...careless);
  const words = await pc.refused('--system', 'paris', ...admin, 'login');
  assert.match(words, /at level medium; this system asks for high\. Raise it: `ringfence manager preferences set/);
  await pc.done('manager', 'preferences', 'set', 'checkLevel=high', 'idleTimer=yes');
  await pc.done('--system', 'paris', ...admin, 'login');
});

test('a login that nothing was done with for five minutes is forgotten', async () => {
  const logins = JSON.parse(pc.read('logins.json'));
  pc.write('logins.json', JSON.stringify({ ...logins, paris: { ...logins.paris, usedAtMs: Date.now() - 300_001 } }));
  assert.match(await pc.refused('--system', 'paris', 'status'), /cli\.login-needed/);
  assert.equal(JSON.parse(pc.read('logins.json')).paris, undefined);
});

test('a copied certificate without its key, and a copied login, are worth nothing', async () => {
  const thief = new Pc();
  try {
    await thief.enrol('berlin', berlin, 'thief');
    const own = JSON.parse(thief.read('systems.json'));
    const stolen = JSON.parse(pc.read('systems.json'));
    // The login alone, on the thief's own computer and certificate: the session is bound to the other one.
    thief.write('logins.json', pc.read('logins.json'));
    assert.match(await thief.refused('--system', 'berlin', 'status'), /cli\.login-needed/);
    // The certificate without the key: TLS cannot even begin.
    own.systems.berlin.certificate = stolen.systems.berlin.certificate;
    thief.write('systems.json', JSON.stringify(own));
    assert.match(await thief.refused('--system', 'berlin', 'status'), /does not fit its key|cli\.own-certificate/);
    assert.match(await pc.done('--system', 'berlin', 'status'), /^State\trunning$/m);
  } finally {
    thief.close();
  }
});

test('a weakened connection is refused at either end', async () => {
  // The client is one level below High: the system does not take it.
  const port = await berlin.port('management');
  const outcome = await new Promise<string>((resolve) => {
    const ciphers = 'AES256-GCM-SHA384:ECDHE-RSA-AES256-SHA384';
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, maxVersion: 'TLSv1.2', ciphers });
    socket.on('secureConnect', () => resolve('connected'));
    socket.on('error', (fault: NodeJS.ErrnoException) => resolve(fault.code ?? ''));
  });
  assert.match(outcome, /HANDSHAKE_FAILURE|NO_SHARED/);
});

test('who is shut out is out at once, connection and session', async () => {
  await berlin.ask('form.act', { view: 'managers', action: 'shutOut', key: 'desk' });
  const words = await pc.refused('--system', 'berlin', 'status');
  assert.match(words, /does not recognise the certificate of this computer.*Ask the security administrator for a code/);
  const sessions = await berlin.ask<{ total: number }>('form.query', { form: 'sessions' });
  assert.equal(sessions.total, 0);
  assert.match(await pc.refused('--system', 'berlin', 'login'), /cli\.pc-not-recognised/);
});

test('a system that was installed anew is another one', async () => {
  const known = JSON.parse(pc.read('systems.json'));
  known.systems.paris.port = await berlin.port('management');
  pc.write('systems.json', JSON.stringify(known));
  const words = await pc.refused('--system', 'paris', 'login');
  assert.match(words, /not recognised as the system paris.*Nothing was sent.*installed anew.*forget paris/);
});
