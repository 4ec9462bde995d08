// Minimum security, as "Implementing Security" has it: every bullet in its order. Passwords can be simple and never age.

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

export const minimum = numbered('minimum', 'Minimum', [
  ['default-passwords', defaultPasswords],
  ['security-administration', serviceLevel('securityAdministration', 'secure-low')],
  ['password-reject-action', rejectAction('log')],
  ['client-certificate-checks', clientCertificateChecks('none')],
  ['password-complexity', passwordComplexity('low')],
  ['previous-passwords', previousPasswords('Leave the system Previous Password Limit set to 0.', 0, '0, or more')],
  ['password-change-period', passwordChangePeriod('Leave the system Password Change Period set to 0.', 0)],
  ['account-idle-time', accountIdleTime('Leave the system Account Idle Time set to 0.', 0)],
  ['manager-check-level', managerCheckLevel('low')],
]);
