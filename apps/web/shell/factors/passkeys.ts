// The browser's side of passkeys: what the system asks for is given to it, what it answers is given back, and nothing else of it.

import type { PasskeyAnswer, PasskeyCreation, PasskeyMade, PasskeyRequest, Refusal } from '../../../portal/api.ts';
import { ProblemError } from '../api.ts';
import { words } from '../words/words.ts';

const said = words.factors.passkeys;

/** Passkeys need a page that came safely, and a browser that takes and gives JSON (WebAuthn Level 3 §5.1). */
export const canPasskeys = (): boolean =>
  window.isSecureContext &&
  'PublicKeyCredential' in window &&
  'parseRequestOptionsFromJSON' in PublicKeyCredential &&
  'parseCreationOptionsFromJSON' in PublicKeyCredential;

export async function askPasskey(request: PasskeyRequest): Promise<PasskeyAnswer> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(copyOf(request));
  const found = await asked(() => navigator.credentials.get({ publicKey }));
  if (!(found.response instanceof AuthenticatorAssertionResponse)) throw problem(said.unable);
  const { clientDataJSON, authenticatorData, signature, userHandle } = found.response;
  return {
    ...{ id: found.id, rawId: print(found.rawId), type: 'public-key' },
    response: {
      clientDataJSON: print(clientDataJSON),
      authenticatorData: print(authenticatorData),
      signature: print(signature),
      ...(userHandle === null ? {} : { userHandle: print(userHandle) }),
    },
  };
}

export async function makePasskey(options: PasskeyCreation): Promise<PasskeyMade> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(copyOf(options));
  const made = await asked(() => navigator.credentials.create({ publicKey }));
  if (!(made.response instanceof AuthenticatorAttestationResponse)) throw problem(said.unable);
  const { clientDataJSON, attestationObject } = made.response;
  return {
    ...{ id: made.id, rawId: print(made.rawId), type: 'public-key' },
    response: {
      clientDataJSON: print(clientDataJSON),
      attestationObject: print(attestationObject),
      transports: made.response.getTransports(),
    },
  };
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  const found = await ask().catch((fault: unknown) => {
    const isUnable =
      fault instanceof DOMException && (fault.name === 'SecurityError' || fault.name === 'NotSupportedError');
    throw problem(isUnable ? said.unable : said.cancelled);
  });
  if (found instanceof PublicKeyCredential) return found;
  throw problem(said.cancelled);
}

const problem = (text: string): ProblemError => {
  const refusal: Refusal = { code: 'web.passkey', exit: 1, words: text, remedy: '' };
  return new ProblemError(0, [refusal]);
};

/** The browser's own types are not read-only. */
const copyOf = <T>(options: unknown): T => JSON.parse(JSON.stringify(options)) as T;

const print = (bytes: ArrayBuffer): string =>
  new Uint8Array(bytes).toBase64({ alphabet: 'base64url', omitPadding: true });
