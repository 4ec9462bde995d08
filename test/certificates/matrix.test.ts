// Certificates of every defect at every level, as one table to read: test/golden/certificate-checks.md. After a wanted change, run this
// test with UPDATE_GOLDEN=1 and look at the difference.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkLevels, rules } from '../../src/security/certificates/checks/judge.ts';
import {
  answerOcsp,
  keyUses,
  type Made,
  makeCrl,
  makeRoot,
  unknownCritical,
} from '../../src/security/certificates/testing.ts';
import { World } from './world.ts';

const golden = join(import.meta.dirname, '..', 'golden', 'certificate-checks.md');
const world = await World.make();
const { nowMs } = world;
const dayMs = 86_400_000;
const address = '192.0.2.7';
const names = ['phone.example', address];
const at = (place: string): string => `http://pki.example/${place}`;

const root = await makeRoot('Root', { nowMs });
const between = await world.make({ name: 'Between', issuer: root, ca: 0, usage: undefined });
const made = (wish: Parameters<World['make']>[0] = {}): Promise<Made> =>
  world.make({ issuer: between, names, ...wish });
const under = async (wish: Parameters<World['make']>[0], leaf: Parameters<World['make']>[0] = {}): Promise<Made> =>
  made({ issuer: await world.make({ name: 'Between', issuer: root, ca: 0, usage: undefined, ...wish }), ...leaf });

interface Row {
  readonly shown: Made | readonly Buffer[];
  /** What is in the store beside the root and, unless `notPinned`, a copy of what is shown. */
  readonly store?: readonly Made[];
  readonly notPinned?: boolean;
  /** Only what is sent. */
  readonly sent?: readonly Buffer[];
}

const own = await world.make({ name: 'Our own', issuer: world.authority, names });
world.own.push(own);
const good = await made();
const selfSigned = await world.make({ name: 'Self', names });
const selfCa = await world.make({ name: 'Self', names, ca: true });
const stranger = await makeRoot('Stranger', { nowMs });
const anotherBetween = await world.make({ name: 'Between two', issuer: between, ca: true, usage: undefined });
const revokedHere = await made({ issuer: world.authority });
world.revoked.add(revokedHere.parsed.serialNumber.toUpperCase());

const onList = await made({ crl: at('list') });
const offList = await made({ crl: at('list') });
world.places.set(at('list'), () => makeCrl(between, [onList], { nowMs }));
const forged = await made({ crl: at('forged') });
world.places.set(at('forged'), () => makeCrl(stranger, [], { nowMs }));
const ended = await made({ crl: at('ended') });
world.places.set(at('ended'), () => makeCrl(between, [], { nowMs, nextMs: nowMs - 1_000 }));
const lost = await made({ crl: at('lost') });
const badBetween = await world.make({ name: 'Between', issuer: root, ca: 0, usage: undefined, crl: at('roots') });
world.places.set(at('roots'), () => makeCrl(root, [badBetween], { nowMs }));
for (const status of ['good', 'revoked', 'unknown'] as const)
  world.places.set(at(status), (body) => answerOcsp(body, between, { status, nowMs }));
const responder = await made({ usage: ['other'] });
world.places.set(at('by-another'), (body) => answerOcsp(body, between, { status: 'good', nowMs, by: responder }));

const { keyCertSign, digitalSignature, keyEncipherment } = keyUses;

