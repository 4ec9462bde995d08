// TLS options, from here alone (SEC-1): what a listener offers at each security level.

import { constants } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';
import type { Identity } from '../certificates/issue.ts';

/** High: TLS 1.2 and 1.3, ephemeral elliptic curves and authenticated encryption only. */
export type TlsLevel = 'high';

const suites: Readonly<Record<TlsLevel, readonly string[]>> = {
  high: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ],
};

const groups = 'X25519MLKEM768:X25519:P-256:P-384';

/** The secure context of a listener that shows `identity`. */
export function tlsOptions(level: TlsLevel, identity: Identity): SecureContextOptions {
  return {
    cert: identity.certificate,
    key: identity.key.reveal(),
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: suites[level].join(':'),
    ecdhCurve: groups,
    honorCipherOrder: true,
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_COMPRESSION,
  };
}
