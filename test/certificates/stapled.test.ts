// A certificate of a third party that names a responder: every listener that shows it staples what the responder says.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { connect } from 'node:tls';
import { parseCertificate } from '../../src/security/certificates/parsed.ts';
import { readAnswer } from '../../src/security/certificates/revocation/ocsp.ts';
import { answerOcsp, makeCertificate, makeRoot } from '../../src/security/certificates/testing.ts';
import { TestNode } from '../node.ts';

const root = await makeRoot('Third party');
const responder = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  response.end(answerOcsp(Buffer.concat(parts), root));
});
responder.listen(0, '127.0.0.1');
await once(responder, 'listening');
// A listening TCP server has an address of this kind.
const { port: ocspPort } = responder.address() as AddressInfo;
const node = await TestNode.start({ https: true, set: ['certificate-checks.revocationLocal=yes'] });
after(async () => {
  await node.remove();
  responder.close();
});

const made = await makeCertificate({
  issuer: root,
  names: ['127.0.0.1', 'localhost'],
  usage: ['server'],
  ocsp: `http://127.0.0.1:${ocspPort}`,
});

/** What a listener staples to a client that asks; undefined where it has nothing. */
async function stapledAt(listener: string): Promise<Buffer | undefined> {
  const options = { port: await node.port(listener), host: '127.0.0.1', ca: root.certificate, requestOCSP: true };
  const socket = connect(options);
  const stapled = new Promise<Buffer | undefined>((resolve) =>
    socket.once('OCSPResponse', (answer: Buffer | null) => resolve(answer ?? undefined)),
  );
  await once(socket, 'secureConnect');
  socket.destroy();
  return stapled;
}

/** Looks again until it is there: the responder is asked after the certificate is in force. */
async function untilStapledAt(listener: string): Promise<Buffer> {
  for (let looks = 0; looks < 100; looks++) {
    const found = await stapledAt(listener).catch(() => undefined);
    if (found !== undefined && found.length > 0) return found;
  }
  throw new Error(`${listener} staples nothing`);
}

test('the web server and SIP staple a good answer about an uploaded certificate, asked for by themselves', async () => {
  await node.ask('form.change', {
    changes: [
      {
        kind: 'add',
        form: 'trusted-certificates',
        patch: { name: 'third party', certificate: root.certificate, purposes: ['outgoing'] },
      },
    ],
  });
  for (const place of ['web-server-certificate', 'telephony-certificate'])
    await node.change(place, { certificate: made.certificate, privateKey: made.key });
  const [certificate, issuer] = [parseCertificate(made.der), parseCertificate(root.der)];
  assert.ok(typeof certificate !== 'string' && typeof issuer !== 'string');
  for (const listener of ['https', 'sip-tls']) {
    const answer = readAnswer(await untilStapledAt(listener), { certificate, issuer, nowMs: Date.now() });
    assert.equal(typeof answer === 'string' ? answer : answer.status, 'good', listener);
  }
  assert.deepEqual(node.faults, []);
});
