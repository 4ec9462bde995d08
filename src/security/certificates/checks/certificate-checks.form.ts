// The form Certificate Checks (SEC-5): how strictly the certificates of others are judged, for management and for telephony apart.

import { choice, defineForm, type RecordOf, whole, yesNo } from '#forms';

const levels = 'Levels';
const revocation = 'Revocation';

/** What each level asks for, in the words of the form; `rules.ts` has the rules themselves. */
const levelWords = {
  none: 'None: whoever shows one must show one that is in date',
  low: 'Low: also a strong key and signature',
  medium: 'Medium: also issued by an authority in Trusted Certificates, for this use, not revoked',
  high: 'High: also not self-signed, and a copy of it is in Trusted Certificates',
} as const;

export const certificateChecks = defineForm({
  id: 'certificate-checks',
  title: 'Certificate Checks',
  group: 'Security',
  duty: 'security',
  single: true,
  help: {
    purpose:
      'How strictly certificates that others show are judged: those of administrators’ computers and programs, those of telephones, and those of the servers that this system connects to.',
    conditions:
      'Each level asks for all that the ones before it ask for. Management holds where a service is at Secure, High; with telephony above None every telephone must show a certificate before it may send anything over TLS. A change holds for new connections at once; telephones that showed a certificate are judged again each time revocation is refreshed, and cut off when they would not be let in now. The command line on the machine itself is never asked for a certificate, so nobody is locked out for good.',
    recommendation:
      'Medium for telephones once they have certificates of your own authority; High for management once the certificate of every administrator’s computer is in Trusted Certificates. Bring in the certificates first, then raise the level.',
  },
  fields: {
    management: choice({
      label: 'Management Interfaces',
      help: 'How the certificates of browsers, Managers and programs are judged. Keys below RSA 2048 or P-256, and signatures with MD5 or SHA-1, are refused from Low on.',
      section: levels,
      of: levelWords,
      initial: 'none',
    }),
    telephony: choice({
      label: 'Telephony Endpoints',
      help: 'How the certificates of telephones are judged. None: they are not asked for one. With any other level a telephone without a certificate cannot connect over TLS.',
      section: levels,
      of: levelWords,
      initial: 'none',
    }),
    outgoing: choice({
      label: 'Servers We Connect To',
      help: 'How the certificates of mail servers, log receivers and the like are judged. Their names are always compared, and there is no level below Medium: who is not known is not sent anything.',
      section: levels,
      of: { medium: levelWords.medium, high: levelWords.high },
      initial: 'medium',
    }),
    publicAuthorities: yesNo({
      label: 'Trust Public Authorities',
      help: 'Whether the authorities that browsers trust, which came with this version, are trusted for servers that we connect to. They are never trusted for management or telephones.',
      section: levels,
      initial: true,
    }),
    remoteChecks: yesNo({
      label: 'Remote Checks',
      help: 'Whether, from Medium on, the certificate of whoever connects must name the address that the connection comes from, or the SIP domain (RFC 5922).',
      section: levels,
      initial: false,
    }),
    revocation: choice({
      label: 'Revocation',
      help: 'From Medium on, lists (CRL) and responders (OCSP) that a certificate names are asked whether it was revoked. This says what happens when none of them answers. What this system’s own authority has revoked is refused whatever is set here.',
      section: revocation,
      of: {
        'by-level': 'By level: accepted at Medium, refused at High',
        accept: 'Accepted: an answer that cannot be had is no reason to refuse',
        refuse: 'Refused: no answer, no connection',
        off: 'Lists and responders are not asked',
      },
      initial: 'by-level',
    }),
    revocationRefreshMinutes: whole({
      label: 'Refresh Revocation',
      help: 'How long a list or an answer is used before it is fetched again, even where it would hold for longer. A certificate that was revoked stops working within this time.',
      section: revocation,
      min: 5,
      max: 1_440,
      initial: 60,
      unit: 'minutes',
    }),
    revocationLocal: yesNo({
      label: 'Lists on This Machine',
      help: 'Whether lists and responders may be at addresses of this machine itself (127.0.0.1) or of its own wire (169.254.0.0/16). A certificate says where they are; leave it off unless your authority runs on this machine.',
      section: revocation,
      initial: false,
    }),
  },
});

export type CertificateChecks = RecordOf<typeof certificateChecks>;
