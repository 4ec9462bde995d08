// The form Automatic Certificates: from which authority certificates come by themselves (ACME, RFC 8555), for which names and places.

import type { Refusal } from '#base';
import { choice, choices, defineForm, parseAddress, printAddress, type RecordOf, secret, text, yesNo } from '#forms';
import { acmeCodes } from './acme.codes.ts';
import { directoryUrls, isWellKnown } from './authorities.ts';

const mostDomains = 20;
const hostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;

const account = 'Account';
const order = 'Order';
const own = 'An authority of your own';

export const acmeSettings = defineForm({
  id: 'acme-settings',
  title: 'Automatic Certificates',
  group: 'Security',
  duty: 'security',
  single: true,
  help: {
    purpose:
      'Has certificates issued and renewed by an authority that speaks ACME (RFC 8555): a public one, which every browser and phone trusts, or one of your own.',
    conditions:
      'The authority connects to this system under each name to see that the name is yours: with TLS-ALPN-01 to port 443, which must lead to the HTTPS listener; with HTTP-01 to port 80, which must lead to the listener http, switched on in Network Listeners. Certificates are ordered within a minute of a change here, each with a key of its own, and renewed when the authority suggests it, or else when a third of their life is left. Each is shown where the form of that place (Web Server Certificate, Telephony Certificate) has ACME as its source. A failed order is an alarm, and leaves in force what is in force.',
    recommendation:
      'Take TLS-ALPN-01: it needs no unencrypted listener. Try with the staging authority first: public authorities refuse who asks them too often. A name that the Internet cannot reach needs an authority of your own.',
  },
  fields: {
    authority: choice({
      label: 'Authority',
      help: 'Who issues. None: certificates come from elsewhere. Staging certificates are for trying out; nobody trusts them.',
      section: account,
      of: {
        none: 'None',
        'lets-encrypt': "Let's Encrypt",
        'lets-encrypt-staging': "Let's Encrypt, staging",
        'google-trust-services': 'Google Trust Services',
        zerossl: 'ZeroSSL',
        other: 'Another one, by its directory',
      },
      initial: 'none',
    }),
    directoryUrl: text({
      label: 'Directory',
      help: 'The address of the directory of the authority, https://… It follows from the authority where that is chosen by name.',
      section: account,
      max: 500,
      initial: '',
      pattern: /^https:\/\/[^\s/@]+(\/[^\s]*)?$/,
      blank: true,
      expects: 'an address that begins with https://',
    }),
    contact: text({
      label: 'Contact',
      help: 'An email address to which the authority may write. Blank: it cannot.',
      section: account,
      max: 254,
      initial: '',
      blank: true,
      pattern: /^[^\s@,?%]+@[^\s@,?%]+$/,
      expects: 'one email address',
    }),
    agreedToTerms: yesNo({
      label: 'Terms Agreed',
      help: 'Whether you agree to the terms of service of the authority. Without that it issues nothing; its directory names them.',
      section: account,
      initial: false,
    }),
    externalAccountId: text({
      label: 'External Account, Key ID',
      help: 'Where the authority asks for it (ZeroSSL and Google do): the id that binds this system to your account there.',
      section: account,
      max: 500,
      initial: '',
    }),
    externalAccountKey: secret({
      label: 'External Account, HMAC Key',
      help: 'The key that belongs to that id, as the authority shows it (base64url).',
      section: account,
      min: 16,
      max: 500,
    }),
    domains: text({
      label: 'Names',
      help: `The names that the certificates stand for, at most ${mostDomains}, separated by blanks. Blank: the public names of System Options. An authority of your own may also take addresses.`,
      section: order,
      max: 2_000,
      initial: '',
      tidy: tidyDomains,
      expects: `at most ${mostDomains} host names with a dot, or addresses, separated by blanks; no wildcards`,
      holds: areDomains,
    }),
    challenge: choice({
      label: 'Proof',
      help: 'How the authority sees that a name is yours. TLS-ALPN-01: by a handshake with the HTTPS listener. HTTP-01: by a file that the listener http serves, which is not encrypted.',
      section: order,
      of: { 'tls-alpn-01': 'TLS-ALPN-01: over TLS, port 443', 'http-01': 'HTTP-01: unencrypted, port 80' },
      initial: 'tls-alpn-01',
    }),
    places: choices({
      label: 'Places',
      help: 'For which places certificates are ordered, one for each, with a key of its own.',
      section: order,
      of: { web: 'Web Server Certificate', telephony: 'Telephony Certificate' },
      initial: ['web'],
      min: 1,
    }),
    trustedAuthority: text({
      label: 'Its Certificates',
      help: 'The certificate (PEM) under which the directory of an authority of your own is reached. Blank: it must show one that is publicly trusted.',
      section: own,
      max: 20_000,
      lines: 400,
      blank: true,
      initial: '',
    }),
  },
  settle: ({ authority, directoryUrl }, { before }) => ({
    directoryUrl: urlOf(authority, directoryUrl, before?.authority),
  }),
  rules: (record) =>
    record.authority === 'none' ? [] : [...checkAccount(record), ...checkTrusted(record.trustedAuthority)],
});

export type AcmeSettings = RecordOf<typeof acmeSettings>;
export type AcmePlace = AcmeSettings['places'][number];

/** The directory follows from a well-known authority, and goes with it. */
function urlOf(authority: string, given: string, before: string | undefined): string {
  if (isWellKnown(authority)) return directoryUrls[authority];
  const isLeft = before !== undefined && isWellKnown(before) && given === directoryUrls[before];
  return isLeft ? '' : given;
}

interface AccountFields {
  readonly directoryUrl: string;
  readonly agreedToTerms: boolean;
  readonly externalAccountId: string;
  readonly externalAccountKey: boolean;
}

function checkAccount({
  directoryUrl,
  agreedToTerms,
  externalAccountId,
  externalAccountKey,
}: AccountFields): Refusal[] {
  return [
    ...(directoryUrl === '' ? [acmeCodes.refuse('security.acme-no-directory', {}, 'directoryUrl')] : []),
    ...(agreedToTerms ? [] : [acmeCodes.refuse('security.acme-terms', {}, 'agreedToTerms')]),
    ...((externalAccountId !== '') === externalAccountKey
      ? []
      : [acmeCodes.refuse('security.acme-binding-half', {}, 'externalAccountId')]),
  ];
}

function checkTrusted(trustedAuthority: string): Refusal[] {
  const isPem = /^(\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----)*\s*$/.test(
    trustedAuthority,
  );
  return isPem ? [] : [acmeCodes.refuse('security.acme-not-pem', {}, 'trustedAuthority')];
}

export const splitDomains = (domains: string): string[] => domains.split(' ').filter((name) => name !== '');

/** Each name once, in lower case, without a dot at its end; each address in its one text. */
function tidyDomains(value: string): string {
  const names = value.toLowerCase().split(/[\s,;]+/);
  return [...new Set(names.map(tidyDomain))].filter((name) => name !== '').join(' ');
}

function tidyDomain(name: string): string {
  const bare = name.replace(/^\[(.*)\]$/, '$1').replace(/(?<=.)\.$/, '');
  const bytes = parseAddress(bare);
  return bytes === undefined ? bare : printAddress(bytes);
}

function areDomains(value: string): boolean {
  const names = splitDomains(value);
  return names.length <= mostDomains && names.every(isDomain);
}

/** A name that an authority could issue for: in the DNS, with a dot, or an address. */
export const isDomain = (name: string): boolean =>
  parseAddress(name) !== undefined || (hostName.test(name) && !/^[0-9.]+$/.test(name));
