// Refusal codes of security.

import { defineCodes } from '#base';

const choose = 'Choose another password; all rules are shown beside the field.';

export const securityCodes = defineCodes('security', {
  'security.master-key-missing': {
    words: 'The master key {path} is missing, and what the database holds sealed cannot be opened without it.',
    remedy: 'Put back the key file from where you keep its copy. Nothing was changed.',
  },
  'security.master-key-wrong': {
    words: 'The master key {path} is not the one that this database was sealed with.',
    remedy: 'Put back the key file that belongs to this database. Nothing was changed.',
  },
  'security.master-key-damaged': {
    words: 'The master key {path} is damaged: it is not one line as written by init.',
    remedy: 'Put back the key file from where you keep its copy. Nothing was changed.',
  },
  'security.master-key-exposed': {
    words: 'The master key {path} can be read or changed by others on this machine (mode {mode}).',
    remedy: 'Take their rights away (chmod 600), and think about who may have read it.',
  },
  'security.master-key-unusable': {
    words: 'The master key {path} cannot be read or written: {why}.',
    remedy: 'Run as the user who owns the file, or correct its rights.',
  },
  'security.not-written': {
    words: 'What was to be kept could not be written ({why}).',
    remedy: 'See that the disk of the data directory has space and can be written.',
  },
  'security.file-broken': {
    words: 'A sealed file cannot be read ({why}).',
    remedy: 'Restore it from a backup, or delete what it belongs to.',
  },
  'security.seal-broken': {
    words: 'A sealed value at {place} cannot be opened: it was altered, moved, or sealed with another key.',
    remedy: 'Restore the value from a backup, or set it again.',
  },
  'security.key-lost': {
    words: 'The database has lost {name}, which was made at the first start and which nothing can stand in for.',
    remedy: 'Restore the database from a backup, and find out who could write to it. Nothing was changed.',
  },
  'security.passwords-busy': {
    words: 'Too many passwords are being checked at once.',
    remedy: 'Try again in a few seconds. If it lasts, somebody is guessing passwords: see the audit trail.',
    http: 503,
  },
  'security.password-too-long': {
    words: 'A password has at most {most} bytes.',
    remedy: 'Choose a shorter password.',
    http: 400,
  },
  'security.stored-password-damaged': {
    words: 'The stored password of an account is damaged.',
    remedy: 'Set the password of the account again.',
    http: 500,
  },
  'security.password-blank': { words: 'The password must not be blank.', remedy: choose, http: 422 },
  'security.password-short': {
    words: 'The password must have at least {least} characters.',
    remedy: choose,
    http: 422,
  },
  'security.password-not-strong': {
    words:
      'The password must have at least {least} each of upper-case letters, lower-case letters, digits and special characters.',
    remedy: choose,
    http: 422,
  },
  'security.password-too-simple': {
    words:
      'The password must have characters of at least {least} of: upper-case letters, lower-case letters, digits, special characters.',
    remedy: choose,
    http: 422,
  },
  'security.password-repeats': {
    words: 'The password must not have the same character twice in a row.',
    remedy: choose,
    http: 422,
  },
  'security.password-holds-login': {
    words: 'The password must not contain the login ID, neither forwards nor backwards.',
    remedy: choose,
    http: 422,
  },
  'security.password-common': {
    words: 'The password is one of those that many people use, or a slight variation of one.',
    remedy: 'Choose several unrelated words, or let a password manager make one.',
    http: 422,
  },
  'security.password-used-before': {
    words: 'The password was used before.',
    remedy: 'Choose one that is neither the current one nor one of those that System Security Management remembers.',
    http: 422,
  },
  'security.banner-blank': {
    words: 'A login banner needs its text.',
    remedy: 'Write the text that people shall accept, or switch the banner off.',
    http: 422,
  },
  'security.passcode-not-digits': {
    words: 'The passcode must be 4 to 10 digits.',
    remedy: 'Telephones take digits alone.',
    http: 422,
  },
  'security.passcode-simple': {
    words: 'The passcode is a run of digits, or one digit over and over.',
    remedy: 'Choose ten digits that nobody guesses.',
    http: 422,
  },
  'security.policy-unknown-form': {
    words: 'There is no form or view "{id}" for a policy to name.',
    remedy: 'Take it out of the policy. `ringfence form list` shows all ids.',
    http: 422,
  },
  'security.policy-needed': {
    words: 'System Administration and Application access need a policy.',
    remedy: 'Name a policy of Admin Policies.',
    http: 422,
  },
  'security.policy-root-fixed': {
    words: 'The policy root cannot be changed, deleted or copied.',
    remedy: 'Copy another policy, or add one.',
    http: 403,
  },
  'security.policy-built-in': {
    words: 'The policy {name} came with the system and cannot be deleted.',
    remedy: 'Change it, or take it from the profiles that have it.',
    http: 403,
  },
  'security.only-root': {
    words:
      'Only an administrator with the policy root may grant System Administration or Application access, or change who has it.',
    remedy: 'Ask a root administrator. The attempt is in the audit trail.',
    http: 403,
  },
  'security.security-administrator-fixed': {
    words: 'Nobody else changes the security administrator.',
    remedy:
      'The security administrator changes its own password after logging in; the owner of this machine can reset it.',
    http: 403,
  },
  'security.security-administrator-stays': {
    words:
      'The security administrator cannot be deleted or disabled, does not expire, and has no policy and no other tool.',
    remedy: 'Leave the field as it is.',
    http: 422,
  },
  'security.last-root': {
    words: 'Without {name} there would be no root administrator left who is enabled and does not expire.',
    remedy: 'Give another profile System Administration with the policy root first.',
    http: 409,
  },
  'security.status-comes-about': {
    words: 'The status "{status}" comes about by itself and cannot be set.',
    remedy: 'Set Enabled, Force New Password or Disabled.',
    http: 422,
  },
  'security.expiry-date-past': {
    words: 'The expiry date has passed, so the account would be locked again at once.',
    remedy: 'Move the expiry date or clear it, in the same change.',
    http: 422,
  },
  'security.too-many-profiles': {
    words: 'There may be at most {most} profiles.',
    remedy: 'Delete profiles that are no longer needed.',
    http: 422,
  },
  'security.only-own-switch': {
    words: 'A telephone may only switch what its feature codes switch, for its own extension.',
    remedy: 'Use the System Administration Tool.',
    http: 403,
  },
  'security.login-refused': {
    words: 'The login was refused: login ID or password is wrong, or the account may not be used here and now.',
    remedy:
      'Try again with care: after several failures an account is locked. An administrator sees the reason in the audit trail; the owner of the machine can run `ringfence user unlock`.',
    http: 401,
  },
  'security.login-busy': {
    words: 'Too many logins at once.',
    remedy: 'Try again in a few seconds. If it lasts, somebody is guessing passwords: see the audit trail.',
    http: 503,
  },
  'security.banner-not-accepted': {
    words: 'The login banner must be accepted first.',
    remedy: 'Read it and accept it, then log in.',
    http: 403,
  },
  'security.password-must-change': {
    words: 'The password must be changed now: choose a new one.',
    remedy: 'Log in with the present password and a new one.',
    http: 403,
  },
  'security.current-password-wrong': {
    words: 'The current password is wrong.',
    remedy: 'Type the password with which you logged in.',
    http: 422,
  },
  'security.no-session-free': {
    words: 'All sessions that {whose} may have at once are in use.',
    remedy: 'Log out elsewhere, wait until an unused session ends, or have one ended in the view Sessions.',
    http: 503,
  },
  'security.no-session': {
    words: 'There is no session, or it has ended.',
    remedy: 'Log in.',
    http: 401,
  },
  'security.csrf': {
    words: 'The request does not show that it comes from the tool itself.',
    remedy: 'Load the page anew. Programs send the csrfToken of their session in the header X-CSRF-Token.',
    http: 403,
  },
  'security.no-such-session': {
    words: 'There is no session {id}, or it has ended.',
    remedy: 'Refresh the view.',
    http: 404,
  },
  'security.not-recorded': {
    words: 'This could not be recorded, so it was not done.',
    remedy: 'Look in the log: usually the disk is full or the database cannot be reached.',
    http: 503,
  },
});
