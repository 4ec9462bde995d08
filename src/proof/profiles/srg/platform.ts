// Requirements about cryptography, time and the network.

import * as srg from '../../lines/srg.ts';
import * as phones from '../../lines/telephony.ts';
import { byPerson, type Rule, users } from './rule.ts';

export const platform: readonly Rule[] = [
  {
    ids: ['000510-00101'],
    category: 1,
    demand: 'Cryptography of sessions is validated under FIPS 140.',
    look: srg.fips,
  },
  {
    ids: ['000512-00101'],
    category: 2,
    demand: 'Time comes from the network (NTP).',
    look: byPerson(
      'The clock is that of this machine; whether it follows a time server is set up there. Jumps of it are in the audit trail.',
    ),
  },
  {
    ids: ['000512-00130'],
    category: 2,
    demand: 'The system is configured by the guidance as a whole.',
    look: byPerson('Which guidance holds here, beside these profiles, is for somebody to decide.'),
  },
  {
    ids: ['000520-00101', '000520-00102'],
    category: 2,
    demand: 'Voice has a network of its own (802.1Q).',
    look: byPerson('Switches and phones separate the networks; this system cannot see it.'),
  },
  {
    ids: ['000522-00010'],
    category: 2,
    demand: 'Only cryptographic representations of passwords are stored.',
    form: users,
    look: srg.all(srg.hashedPasswords, phones.noSealedSecrets),
  },
  {
    ids: ['000530-00010'],
    category: 1,
    demand: 'TLS 1.2 or later everywhere.',
    form: 'tls-security-levels',
    look: srg.all(srg.newTlsAlone, srg.encryptedAlone),
  },
  {
    ids: ['000580-00010'],
    category: 2,
    demand: 'The path of certificates is validated (RFC 5280).',
    form: 'certificate-checks',
    look: srg.checksPaths,
  },
];
