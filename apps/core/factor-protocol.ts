// Of the interface between core and portal what second factors say: types only.

import type { PasskeyNameLine } from './protocol.ts';

export type SecondFactorParams =
  | {
      readonly kind: 'totp' | 'recovery';
      /** As it is typed: blanks and hyphens do not matter. */
      readonly code: string;
    }
  | { readonly kind: 'passkey'; readonly answer: PasskeyAnswerParams };

/** AuthenticationResponseJSON (WebAuthn Level 3 §5.1), what `PublicKeyCredential.toJSON()` gives; bytes in base64url. */
export interface PasskeyAnswerParams {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle?: string;
  };
}

/** RegistrationResponseJSON (WebAuthn Level 3 §5.1), likewise. */
export interface PasskeyMadeParams {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject: string;
    readonly transports?: readonly string[];
  };
}

export interface FactorChangeLine {
  readonly atMs: number;
  readonly words: string;
}

/** One's own second factors. */
export interface OwnFactorsLine {
  /** One's policy requires one: the last cannot be removed. */
  readonly required: boolean;
  readonly factors: readonly OwnFactorLine[];
  /** Recovery codes that are left. */
  readonly recoveryCodes: number;
  /** The name under which the page was opened, for passkeys; blank where it was opened at an address, for which there are none. */
  readonly passkeyHost: string;
}

export interface OwnFactorLine {
  readonly id: string;
  readonly kind: 'totp' | 'passkey';
  readonly name: string;
  readonly madeAtMs: number;
  /** 0: never. */
  readonly usedAtMs: number;
  /** Of a passkey: the name of the system for which it was made. */
  readonly host: string;
  /** Too many wrong codes in a row: it is not taken any more. */
  readonly stopped: boolean;
}

/** Every change of one's own factors shows the password again. */
export interface FactorBeginParams {
  readonly password: string;
  /** By which its person knows it. */
  readonly name: string;
}

/** A one-time code generator to be set up, told this once; it holds when a code of it has come back. */
export interface TotpBegunLine {
  readonly id: string;
  /** Base32, to be typed. */
  readonly secret: string;
  /** otpauth://totp/…, to be shown as a QR code. */
  readonly uri: string;
}

export interface PasskeyBegunLine {
  readonly id: string;
  /** PublicKeyCredentialCreationOptionsJSON (WebAuthn Level 3 §5.1.9), for `navigator.credentials.create`. */
  readonly options: PasskeyCreationLine;
}

export interface PasskeyCreationLine {
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly challenge: string;
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[];
  readonly timeout: number;
  readonly excludeCredentials: readonly PasskeyNameLine[];
  readonly authenticatorSelection: { readonly residentKey: 'preferred'; readonly userVerification: 'required' };
  readonly attestation: 'none';
}
