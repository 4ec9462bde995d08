// The refusal codes of automatic certificates.

import { defineCodes } from '#base';

export const acmeCodes = defineCodes('security', {
  'security.acme-no-directory': {
    words: 'Another authority needs the address of its directory.',
    remedy: 'Write the address that the authority tells its users, or choose one by name.',
    http: 422,
  },
  'security.acme-terms': {
    words: 'The authority issues nothing until its terms of service are agreed to.',
    remedy: 'Read them on the pages of the authority, then set Terms Agreed.',
    http: 422,
  },
  'security.acme-binding-half': {
    words: 'The id and the key of the external account belong together.',
    remedy: 'Set both as the authority shows them, or neither.',
    http: 422,
  },
  'security.acme-not-pem': {
    words: 'This is not one or more certificates in PEM.',
    remedy: 'Paste the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, and nothing else.',
    http: 422,
  },
  'security.acme-off': {
    words: 'No authority is chosen from which certificates come by themselves.',
    remedy: 'Choose one in Automatic Certificates.',
    http: 409,
  },
  'security.acme-place': {
    words: 'No certificate is ordered for {place}.',
    remedy: 'Tick the place in Automatic Certificates.',
    http: 409,
  },
  'security.acme-no-names': {
    words: 'There is no name for which a certificate could be ordered.',
    remedy: 'Write the names into Automatic Certificates, or as public names into System Options; each needs a dot.',
    http: 409,
  },
  'security.acme-door-closed': {
    words: 'Nobody could see the proof by {challenge}: no listener of the service {service} is open{why}.',
    remedy:
      'For HTTP-01 enable the listener http in Network Listeners, the interface HTTP in Unsecured Interfaces, and let Service Security Levels allow HTTP without encryption; or choose TLS-ALPN-01, which needs the HTTPS listener alone.',
    http: 409,
  },
  'security.acme-server': {
    words: 'While {step}, the authority refused: {why}',
    remedy: 'What it says names the reason. Correct it here or there; the order is tried again by itself.',
    http: 502,
  },
  'security.acme-rate': {
    words: 'While {step}, the authority said that it was asked too often: {why} It may be asked again from {until} on.',
    remedy: 'Wait: it is tried again by itself after that. Try things out with a staging authority.',
    http: 503,
  },
  'security.acme-unreachable': {
    words: 'While {step}, the authority could not be asked: {why}',
    remedy:
      'See whether this system may connect to the authority, and whether the directory and its certificates are right.',
    http: 502,
  },
  'security.acme-broken-answer': {
    words: 'While {step}, the authority answered what cannot be understood: {why}.',
    remedy: 'See whether the directory is that of an ACME server (RFC 8555). If it is, its operator has to look.',
    http: 502,
  },
  'security.acme-challenge-failed': {
    words: 'The authority could not see that {name} is yours: {why}',
    remedy:
      'See that the name leads to this system, and that routers pass port 443 (TLS-ALPN-01) or port 80 (HTTP-01) on to its listener.',
    http: 502,
  },
  'security.acme-challenge-missing': {
    words: 'The authority does not offer {challenge} for {name}; it offers {offered}.',
    remedy: 'Choose the other proof in Automatic Certificates.',
    http: 409,
  },
  'security.acme-too-slow': {
    words: 'While {step}, the authority did not come to an end within {minutes} minutes.',
    remedy: 'It is tried again by itself. If it lasts, ask the operator of the authority.',
    http: 504,
  },
  'security.acme-binding-needed': {
    words: 'The authority opens accounts only for its customers: it asks for an external account.',
    remedy: 'Take the id and the HMAC key from the pages of the authority into Automatic Certificates.',
    http: 409,
  },
  'security.acme-wrong-certificate': {
    words: 'The certificate that the authority issued is refused: {why}.',
    remedy: 'What was in force stays in force. Ask the operator of the authority.',
    http: 502,
  },
  'security.acme-stopped': {
    words: 'While {step}, this system was stopped.',
    remedy: 'It is ordered again by itself after the next start.',
    http: 503,
  },
  'security.acme-fault': {
    words: 'An internal fault, in the log under {id}.',
    remedy: 'Report it with what the log says. The order is tried again by itself.',
    http: 500,
  },
  'security.acme-account-lost': {
    words: 'The key of the account at the authority cannot be read.',
    remedy: 'Restore the database from a backup; or choose None and the authority again, which makes another account.',
    http: 500,
  },
});
