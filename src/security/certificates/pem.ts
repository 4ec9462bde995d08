// PEM (RFC 7468): the certificates in a text, and nothing else of it.

const blocks = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;

/** The DER of each block labelled CERTIFICATE, in order. */
export const certificatesIn = (pem: string): Buffer[] =>
  [...pem.matchAll(blocks)]
    .filter(([, label]) => label === 'CERTIFICATE')
    .map(([, , body = '']) => Buffer.from(body, 'base64'));

/** Whether there is a private key in a text, in whatever form. */
export const holdsPrivateKey = (pem: string): boolean => /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(pem);

/** One certificate as PEM, ending with a line feed. */
export const printPem = (der: Uint8Array): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
};
