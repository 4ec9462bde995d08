// Medium security, as "Implementing Security" has it: every bullet in its order. Passwords cannot be simple and will age.

import { unsecuredInterfaces } from '../lines/interfaces.ts';
import { managerCheckLevel } from '../lines/managers.ts';
import {
  accountIdleTime,
  defaultPasswords,
  passwordChangePeriod,
  passwordComplexity,
  previousPasswords,
  rejectAction,
} from '../lines/passwords.ts';
import { clientCertificateChecks, serviceLevel } from '../lines/services.ts';
import { numbered } from './numbered.ts';

export const medium = numbered('medium', 'Medium', [
  ['default-passwords', defaultPasswords],
  ['security-administration', serviceLevel('securityAdministration', 'secure-medium')],
  ['configuration', serviceLevel('configuration', 'secure-medium')],
  ['password-reject-action', rejectAction('log')],
  ['client-certificate-checks', clientCertificateChecks('none')],
  ['password-complexity', passwordComplexity('medium')],
  [
    'previous-passwords',
    previousPasswords('Set the system Previous Password Limit to a non-zero value.', 1, 'any number but 0'),
  ],
  ['password-change-period', passwordChangePeriod('Set the system Password Change Period to non-zero value.', 1)],
  ['account-idle-time', accountIdleTime('Set the system Account Idle Time to a non-zero value.', 1)],
  ['unsecured-interfaces', unsecuredInterfaces],
  ['manager-check-level', managerCheckLevel('low')],
]);
