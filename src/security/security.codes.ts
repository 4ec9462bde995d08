// Refusal codes of security.

import { defineCodes } from '#base';

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
});
