// Private keys as they are uploaded: PKCS#8, PKCS#1 and SEC 1 in PEM, in the clear or encrypted. One comes out: PKCS#8 in the clear.

import { createPrivateKey, type KeyObject } from 'node:crypto';
import { no, ok, type Result, Secret } from '#base';
import { child, DerFault, octetsOf, readDer, tags } from './der.ts';
import { decrypt, Rounds, roundsOf } from './pbe.ts';
import { isKey, type PemBlock, readPem } from './pem.ts';
import { uploadCodes } from './upload.codes.ts';

const field = 'privateKey';

/** The one key of a text. Refuses none, several, and one that the passphrase does not open. */
export async function readKey(text: Secret, passphrase: Secret | undefined): Promise<Result<KeyObject>> {
  const blocks = readPem(text.reveal());
  if (!blocks.ok) return blocks;
  const keys = blocks.value.filter(isKey);
  const [key] = keys;
  if (key === undefined || keys.length > 1)
    return unreadable(key === undefined ? 'there is no block "PRIVATE KEY"' : 'there is more than one');
  return key.label === 'ENCRYPTED PRIVATE KEY' ? readEncrypted(key, passphrase) : readPlain(key, passphrase);
}

/** PKCS#8 in the clear, as it is sealed and kept. */
export const printKey = (key: KeyObject): Secret => new Secret(String(key.export({ format: 'pem', type: 'pkcs8' })));

/** A key of PKCS#8 in DER. */
export function keyFromDer(bytes: Buffer): Result<KeyObject> {
  try {
    return ok(createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }));
  } catch {
    return unreadable('what the file holds is no PKCS#8');
  }
}

/** Also the older encryption of PEM itself (RFC 1421), which has one round of hashing. */
function readPlain({ text }: PemBlock, passphrase: Secret | undefined): Result<KeyObject> {
  const isEncrypted = text.includes('Proc-Type: 4,ENCRYPTED');
  if (isEncrypted && passphrase === undefined) return passphraseNeeded();
  try {
    return ok(createPrivateKey(isEncrypted ? { key: text, passphrase: passphrase?.reveal() ?? '' } : text));
  } catch {
    return isEncrypted ? passphraseWrong() : unreadable('its content is damaged');
  }
}

/** EncryptedPrivateKeyInfo (RFC 5958 §3): opened here and not by OpenSSL, which runs as many rounds as the file asks for. */
async function readEncrypted(key: PemBlock, passphrase: Secret | undefined): Promise<Result<KeyObject>> {
  if (passphrase === undefined) return passphraseNeeded();
  try {
    const value = readDer(Buffer.from(key.text.replace(/-----[^-]+-----/g, ''), 'base64'));
    const algorithm = child(value, 0, tags.sequence);
    const rounds = roundsOf(algorithm);
    if (!rounds.ok) return rounds;
    const taken = new Rounds().take(rounds.value);
    if (!taken.ok) return taken;
    const opened = await decrypt(algorithm, octetsOf(child(value, 1, tags.octets)), passphrase);
    if (!opened.ok) return opened;
    const read = opened.value === undefined ? undefined : keyFromDer(opened.value);
    // A wrong passphrase sometimes leaves a padding that fits, and then no key.
    return read?.ok ? read : passphraseWrong();
  } catch (fault) {
    if (fault instanceof DerFault) return unreadable(fault.message);
    throw fault;
  }
}

const unreadable = (why: string) => no(uploadCodes.refuse('security.upload-key-unreadable', { why }, field));
const passphraseNeeded = () => no(uploadCodes.refuse('security.upload-passphrase-needed', {}, 'passphrase'));
const passphraseWrong = () => no(uploadCodes.refuse('security.upload-passphrase-wrong', {}, 'passphrase'));
