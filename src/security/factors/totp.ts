// One-time codes by time (RFC 6238 over RFC 4226): SHA-1, 6 digits, 30 seconds, as authenticator apps know them. Pure.

import { createHmac } from 'node:crypto';
import { sameText } from '#base';

/** RFC 4226 §4 R6 recommends 160 bits. */
export const totpSecretBytes = 20;

const stepMs = 30_000;
const digits = 6;
/** RFC 6238 §5.2: clocks of telephones differ, and typing takes time. */
const driftSteps = 1;
const codeForm = /^\d{6}$/;

/** The code of one step of 30 seconds, counted from 1970-01-01 UTC. */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  // RFC 4226 §5.3: the last four bits say where the number begins; its sign is left out.
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

export const totpStep = (nowMs: number): number => Math.floor(nowMs / stepMs);

/** The step whose code this is: now, one before or one after, and later than `afterStep`, so that none is taken twice. */
export function matchTotp(secret: Buffer, typed: string, nowMs: number, afterStep: number): number | undefined {
  const code = typed.replace(/[\s-]/g, '');
  if (!codeForm.test(code)) return undefined;
  const now = totpStep(nowMs);
  let found: number | undefined;
  for (let step = now - driftSteps; step <= now + driftSteps; step++)
    if (sameText(totpCode(secret, step), code) && step > afterStep) found ??= step;
  return found;
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 §6; a length of whole groups, as ours is, needs no padding. */
export function printBase32(bytes: Buffer): string {
  let [text, held, bits] = ['', 0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += base32[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + base32[(held << (5 - bits)) & 31] : text;
}

/** What an authenticator app reads from a QR code: the key URI, with the issuer in both places where apps look for it. */
export function totpUri(secret: Buffer, issuer: string, loginId: string): string {
  const named = issuer.replaceAll(':', ' ').trim();
  const query = { secret: printBase32(secret), issuer: named, algorithm: 'SHA1', digits: String(digits), period: '30' };
  const printed = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `otpauth://totp/${encodeURIComponent(named)}:${encodeURIComponent(loginId)}?${printed.join('&')}`;
}
