// Refusal codes of second factors.

import { defineCodes } from '#base';

export const factorsCodes = defineCodes('security', {
  'security.second-factor-needed': {
    words: 'The password is right. This account also needs a second factor.',
    remedy:
      'Send the login once more with a one-time code, a passkey or a recovery code. Without any of them, the security administrator or the owner of the machine (`ringfence user reset-factors`) removes the lost ones.',
    http: 401,
  },
  'security.second-factor-wrong': {
    words: 'The code or passkey is wrong, or was used before.',
    remedy:
      'Wait for the next code and try with care: wrong ones count as wrong passwords do, and lock the account. Look whether the clock of the telephone is right.',
    http: 401,
  },
  'security.second-factor-must-be-set-up': {
    words: 'This account must have a second factor, and has none yet.',
    remedy: 'Set one up first: a one-time code or a passkey. Until then this session can do nothing else.',
    http: 403,
  },
  'security.factor-code-wrong': {
    words: 'The code is not the one that the app should show now.',
    remedy: 'Read the QR code again, look whether the clock of the telephone is right, and type the next code.',
    http: 422,
  },
  'security.factor-not-begun': {
    words: 'This was not begun, or too long ago.',
    remedy: 'Begin again.',
    http: 404,
  },
  'security.factor-name': {
    words: 'A second factor needs a name of 1 to {most} characters that none of your others has.',
    remedy: 'Name it after the device that it is on.',
    http: 422,
  },
  'security.passkey-refused': {
    words: 'The passkey could not be taken: {why}.',
    remedy: 'Try again with a device that asks for a PIN, a fingerprint or a face.',
    http: 422,
  },
  'security.passkey-not-here': {
    words: 'A passkey holds for a name of this system, and this page was not opened under one.',
    remedy: 'Open the page under the name in System Options instead of an address, or set up a one-time code.',
    http: 422,
  },
  'security.too-many-passkeys': {
    words: 'There may be {most} passkeys for one account.',
    remedy: 'Remove one that is not used any more.',
    http: 422,
  },
  'security.no-such-factor': {
    words: 'There is no such second factor.',
    remedy: 'Load the list again.',
    http: 404,
  },
  'security.no-such-login': {
    words: 'There is no account {loginId}.',
    remedy: '`ringfence user list` shows all accounts.',
    http: 404,
  },
  'security.factor-last': {
    words: 'This is the only second factor, and the account must have one.',
    remedy: 'Add another one first.',
    http: 409,
  },
  'security.factor-own': {
    words: 'Your own second factors are changed in your account, where the password is asked for.',
    remedy: 'Open My account.',
    http: 403,
  },
  'security.no-recovery-without-factor': {
    words: 'Recovery codes stand in for a second factor, and there is none.',
    remedy: 'Set up a one-time code or a passkey: recovery codes come with the first.',
    http: 409,
  },
});
