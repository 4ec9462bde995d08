// The running authority: a certificate is issued to a machine, listed, revoked, and in the list that others fetch at once; a
// signing request is answered; policies say who may.

import 'reflect-metadata';
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, test } from 'node:test';
import { X509Crl } from '@peculiar/x509';
import type { IssuedLine, PageLine, RecordLine } from '../../apps/core/protocol.ts';
import { makeCertificate, makeRoot } from '../../src/security/certificates/testing.ts';
import { TestNode } from '../node.ts';

const node = await TestNode.start({ https: true, set: ['network-listeners.http.enabled=yes'] });
const [root, officer] = await Promise.all([
  node.loggedIn('administrator', 'Bridge7#Orchard2&Lantern'),
  node.loggedIn('security', 'Quiet-Harbour-27-Meadow'),
]);
after(async () => {
  root.close();
  officer.close();
  await node.remove();
});

const port = await node.port('http');
const fetched = (): Promise<X509Crl> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/crl' }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => resolve(new X509Crl(Buffer.concat(pieces))));
    })
      .on('error', reject)
      .end();
  });

test('issued with a key that is told once, revoked, and in the list at once', async () => {
  const issued = await node.ask<IssuedLine>('certificate.issue', { name: 'anne-laptop' });
  assert.ok(issued.pkcs12 !== undefined && issued.passphrase !== undefined);
  const row = { form: 'issued-certificates', where: { serial: issued.serial } };
  const { records } = await node.ask<PageLine>('form.query', row);
  assert.deepEqual(
    records.map(({ values }) => [values.name, values.state]),
    [['anne-laptop', 'good']],
  );
  assert.equal((await fetched()).findRevoked(issued.serial), null);
  const act = (by: typeof root) =>
    by.send('POST', `forms/issued-certificates/records/${issued.serial}/actions/revokeStolen`);
  assert.equal((await act(root)).status, 403, 'not the root administrator’s duty');
  assert.equal((await act(officer)).status, 204);
  await node.ask('status');
  assert.equal((await fetched()).findRevoked(issued.serial)?.reason, 1);
  assert.equal((await act(officer)).status, 409);
  const audit = await node.askText('audit.export');
  assert.match(audit, /anne-laptop/);
  assert.ok(!audit.includes(issued.passphrase) && !audit.includes(issued.pkcs12.slice(0, 40)));
});

test('a request is made, its key is shown to nobody, and its answer is in force', async () => {
  await node.ask('form.act', { view: 'certificates', action: 'makeRequest', key: 'device' });
  const record = await officer.get<RecordLine>('forms/device-certificate/record');
  assert.match(String(record.values.request), /BEGIN CERTIFICATE REQUEST/);
  assert.equal(record.values.requestKey, 'set');
  const other = await makeCertificate({ issuer: await makeRoot(), names: ['localhost'] });
  const wrong = { kind: 'change', form: 'device-certificate', patch: { certificate: other.chain } };
  await assert.rejects(node.ask('form.change', { changes: [wrong] }), /security\.upload-key-mismatch/);
  const exported = await officer.send('GET', 'forms/device-certificate/export?format=json');
  const history = await officer.send('GET', 'forms/device-certificate/history');
  for (const { text } of [exported, history]) assert.doesNotMatch(text, /PRIVATE KEY/);
  await node.change('device-certificate', { request: '' });
  const withdrawn = await officer.get<RecordLine>('forms/device-certificate/record');
  assert.deepEqual([withdrawn.values.request, withdrawn.values.requestKey], ['', 'not set']);
});
