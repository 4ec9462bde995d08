// The listeners as general tools see them: OPTIONS by sipsak, TLS versions and the certificate by openssl.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Office } from './office.ts';
import { Program, runToEnd } from './program.ts';

const patienceMs = 10_000;

let office: Office;

before(async () => {
  office = await Office.open();
});

after(() => office?.close());

for (const transport of ['udp', 'tcp']) {
  test(`OPTIONS over ${transport.toUpperCase()} is answered`, async () => {
    const port = await office.openListener(`sip-${transport}`);
    const argv = ['-E', transport, '-s', `sip:127.0.0.1:${port}`, '-vv'];
    const { code, output } = await runToEnd('sipsak', argv, patienceMs);
    assert.equal(code, 0, output);
    assert.match(output, /SIP\/2\.0 200 OK/);
    assert.match(output, /Allow: .*INVITE/);
  });
}

/** `openssl s_client`, which trusts the system's authority alone and wants a certificate for this address. */
async function client(address: string, ...more: string[]): Promise<string[]> {
  const port = await office.node.port('sip-tls');
  const authority = join(office.node.directory, 'authority.pem');
  return [
    ...['s_client', '-connect', `127.0.0.1:${port}`, '-CAfile', authority, '-verify_return_error'],
    ...['-verify_ip', address, ...more],
  ];
}

for (const [option, version] of [
  ['-tls1_2', 'TLSv1.2'],
  ['-tls1_3', 'TLSv1.3'],
] as const) {
  test(`${version} is taken, and the certificate stands for the address`, async () => {
    const { code, output } = await runToEnd('openssl', await client('127.0.0.1', option), patienceMs);
    assert.equal(code, 0, output);
    assert.match(output, /Verify return code: 0 \(ok\)/);
    assert.match(output, new RegExp(`New, ${version}, Cipher is .*AES_?256[-_]GCM`));
  });
}

test('a certificate for another address would be noticed', async () => {
  const { code, output } = await runToEnd('openssl', await client('192.0.2.77'), patienceMs);
  assert.equal(code, 1);
  assert.match(output, /IP address mismatch/);
});

for (const option of ['-tls1_1', '-tls1']) {
  test(`${option.slice(1).replace('tls', 'TLS ').replace('_', '.')} is refused`, async () => {
    // At its usual security level openssl would not even try.
    const argv = await client('127.0.0.1', option, '-cipher', 'DEFAULT:@SECLEVEL=0');
    const { code, output } = await runToEnd('openssl', argv, patienceMs);
    assert.equal(code, 1);
    assert.match(output, /alert protocol version/);
  });
}

test('OPTIONS over TLS is answered', async () => {
  const lines = [
    'OPTIONS sip:ringfence SIP/2.0',
    'Via: SIP/2.0/TLS 127.0.0.1:5061;branch=z9hG4bKdoors;rport',
    'From: <sip:tester@ringfence>;tag=1',
    'To: <sip:ringfence>',
    'Call-ID: doors@127.0.0.1',
    'CSeq: 1 OPTIONS',
    'Max-Forwards: 70',
    'Content-Length: 0',
  ];
  const input = `${lines.join('\r\n')}\r\n\r\n`;
  const program = new Program('openssl', await client('127.0.0.1', '-quiet', '-ign_eof'), { input });
  try {
    await program.wrote(/SIP\/2\.0 200 OK[\s\S]*CSeq: 1 OPTIONS[\s\S]*Allow: /, patienceMs);
  } finally {
    await program.end();
  }
});
