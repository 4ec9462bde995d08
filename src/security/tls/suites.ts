// What is offered at each TLS level (SEC-1), as data: protocol versions and suites in the server's order, by OpenSSL's names.

import { getCiphers } from 'node:tls';
import { no, ok, type Result } from '#base';
import { tlsCodes } from './tls.codes.ts';

/** High: TLS 1.2 and 1.3, ephemeral keys and authenticated encryption. Low: more suites of TLS 1.2. Legacy: TLS 1.0 and 1.1 too. */
export type TlsLevel = 'high' | 'low' | 'legacy';

/** The older ones are the weaker ones. */
export const tlsVersions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof tlsVersions)[number];

const tls13 = ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'] as const;

const highSuites = [
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-RSA-AES128-GCM-SHA256',
] as const;

/** The eight of the call manager's document, those with ephemeral keys and authenticated encryption first. */
const lowSuites = [
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES128-SHA256',
  'AES256-GCM-SHA384',
  'AES128-GCM-SHA256',
  'AES256-SHA256',
  'AES128-SHA256',
] as const;

/** What TLS 1.0 and 1.1 can do at all: nothing of theirs authenticates what it encrypts. */
const oldSuites = ['ECDHE-RSA-AES256-SHA', 'ECDHE-RSA-AES128-SHA', 'AES256-SHA', 'AES128-SHA'] as const;

export interface Offer {
  readonly minVersion: TlsVersion;
  /** In the server's order. */
  readonly suites: readonly string[];
}

export const offers: Readonly<Record<TlsLevel, Offer>> = {
  high: { minVersion: 'TLSv1.2', suites: [...tls13, ...highSuites] },
  low: { minVersion: 'TLSv1.2', suites: [...tls13, ...lowSuites] },
  legacy: { minVersion: 'TLSv1', suites: [...tls13, ...lowSuites, ...oldSuites] },
};

/** Encryption that also tells whether it was altered. */
export const isAead = (suite: string): boolean => /GCM|POLY1305/.test(suite);

/** Keys that are forgotten with the connection: of TLS 1.3 always. */
export const isForwardSecret = (suite: string): boolean => suite.startsWith('TLS_') || suite.startsWith('ECDHE-');

/** Keys of 256 bits. */
export const isLongKeyed = (suite: string): boolean => /AES_?256|CHACHA20/.test(suite);

/**
 * Whether OpenSSL knows every suite by the name that it has here: it leaves out what it does not know, without a word, and a
 * misspelt list would offer less than it says. Asked at start; refused with the name.
 */
export function checkSuites(known: readonly string[] = getCiphers()): Result<void> {
  const names = new Set(known.map((name) => name.toLowerCase()));
  for (const { suites } of Object.values(offers)) {
    const unknown = suites.find((suite) => !names.has(suite.toLowerCase()));
    if (unknown !== undefined) return no(tlsCodes.refuse('security.unknown-suite', { suite: unknown }));
  }
  return ok(undefined);
}
