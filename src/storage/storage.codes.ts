// What storage refuses, and what the administrator does about it.

import { defineCodes } from '#base';

export const storageCodes = defineCodes('storage', {
  'storage.not-directory': {
    words: 'The data directory {path} is not a directory.',
    remedy: 'Name a directory, or a path that does not exist yet.',
  },
  'storage.not-writable': {
    words: 'The data directory {path} cannot be written.',
    remedy: 'Give the account that runs Ringfence the right to write there, and check that the disk is not full.',
  },
  'storage.not-owner': {
    words: 'The data directory {path} belongs to another account.',
    remedy: 'Run Ringfence as the account that owns the directory, or change its owner.',
  },
  'storage.too-open': {
    words: 'The data directory {path} can be entered by other accounts (mode {mode}).',
    remedy: 'Find out who may have read it, then run: chmod 700 on the directory.',
  },
  'storage.not-ours': {
    words: 'The directory {path} holds something that is not Ringfence data.',
    remedy: 'Name an empty directory, or the data directory of a Ringfence system.',
  },
  'storage.in-use': {
    words: 'The data directory {path} is in use by another process.',
    remedy: 'Stop the other Ringfence (or the tool that holds its database), or name another data directory.',
  },
  'storage.newer-schema': {
    words: 'The database was written by a newer version of Ringfence (its step {step} is not known here).',
    remedy: 'Install the newer version again, or restore a backup that this version made.',
  },
  'storage.not-database': {
    words: 'The database {path} is damaged or is not a Ringfence database.',
    remedy: 'Restore it from a backup.',
  },
  'storage.unreachable': {
    words: 'The database server cannot be used: {why}.',
    remedy: 'Check the address, the account and the password of the PostgreSQL server, and that it runs.',
  },
  'storage.conflict': {
    words: 'The record "{key}" was changed by someone else in the meantime.',
    remedy: 'Read it again and repeat the change.',
    http: 409,
  },
  'storage.exists': {
    words: 'There is a record "{key}" already.',
    remedy: 'Change the record that is there, or choose another key.',
    http: 409,
  },
  'storage.missing': {
    words: 'There is no record "{key}".',
    remedy: 'Read the list again; it may have been deleted in the meantime.',
    http: 404,
  },
});
