// Validation as an authority does it: it connects to the node as a stranger, under the name, and believes nothing else.

import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:tls';
import * as x509 from '@peculiar/x509';

/** Where the names lead in this test. */
export interface Ports {
  readonly http: number;
  readonly https: number;
}

/** Why it is not valid; undefined when it is. */
export function validate(
  type: string,
  name: string,
  token: string,
  expected: string,
  ports: Ports,
): Promise<string | undefined> {
  return type === 'http-01' ? byHttp(name, token, expected, ports.http) : byTls(name, expected, ports.https);
}

function byHttp(name: string, token: string, expected: string, port: number): Promise<string | undefined> {
  const place = { host: '127.0.0.1', port, path: `/.well-known/acme-challenge/${token}`, headers: { host: name } };
  return new Promise((resolve) => {
    const asked = request(place, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => {
        text += piece;
      });
      answer.on('end', () =>
        resolve(
          answer.statusCode === 200 && text.trim() === expected
            ? undefined
            : `the file says ${answer.statusCode} ${text.slice(0, 80)}`,
        ),
      );
    });
    asked.on('error', (fault) => resolve(fault.message));
    asked.end();
  });
}

function byTls(name: string, expected: string, port: number): Promise<string | undefined> {
  const digest = createHash('sha256').update(expected).digest('hex');
  return new Promise((resolve) => {
    const options = {
      host: '127.0.0.1',
      port,
      servername: name,
      ALPNProtocols: ['acme-tls/1'],
      rejectUnauthorized: false,
    };
    const socket = connect(options, () => {
      const { raw } = socket.getPeerCertificate();
      resolve(socket.alpnProtocol === 'acme-tls/1' ? whyWrong(raw, name, digest) : 'the protocol was not agreed');
      socket.destroy();
    });
    socket.on('error', (fault) => resolve(fault.message));
  });
}

/** RFC 8737 §3: one name, the extension critical, the hash. */
function whyWrong(raw: Buffer, name: string, digest: string): string | undefined {
  const certificate = new x509.X509Certificate(raw);
  const names = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
  if (names.length !== 1 || names[0]?.value !== name) return 'the certificate is not for this name';
  const proof = certificate.getExtension('1.3.6.1.5.5.7.1.31');
  if (proof?.critical !== true) return 'there is no critical acmeIdentifier';
  return Buffer.from(proof.value).toString('hex') === `0420${digest}` ? undefined : 'the hash is another one';
}