const rows: Readonly<Record<string, Row>> = {
  'good, with its intermediate, pinned': { shown: good },
  'good, not pinned': { shown: good, notPinned: true },
  'good, RSA 2048': { shown: await made({ key: 'rsa2048' }) },
  'good, Ed25519': { shown: await made({ key: 'ed25519' }) },
  'good, its intermediate from the store': { shown: good, sent: [good.der], store: [between] },
  'good, its chain with the root and in disorder': { shown: good, sent: [good.der, root.der, between.der] },
  nothing: { shown: [] },
  'bytes that are no certificate': { shown: [Buffer.from('not a certificate')] },
  'eleven certificates': { shown: Array<Buffer>(11).fill(good.der) },
  expired: { shown: await made({ startsMs: nowMs - 9 * dayMs, endsMs: nowMs - dayMs }) },
  'not yet valid': { shown: await made({ startsMs: nowMs + dayMs }) },
  'RSA 1024': { shown: await made({ key: 'rsa1024' }) },
  'P-192': { shown: await made({ key: 'p192' }) },
  'signed with SHA-1': { shown: await made({ hash: 'SHA-1' }) },
  'self-signed, in the store': { shown: selfSigned },
  'self-signed, not in the store': { shown: selfSigned, notPinned: true },
  'self-signed and an authority, in the store': { shown: selfCa },
  'reflected: one of our own': { shown: own },
  'reflected: a new one with our key': { shown: await made({ keyOf: own }) },
  'of an authority that is not in the store': { shown: await made({ issuer: stranger }) },
  'of a root that only has the name of ours': { shown: await made({ issuer: await makeRoot('Root', { nowMs }) }) },
  'a hole in the chain': { shown: good, sent: [good.der] },
  'the intermediate expired': {
    shown: await under({ startsMs: nowMs - 9 * dayMs, endsMs: nowMs - dayMs }),
  },
  'the intermediate with RSA 1024': { shown: await under({ key: 'rsa1024' }) },
  'the intermediate signed with SHA-1': { shown: await under({ hash: 'SHA-1' }) },
  'the intermediate is no authority': { shown: await under({ ca: false, keyUsage: keyCertSign }) },
  'the intermediate may not sign': { shown: await under({ keyUsage: digitalSignature }) },
  'the intermediate has an unknown critical extension': { shown: await under({ further: [unknownCritical] }) },
  'the intermediate is for mail servers alone': { shown: await under({ usage: ['other'] }) },
  'more intermediates than permitted': { shown: await made({ issuer: anotherBetween }) },
  'within its name constraint': { shown: await under({ permitted: ['example'] }, { names: ['phone.example'] }) },
  'outside its name constraint': { shown: await under({ permitted: ['other.example'] }) },
  'an excluded name': { shown: await under({ excluded: ['phone.example'] }) },
  'without key usage': { shown: await made({ keyUsage: undefined }) },
  'key usage for encryption alone': { shown: await made({ keyUsage: keyEncipherment }) },
  'without extended usage': { shown: await made({ usage: undefined }) },
  'extended usage for clients': { shown: await made({ usage: ['client'] }) },
  'extended usage for servers': { shown: await made({ usage: ['server'] }) },
  'extended usage for signing code': { shown: await made({ usage: ['other'] }) },
  'an authority used as if it were a phone': {
    shown: await world.make({ issuer: root, ca: 0, usage: undefined, names }),
  },
  'an unknown critical extension': { shown: await made({ further: [unknownCritical] }) },
  'another name': { shown: await made({ names: ['other.example', '192.0.2.8'] }) },
  'its name in the common name alone': { shown: await made({ name: 'phone.example', names: [] }) },
  'a SIP domain instead of the name': { shown: await made({ names: ['sip:office.example'] }) },
  'a user of the SIP domain': { shown: await made({ names: ['sip:anne@office.example'] }) },
  'revoked by our own authority': { shown: revokedHere },
  'issued by our own authority': { shown: await made({ issuer: world.authority }) },
  'revoked: on the list': { shown: onList },
  'not on the list': { shown: offList },
  'its list cannot be had': { shown: lost },
  'its list is signed by somebody else': { shown: forged },
  'its list has ended': { shown: ended },
  'its intermediate is revoked': { shown: await made({ issuer: badBetween }) },
  'revoked: says OCSP': { shown: await made({ ocsp: at('revoked') }) },
  'good: says OCSP': { shown: await made({ ocsp: at('good') }) },
  'OCSP does not know it': { shown: await made({ ocsp: at('unknown') }) },
  'OCSP answers with a signature of somebody else': { shown: await made({ ocsp: at('by-another') }) },
  'no list, but OCSP says revoked': { shown: await made({ crl: at('lost'), ocsp: at('revoked') }) },
};

const parties = {
  'web client': ['management', 'client'],
  'server seen by a Manager': ['outgoing', 'server'],
  phone: ['telephony', 'client'],
} as const;

async function cells({ shown, sent, store = [], notPinned = false }: Row): Promise<string[]> {
  const one = 'certificate' in shown ? shown : undefined;
  const chain = sent ?? (one === undefined ? (shown as readonly Buffer[]) : one.ders);
  const cells: string[] = [];
  for (const [purpose, usage] of Object.values(parties))
    for (const level of checkLevels) {
      world.trust(root, ...store, ...(one === undefined || notPinned ? [] : [one]));
      const host = usage === 'client' ? address : 'phone.example';
      const domain = purpose === 'telephony' ? { sipDomain: 'office.example' } : {};
      const wish = { level, usage, host, ...domain };
      const checked = await world.checks.check(purpose, chain, wish);
      cells.push(checked.ok ? 'accepted' : checked.refusal.code.replace('security.certificate-', ''));
    }
  return cells;
}

test('every defect at every level, as the golden table says', async () => {
  world.set({ remoteChecks: true, publicAuthorities: false });
  const titles = Object.keys(parties).flatMap((party) => checkLevels.map((level) => `${party}: ${level}`));
  const lines = [`| certificate | ${titles.join(' | ')} |`, `|---|${titles.map(() => '---|').join('')}`];
  for (const [name, row] of Object.entries(rows)) lines.push(`| ${name} | ${(await cells(row)).join(' | ')} |`);
  const printed = `${head}\n${ruleLines()}\n\n## What is accepted\n\n${lines.join('\n')}\n`;
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, printed);
  assert.equal(printed, readFileSync(golden, 'utf8'));
});

const head = `# Which certificates are accepted

Printed by \`test/certificates/matrix.test.ts\`, which makes a certificate of each defect and shows it. In the store are the root and, where a line
does not say otherwise, a copy of what is shown, as High asks for one. Remote Checks are on; revocation is "by level". A cell says accepted, or
which rule refused; what is refused at a level is refused at every higher one.

## The rules, in their order

| rule | from | asks that it … |
|---|---|---|`;

const ruleLines = (): string => rules.map(({ name, from, asks }) => `| ${name} | ${from} | ${asks} |`).join('\n');
