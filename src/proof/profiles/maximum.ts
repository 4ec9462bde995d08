// Maximum security, as "Implementing Security" has it: every bullet in its order, and its closing words as a line of their own.

import { serverCertificates, systemStores } from '../lines/certificates.ts';
import { unsecuredInterfaces } from '../lines/interfaces.ts';
import { managerCertificates, managerCheckLevel, managerOffered, managerStores } from '../lines/managers.ts';
import {
  accountIdleTime,
  defaultPasswords,
  passwordChangePeriod,
  passwordComplexity,
  passwordLength,
  previousPasswords,
  rejectAction,
} from '../lines/passwords.ts';
import { clientCertificateChecks, onlyRecognised, serviceLevel } from '../lines/services.ts';
import { numbered } from './numbered.ts';

export const maximum = numbered('maximum', 'Maximum', [
  ['default-passwords', defaultPasswords],
  ['security-administration', serviceLevel('securityAdministration', 'secure-high')],
  ['configuration', serviceLevel('configuration', 'secure-high')],
  ['password-reject-action', rejectAction('log-disable')],
  ['client-certificate-checks', clientCertificateChecks('high')],
  ['password-complexity', passwordComplexity('high')],
  ['password-length', passwordLength],
  [
    'previous-passwords',
    previousPasswords('Set the system Previous Password Limit to greater than 5.', 6, 'more than 5'),
  ],
  ['password-change-period', passwordChangePeriod('Set the system Password Change Period to a non-zero value.', 1)],
  ['account-idle-time', accountIdleTime('Set the system Account Idle Time to a non-zero value.', 1)],
  ['server-certificates', serverCertificates],
  ['manager-stores', managerStores],
  ['manager-certificates', managerCertificates],
  ['system-stores', systemStores],
  ['unsecured-interfaces', unsecuredInterfaces],
  ['manager-check-level', managerCheckLevel('high')],
  ['manager-offers-certificate', managerOffered],
  ['only-recognised', onlyRecognised],
]);
