// Revocation with Debian's openssl as the authority: certificates, a revocation list and a responder that are not of our making.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { FakeClock } from '#base';
import { httpFetch } from '#outbound';
import { World } from '../certificates/world.ts';
import { freePort } from '../node.ts';
import { Program, runToEnd } from './program.ts';

const patienceMs = 15_000;
const directory = mkdtempSync(join(tmpdir(), 'ringfence-openssl-'));
const at = (name: string): string => join(directory, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');

const configuration = (crl: number, ocsp: number): string => `
[ca]
default_ca = here
[here]
database = index.txt
new_certs_dir = .
rand_serial = yes
certificate = ca.pem
private_key = ca.key
default_md = sha256
default_days = 30
default_crl_days = 1
crlnumber = crlnumber
policy = any
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[on-list]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
crlDistributionPoints = URI:http://127.0.0.1:${crl}/ca.crl
[by-responder]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
authorityInfoAccess = OCSP;URI:http://127.0.0.1:${ocsp}
[responder]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = OCSPSigning
`;

const lists = createServer((_, response) => void response.end(readFileSync(at('ca.crl.der'))));
let responder: Program;
let ocspPort: number;
let world: World;

async function openssl(...argv: string[]): Promise<void> {
  const { code, output } = await runToEnd('openssl', argv, patienceMs, { directory });
  assert.equal(code, 0, output);
}

const key = (name: string, kind: readonly string[]): Promise<void> =>
  openssl('genpkey', ...kind, '-out', `${name}.key`);

const ec = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
const rsa = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'];

async function issue(name: string, extensions: string, kind = ec): Promise<void> {
  await key(name, kind);
  await openssl(
    'req',
    '-new',
    '-config',
    'ca.cnf',
    '-key',
    `${name}.key`,
    '-subj',
    `/CN=${name}`,
    '-out',
    `${name}.csr`,
  );
  const ca = ['ca', '-config', 'ca.cnf', '-batch', '-notext', '-extensions', extensions];
  await openssl(...ca, '-in', `${name}.csr`, '-out', `${name}.pem`);
}

async function makeList(): Promise<void> {
  await openssl('ca', '-config', 'ca.cnf', '-gencrl', '-out', 'ca.crl');
  await openssl('crl', '-in', 'ca.crl', '-outform', 'DER', '-out', 'ca.crl.der');
}

/** A responder reads the index when it starts. It can be told a port alone; nobody but this test connects to it. */
async function startResponder(signer: string): Promise<void> {
  await responder?.end();
  const signing = ['-rsigner', `${signer}.pem`, '-rkey', `${signer}.key`];
  const argv = ['ocsp', '-index', 'index.txt', '-CA', 'ca.pem', ...signing, '-port', `${ocspPort}`];
  responder = new Program('openssl', [...argv, '-nmin', '10', '-text'], { directory });
  await responder.wrote(/waiting for OCSP client connections/i, patienceMs);
}

const check = async (name: string): Promise<string> => {
  const checked = await world.checks.check('telephony', [new X509Certificate(read(`${name}.pem`)).raw], {
    level: 'medium',
  });
  return checked.ok ? checked.value.revocation : checked.refusal.code;
};

before(async () => {
  lists.listen(0, '127.0.0.1');
  await once(lists, 'listening');
  ocspPort = await freePort();
  // A listening TCP server has an address of this kind.
  writeFileSync(at('ca.cnf'), configuration((lists.address() as AddressInfo).port, ocspPort));
  writeFileSync(at('index.txt'), '');
  writeFileSync(at('crlnumber'), '01\n');
  await key('ca', rsa);
  const self = ['req', '-x509', '-new', '-config', 'ca.cnf', '-extensions', 'authority', '-subj', '/CN=OpenSSL CA'];
  await openssl(...self, '-key', 'ca.key', '-days', '30', '-out', 'ca.pem');
  await issue('listed', 'on-list');
  await issue('asked', 'by-responder', rsa);
  await issue('responder', 'responder');
  await makeList();
  await makeWorld();
});

/** One that has asked nobody yet. */
async function makeWorld(): Promise<void> {
  world = await World.make(httpFetch, new FakeClock(Date.now()));
  world.set({ revocationLocal: true });
  world.trustPem(read('ca.pem'));
}

after(async () => {
  await responder?.end();
  lists.close();
  rmSync(directory, { recursive: true, force: true });
});

test('a list of openssl is read, and what it revokes is out with the next list', async () => {
  assert.equal(await check('listed'), 'good');
  await openssl('ca', '-config', 'ca.cnf', '-revoke', 'listed.pem', '-crl_reason', 'keyCompromise');
  await makeList();
  const told = new Promise<void>((resolve) => void world.checks.changed.on(() => resolve()));
  world.clock.advance(61 * 60_000);
  await told;
  assert.equal(await check('listed'), 'security.certificate-revoked');
});

test('the responder of openssl is asked, signing itself and by another whom the authority named', async () => {
  for (const signer of ['ca', 'responder']) {
    await startResponder(signer);
    await makeWorld();
    assert.equal(await check('asked'), 'good', signer);
  }
  await openssl('ca', '-config', 'ca.cnf', '-revoke', 'asked.pem');
  await startResponder('responder');
  await makeWorld();
  assert.equal(await check('asked'), 'security.certificate-revoked');
});
