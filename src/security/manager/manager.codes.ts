// Refusal codes of Managers: enrolment by an enrolment code, and what a computer must be to manage this system (SEC-6).

import { defineCodes } from '#base';

export const managerCodes = defineCodes('security', {
  'security.enrolment-refused': {
    words: 'This code enrols nobody: it is wrong, it was used, or its {minutes} minutes are over.',
    remedy: 'Ask the security administrator for another: `ringfence manager invite NAME`.',
    http: 403,
  },
  'security.enrolments-full': {
    words: 'There are {most} codes already that nobody has used yet.',
    remedy: 'Use one of them, or wait until their time is over.',
    http: 409,
  },
  'security.manager-name-invalid': {
    words: 'The name of a Manager is 1 to 40 letters, digits, blanks and . _ -, the first a letter or digit.',
    remedy: 'Take the name that the computer has on its label or on the network.',
    http: 400,
    exit: 2,
  },
  'security.manager-key-unfit': {
    words: 'The key for which a certificate is asked is no P-256 key.',
    remedy: 'Enrol with the `ringfence` command of this release.',
    http: 400,
  },
  'security.manager-unknown': {
    words: 'There is no Manager {name}.',
    remedy: 'See `ringfence form get managers`.',
    http: 404,
  },
  'security.manager-shut-out': {
    words: 'The certificate of this computer may not manage this system any more.',
    remedy: 'Ask the security administrator whether that is meant. If not, enrol it anew with a new code.',
    http: 403,
  },
  'security.manager-offers-none': {
    words: 'This system asks Managers for their certificate, and this one offers none.',
    remedy: 'Set it: `ringfence manager preferences set offerCertificate=yes`.',
    http: 403,
  },
  'security.manager-checks-less': {
    words: 'This computer checks the certificates of systems at level {level}; this system asks for {least}.',
    remedy: 'Raise it: `ringfence manager preferences set checkLevel={least}`.',
    http: 403,
  },
  'security.manager-never-idle': {
    words: 'On this computer a login is kept however long nothing is done; this system asks for the idle timer.',
    remedy: 'Set it: `ringfence manager preferences set idleTimer=yes`.',
    http: 403,
  },
});
