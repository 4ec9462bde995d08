// Refusal codes of TLS levels, service levels and unsecured interfaces.

import { defineCodes } from '#base';

export const tlsCodes = defineCodes('security', {
  'security.unknown-suite': {
    words: 'The OpenSSL of this program does not know the cipher suite {suite}.',
    remedy:
      'Start with the Node that this version was made for (`npm ci` installs it). Nothing was opened and nothing was changed.',
  },
  'security.legacy-refused': {
    words: '{label} cannot be legacy: the adopted security profile is {profile}, and TLS 1.0 and 1.1 are not for that.',
    remedy: 'Leave it at low or high; or first adopt the security profile minimum, and say why in your papers.',
    http: 422,
  },
  'security.no-unsecured-side': {
    words: '{label} has no unsecured side that could be opened.',
    remedy: 'Choose disabled, secure low, secure medium or secure high.',
    http: 422,
  },
  'security.interface-stays': {
    words: 'The list of unsecured interfaces is that of the program: nothing can be added to it or taken from it.',
    remedy: 'Switch the interface off instead.',
    http: 422,
  },
  'security.interface-off': {
    words: '{title} is switched off in Unsecured Interfaces.',
    remedy:
      'Use an encrypted service. If a device knows nothing else, the security administrator switches the interface on in Unsecured Interfaces first.',
    http: 422,
  },
  'security.http-secured': {
    words: 'The service level of HTTP is {level}: it leaves nothing for a listener that is not encrypted.',
    remedy: 'Set HTTP to unsecure-secure in Service Security Levels first, or leave this listener disabled.',
    http: 422,
  },
  'security.application-unfit': {
    words: 'A listener of {service} does not serve {application}.',
    remedy: 'Choose one of {fitting}, or another service.',
    http: 422,
  },
  'security.locks-author-out': {
    words: 'You would lock yourself out: {why}.',
    remedy:
      'Connect in a way that meets the new levels and change it from there, or run the same change with `ringfence` on the machine itself.',
    http: 422,
  },
  'security.service-disabled': {
    words: 'The service {service} is disabled.',
    remedy: 'Somebody with security administration enables it in Service Security Levels.',
    http: 403,
  },
  'security.service-unsecured': {
    words: 'The service {service} is set to its unsecured side alone.',
    remedy: 'Ask at the plain listener, or let the security administrator choose another level.',
    http: 403,
  },
  'security.connection-weak': {
    words:
      'The service {service} is at {level}, and this connection ({connection}) is weaker than that. Connect with {wanted}.',
    remedy: 'Use a newer browser or program, or let the security administrator choose another level for the service.',
    http: 403,
  },
  'security.certificate-needed': {
    words:
      'The service {service} is at secure-high: it asks for a client certificate that this system recognises. {why}',
    remedy:
      'Take a client certificate of the authority of this system, or one of a trusted authority, into your browser or program, and connect anew.',
    http: 403,
  },
});
