// Refusal codes of sip.

import { defineCodes } from '#base';

export const sipCodes = defineCodes('sip', {
  'sip.port-in-use': {
    words: 'Port {port} of {address} is in use by another program or listener.',
    remedy: 'Choose another port, or stop the program that has it (ss -lnptu shows which).',
  },
  'sip.address-not-available': {
    words: 'The address {address} is not one of this machine.',
    remedy: 'Give an address that an interface of this machine has, or 0.0.0.0 for all IPv4 and :: for all IPv6 ones.',
  },
  'sip.permission': {
    words: 'This machine does not permit us to use port {port} of {address}.',
    remedy: 'Use a port above 1023, or give the service the right to bind low ports (CAP_NET_BIND_SERVICE).',
  },
  'sip.certificate': {
    words: 'The certificate or key of listener {name} cannot be used: {why}.',
    remedy: 'Set a certificate in PEM form together with the key that belongs to it.',
  },
  'sip.listener-unknown': {
    words: 'There is no open TLS listener called {name}.',
    remedy: 'Enable the listener first, or choose one that is enabled.',
  },
  'sip.listen-failed': {
    words: 'Port {port} of {address} cannot be opened: {why}.',
    remedy:
      'Look up the reason in the system’s documentation; the number of open files is one that is often too small.',
  },
});
