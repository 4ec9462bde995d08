// The form Trusted Certificates (SEC-5): authorities, intermediates and copies of single certificates that the system goes by.

import { limits, type Refusal } from '#base';
import { choices, defineForm, type Look, moment, type RecordOf, text } from '#forms';
import { checksCodes } from '../checks/checks.codes.ts';
import { type Intake, readIntake } from './intake.ts';

export const trustedCertificates = defineForm({
  id: 'trusted-certificates',
  title: 'Trusted Certificates',
  group: 'Security',
  duty: 'security',
  key: 'name',
  help: {
    purpose:
      'Certificates of others that this system goes by: authorities that issue certificates, intermediates between them and what they issued, and copies of single certificates, which the level High asks for.',
    conditions:
      'The system’s own authority is always trusted and need not be here. An authority is trusted for all that it issues; an intermediate only fills the gap to its authority, which must be here too. A certificate that is broken, has ended, is weak or is here already is refused. Who is judged by a certificate that is taken out is refused from then on; open connections of telephones end when revocation is refreshed next.',
    recommendation:
      'Trust as few authorities as you can, each for what it is needed for. Before a certificate ends, which is told 60 days ahead, add the next one beside it.',
  },
  fields: {
    name: text({
      label: 'Name',
      help: 'Names the certificate in lists, logs and the audit trail.',
      max: 64,
      pattern: /^[A-Za-z0-9][A-Za-z0-9 ._@-]*$/,
      expects: '1 to 64 letters, digits, blanks and . _ @ -, the first a letter or digit',
    }),
    certificate: text({
      label: 'Certificate',
      help: 'One certificate as PEM text, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----. For several at once use import.',
      max: limits.certificates.pemLength,
      lines: 400,
      file: { accepts: '.pem,.crt,.cer,.txt,application/x-pem-file', as: 'text' },
    }),
    purposes: choices({
      label: 'Trusted for',
      help: 'Whose certificates are judged by it.',
      of: {
        management: 'Management: computers and programs of administrators',
        telephony: 'Telephony: telephones',
        outgoing: 'Outgoing: servers that this system connects to',
      },
      min: 1,
      initial: ['management', 'telephony', 'outgoing'],
    }),
    kind: settled('Kind', 'What it is: an authority (root), an intermediate, or a copy of a single certificate.'),
    subject: settled('Subject', 'Whom it was issued to.'),
    issuer: settled('Issuer', 'Who issued it.'),
    key: settled('Key', 'The kind and size of its key.'),
    ends: moment({
      label: 'Ends',
      help: 'Its last moment. Filled in by the system from the certificate.',
      section: 'What it says',
      initial: '',
    }),
    fingerprint: settled(
      'Fingerprint',
      'SHA-256 over the whole certificate, to compare with what its owner tells you.',
    ),
  },
  settle: (record) => readIntake(record.certificate).shown,
  rules: (record, look) => {
    const intake = readIntake(record.certificate);
    return [...intake.refusals, ...checkTwice(record, look), ...checkNumber(look), ...checkNames(intake, record, look)];
  },
});

export type TrustedCertificate = RecordOf<typeof trustedCertificates>;
export type Purpose = TrustedCertificate['purposes'][number];

/** A field that follows from the certificate. */
function settled(label: string, help: string) {
  return text({
    label,
    help: `${help} Filled in by the system from the certificate.`,
    section: 'What it says',
    max: 500,
    initial: '',
  });
}

const formId = 'trusted-certificates';

function checkTwice({ name, fingerprint }: { name: string; fingerprint: string }, look: Look): readonly Refusal[] {
  if (fingerprint === '') return [];
  const other = look.keysWith(formId, 'fingerprint', fingerprint).find((key) => key !== name);
  return other === undefined ? [] : [checksCodes.refuse('security.trusted-twice', { other }, 'certificate')];
}

function checkNumber(look: Look): readonly Refusal[] {
  const most = limits.certificates.trusted;
  const count = [...look.keys(formId)].length;
  return count > most ? [checksCodes.refuse('security.trusted-too-many', { most })] : [];
}

/** A listener names the authorities that it takes in one handshake message of at most 65,535 bytes (RFC 8446 §4.2.4). */
function checkNames(intake: Intake, record: { readonly name: string }, look: Look): readonly Refusal[] {
  if (!intake.isNamed) return [];
  const most = limits.certificates.rootNamesBytes;
  let bytes = intake.subjectBytes;
  for (const [name, { certificate }] of look.records(trustedCertificates)) {
    const other = name === record.name ? undefined : readIntake(certificate);
    if (other?.isNamed === true) bytes += other.subjectBytes;
  }
  return bytes > most ? [checksCodes.refuse('security.trusted-too-many-roots', { most })] : [];
}
