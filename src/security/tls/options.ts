// TLS options, from here alone (SEC-1, SEC-2): what a listener offers at a level, and what we demand where we connect ourselves.

import { constants } from 'node:crypto';
import type { Identity } from '../certificates/issue.ts';
import { type Offer, offers, type TlsLevel, type TlsVersion } from './suites.ts';

/** Hybrid with ML-KEM first: what is recorded today is not read by the computers of tomorrow. */
const groups = 'X25519MLKEM768:X25519:P-256:P-384';

/**
 * TLS 1.0 and 1.1 sign with SHA-1 and MD5, which OpenSSL permits at its level 0 alone (SSL_CTX_set_security_level(3)); what certificates
 * must be is judged elsewhere.
 */
const forOldVersions = '@SECLEVEL=0';

const common = {
  maxVersion: 'TLSv1.3',
  ecdhCurve: groups,
  // Ours for the suites. The version is always the highest that both ends know (RFC 8446 §4.2.1).
  honorCipherOrder: true,
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_COMPRESSION,
} as const;

/** As JSON carries it too: the portal is told its own. */
export interface ServerTls {
  readonly cert: string[];
  readonly key: string[];
  readonly minVersion: TlsVersion;
  readonly maxVersion: TlsVersion;
  readonly ciphers: string;
  readonly ecdhCurve: string;
  readonly honorCipherOrder: boolean;
  readonly secureOptions: number;
}

/** The secure context of a listener that shows `identities`; of several, each client gets the one that its suite needs. */
export const tlsOptions = (level: TlsLevel, identities: readonly Identity[]): ServerTls =>
  offerOptions(offers[level], identities);

/** The same for what is left of a level's offer. */
export const offerOptions = ({ minVersion, suites }: Offer, identities: readonly Identity[]): ServerTls => ({
  ...common,
  cert: identities.map(({ certificate }) => certificate),
  key: identities.map(({ key }) => key.reveal()),
  minVersion,
  ciphers: minVersion < 'TLSv1.2' ? suites.join(':') + forOldVersions : suites.join(':'),
});

/**
 * The options of a listener of services (SEC-2). Without tickets: a session that is resumed would come with its old certificate
 * but without its chain, and past the levels of today.
 */
export function serviceOptions(offer: Offer, identities: readonly Identity[]): ServerTls {
  const options = offerOptions(offer, identities);
  return { ...options, secureOptions: options.secureOptions | constants.SSL_OP_NO_TICKET };
}

export interface OutgoingTls extends Pick<ServerTls, 'minVersion' | 'maxVersion' | 'ciphers' | 'ecdhCurve'> {
  readonly secureOptions: number;
}

/** What we demand of a server where we are the client (mail, log receivers, webhooks, certificate authorities): level Data services. */
export function outgoingTls(level: TlsLevel): OutgoingTls {
  const { cert: _, key: __, honorCipherOrder: ___, ...rest } = tlsOptions(level, []);
  return rest;
}
