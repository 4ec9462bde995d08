// What is made of a certificate that somebody wants trusted: what the form shows of it, and why it is refused.

import type { Refusal } from '#base';
import { checksCodes } from '../checks/checks.codes.ts';
import { isSelfSigned } from '../checks/path.ts';
import { isCertificate, type ParsedCertificate, parseCertificate } from '../parsed.ts';
import { certificatesIn, holdsPrivateKey } from '../pem.ts';

/** The fields of the form that follow from the certificate. */
export interface Shown {
  readonly kind: string;
  readonly subject: string;
  readonly issuer: string;
  readonly key: string;
  readonly ends: string;
  readonly fingerprint: string;
}

export interface Intake {
  readonly shown: Shown;
  readonly refusals: readonly Refusal[];
  /** Undefined where it was refused for being none. */
  readonly certificate: ParsedCertificate | undefined;
  /** An authority or intermediate, which TLS names in handshakes. */
  readonly isNamed: boolean;
  readonly subjectBytes: number;
}

const blank: Shown = { kind: '', subject: '', issuer: '', key: '', ends: '', fingerprint: '' };

/** Every record is read again with each change of the form; most texts are the same as before. */
const kept = new Map<string, Intake>();
const mostKept = 2_000;

/** Reads the text of the field Certificate. */
export function readIntake(text: string): Intake {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const intake = read(text);
  if (kept.size >= mostKept) kept.clear();
  kept.set(text, intake);
  return intake;
}

function read(text: string): Intake {
  if (holdsPrivateKey(text)) return refused(checksCodes.refuse('security.trusted-private-key', {}, 'certificate'));
  const found = certificatesIn(text);
  const [der] = found;
  if (der === undefined) return broken('there is no certificate in it');
  if (found.length > 1)
    return refused(checksCodes.refuse('security.trusted-several', { count: found.length }, 'certificate'));
  const certificate = parseCertificate(der);
  if (!isCertificate(certificate)) return broken(certificate);
  const isOwnIssuer = isSelfSigned(certificate);
  return {
    shown: shownOf(certificate, isOwnIssuer),
    refusals: weaknesses(certificate, isOwnIssuer),
    certificate,
    isNamed: isOwnIssuer || certificate.basic?.ca === true,
    subjectBytes: certificate.subjectDer.length / 2,
  };
}

const refused = (refusal: Refusal): Intake => ({
  shown: blank,
  refusals: [refusal],
  certificate: undefined,
  isNamed: false,
  subjectBytes: 0,
});

const broken = (found: string): Intake =>
  refused(checksCodes.refuse('security.trusted-broken', { found }, 'certificate'));

function shownOf(certificate: ParsedCertificate, isOwnIssuer: boolean): Shown {
  const { subject, issuer, key, endsMs, fingerprint, basic } = certificate;
  const authority = isOwnIssuer ? 'Authority' : 'Intermediate';
  return {
    kind: basic?.ca === true ? authority : 'Copy of a certificate',
    ...{ subject, issuer, fingerprint },
    key: key.words,
    ends: Temporal.Instant.fromEpochMilliseconds(endsMs).toString(),
  };
}

/** The signature of one that signed itself proves nothing, so its hash does not matter. */
function weaknesses({ key, hash, signature }: ParsedCertificate, isOwnIssuer: boolean): Refusal[] {
  const weak = (found: string): Refusal => checksCodes.refuse('security.trusted-weak', { found }, 'certificate');
  return [
    ...(key.strong ? [] : [weak(`its key is ${key.words}`)]),
    ...(hash === '' && !isOwnIssuer ? [weak(`it is signed with ${signature}`)] : []),
  ];
}
