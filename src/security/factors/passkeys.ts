// Passkeys (WebAuthn Level 3): what is asked of a browser, and the judgement of what it answers. The person is verified always.

import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import {
  type AuthenticationResponseJSON,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { limits, randomKey } from '#base';

/** Where a page was opened: by what name, and at which origin. */
export interface PasskeyPlace {
  /** The relying party: the name of the system under which the page was opened. */
  readonly rpId: string;
  readonly origin: string;
}

/** What is kept of a passkey, sealed; bytes in base64url. */
export interface KeptPasskey {
  readonly credentialId: string;
  readonly publicKey: string;
  readonly transports: readonly string[];
  readonly rpId: string;
}

/** PublicKeyCredentialRequestOptionsJSON. */
export interface PasskeyRequest {
  readonly challenge: string;
  readonly rpId: string;
  readonly timeout: number;
  readonly userVerification: 'required';
  readonly allowCredentials: readonly PasskeyName[];
}

/** PublicKeyCredentialCreationOptionsJSON. */
export interface PasskeyCreation {
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly challenge: string;
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[];
  readonly timeout: number;
  readonly excludeCredentials: readonly PasskeyName[];
  readonly authenticatorSelection: { readonly residentKey: 'preferred'; readonly userVerification: 'required' };
  readonly attestation: 'none';
}

interface PasskeyName {
  readonly type: 'public-key';
  readonly id: string;
  readonly transports?: readonly string[];
}

export type PasskeyAnswer = Pick<AuthenticationResponseJSON, 'id' | 'rawId' | 'type' | 'response'>;
export type PasskeyMade = Pick<RegistrationResponseJSON, 'id' | 'rawId' | 'type' | 'response'>;

const challengeBytes = 32;
export const makeChallenge = (): string => randomKey(challengeBytes).toString('base64url');

/** EdDSA, ECDSA on P-256, and RSA for what can do nothing else (RFC 9053 §2, RFC 8812 §2). */
const algorithms = [-8, -7, -257];

/**
 * Where the page is that shows this Host header: under one of the system's names, at a port where it is served. None at an address:
 * WebAuthn knows no relying party that is one (§5.1.3 step 7).
 */
export function passkeyPlace(
  host: string,
  names: Iterable<string>,
  ports: ReadonlySet<number>,
): PasskeyPlace | undefined {
  const [, name = '', port] = /^([a-z0-9.-]{1,253})(?::(\d{1,5}))?$/.exec(host.toLowerCase()) ?? [];
  if (name === '' || isIP(name) !== 0 || !ports.has(Number(port ?? httpsPort))) return undefined;
  const isOurs = [...names].some((one) => one.toLowerCase() === name);
  return isOurs ? { rpId: name, origin: `https://${name}${port === undefined ? '' : `:${port}`}` } : undefined;
}

export const httpsPort = 443;

export const printRequest = (
  kept: readonly KeptPasskey[],
  challenge: string,
  { rpId }: PasskeyPlace,
): PasskeyRequest => ({
  ...{ challenge, rpId, timeout: limits.factors.waitMs, userVerification: 'required' },
  allowCredentials: kept.map(nameOf),
});

export async function printCreation(
  whom: { readonly loginId: string; readonly userName: string; readonly systemName: string },
  kept: readonly KeptPasskey[],
  challenge: string,
  { rpId }: PasskeyPlace,
): Promise<PasskeyCreation> {
  const made = await generateRegistrationOptions({
    ...{ rpName: whom.systemName, rpID: rpId, userName: whom.loginId, userDisplayName: whom.userName },
    userID: new Uint8Array(hash('sha256', `ringfence passkeys ${whom.loginId}`, 'buffer')),
    ...{ challenge: new Uint8Array(Buffer.from(challenge, 'base64url')), timeout: limits.factors.waitMs },
    supportedAlgorithmIDs: algorithms,
  });
  return {
    ...{ rp: { id: rpId, name: made.rp.name }, user: made.user, challenge, timeout: limits.factors.waitMs },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: kept.map(nameOf),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    attestation: 'none',
  };
}

const nameOf = ({ credentialId, transports }: KeptPasskey): PasskeyName => ({
  ...{ type: 'public-key', id: credentialId },
  ...(transports.length === 0 ? {} : { transports }),
});

/** The challenge that a browser says it was given; blank when it says none. Nothing is believed of it yet. */
export function challengeIn(clientDataJson: string): string {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8'));
    const challenge = typeof data === 'object' && data !== null && 'challenge' in data ? data.challenge : '';
    return typeof challenge === 'string' ? challenge : '';
  } catch {
    return '';
  }
}

export interface Judged {
  readonly counter: number;
  /** Blank, or why it is not taken: for the record, never for whoever asks. */
  readonly why: string;
}

/** WebAuthn Level 3 §7.2: signature, challenge, origin, relying party, that the person was verified, and the count. */
export async function judgeAnswer(
  kept: KeptPasskey,
  counter: number,
  answer: PasskeyAnswer,
  challenge: string,
  { origin, rpId }: PasskeyPlace,
): Promise<Judged> {
  const publicKey = new Uint8Array(Buffer.from(kept.publicKey, 'base64url'));
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...answer, clientExtensionResults: {} },
      ...{ expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpId, requireUserVerification: true },
      credential: { id: kept.credentialId, publicKey, counter },
    });
    return verified
      ? { counter: authenticationInfo.newCounter, why: '' }
      : { counter, why: 'its signature is not that of the passkey' };
  } catch (fault) {
    return { counter, why: whyOf(fault) };
  }
}

/** §7.1: what is kept of a passkey that was just made; or why it is not taken. */
export async function judgeMade(
  made: PasskeyMade,
  challenge: string,
  { origin, rpId }: PasskeyPlace,
): Promise<{ readonly kept: KeptPasskey; readonly counter: number } | string> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...made, clientExtensionResults: {} },
      ...{ expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpId, requireUserVerification: true },
      supportedAlgorithmIDs: algorithms,
    });
    if (!verified) return 'it does not verify';
    const { id: credentialId, publicKey, counter } = registrationInfo.credential;
    const transports = (made.response.transports ?? []).slice(0, limits.factors.transports);
    const kept = { credentialId, publicKey: Buffer.from(publicKey).toString('base64url'), transports, rpId };
    return { kept, counter };
  } catch (fault) {
    return whyOf(fault);
  }
}

/** The library throws where it refuses. Of its words, which may hold what was sent, so many are kept. */
const whyOf = (fault: unknown): string =>
  (fault instanceof Error ? fault.message : String(fault)).replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
