// Renewal information (RFC 9773): when the authority suggests that a certificate be renewed.

import 'reflect-metadata';
import { AuthorityKeyIdentifierExtension, X509Certificate } from '@peculiar/x509';
import { type Clock, limits, ok } from '#base';
import { type RenewalWindow, readRenewalWindow } from './answers.ts';
import { type AcmeResult, type AcmeServer, broken, retryAfterMs } from './server.ts';

/** RFC 9773 §4.1: the authority's key identifier and the serial number, each in base64url. Blank where a certificate has no former. */
export function certificateId(pem: string): string {
  const certificate = new X509Certificate(pem);
  const keyId = certificate.getExtension(AuthorityKeyIdentifierExtension)?.keyId;
  if (keyId === undefined) return '';
  const serial = Buffer.from(
    certificate.serialNumber.padStart(certificate.serialNumber.length + (certificate.serialNumber.length % 2), '0'),
    'hex',
  );
  const [first = 0] = serial;
  const der = first > 127 ? Buffer.concat([Buffer.of(0), serial]) : serial;
  return `${Buffer.from(keyId, 'hex').toString('base64url')}.${der.toString('base64url')}`;
}

export interface RenewalInfo {
  /** Undefined where the authority has none. */
  readonly window: RenewalWindow | undefined;
  /** When to ask again. */
  readonly againMs: number;
}

const step = 'asking when to renew';

export async function askRenewalInfo(server: AcmeServer, pem: string, clock: Clock): Promise<AcmeResult<RenewalInfo>> {
  const directory = await server.directory();
  if (!directory.ok) return directory;
  const again = (ms: number): number => clock.nowMs() + ms;
  const id = certificateId(pem);
  if (directory.value.renewalInfo === '' || id === '')
    return ok({ window: undefined, againMs: again(limits.acme.mostRenewalInfoMs) });
  const answer = await server.get(step, `${directory.value.renewalInfo.replace(/\/$/, '')}/${id}`);
  if (!answer.ok) return answer;
  const window = readRenewalWindow(answer.value.text);
  if (window === undefined) return broken(step, 'it is no renewal information');
  const wishedMs = retryAfterMs(answer.value.headers['retry-after'], clock.nowMs()) ?? limits.acme.renewalInfoMs;
  const pauseMs = Math.min(limits.acme.mostRenewalInfoMs, Math.max(limits.acme.leastRenewalInfoMs, wishedMs));
  return ok({ window, againMs: again(pauseMs) });
}
