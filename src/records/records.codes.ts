// What records refuses, and what the administrator does about it.

import { defineCodes } from '#base';

export const recordsCodes = defineCodes('records', {
  'records.trail-damaged': {
    words: 'The audit trail is damaged: {words}.',
    remedy:
      'Keep the database and the exports as evidence, find out who could write to them, and restore from a backup.',
    http: 409,
  },
  'records.archive-damaged': {
    words: 'An archive of the audit trail cannot be read: {words}.',
    remedy:
      'Keep the file as evidence and put it back from a backup. What is on line can be exported by itself: `ringfence audit export --on-line`.',
    http: 409,
  },
  'records.no-such-archive': {
    words: 'There is no archive {name}.',
    remedy: 'List the archives with `ringfence audit archives`, or in the view Audit Trail Archives.',
    http: 404,
  },
  'records.exports-unsafe': {
    words: 'Archives cannot be exported into {path}: {why}.',
    remedy: 'Remove what is at this path, or give it to the account under which the system runs; it is made anew.',
    http: 500,
  },
  'records.export-failed': {
    words: 'The archive {name} could not be exported: {why}.',
    remedy: 'See that the disk has room. The archive itself is not touched.',
    http: 500,
  },
  'records.export-stopped': {
    words: 'The system was stopped before all archives were exported.',
    remedy: 'Run it again; what is there already stays.',
    http: 503,
  },
  'records.smdr-in-clear': {
    words: 'SMDR records may not leave this system in the clear.',
    remedy: 'Choose TLS, or let the security administrator switch on SMDR in Unsecured Interfaces.',
    http: 422,
  },
  'records.smdr-cannot-listen': {
    words: 'SMDR listener {name} cannot be opened: {why}.',
    remedy: 'Give it another address or port in Network Listeners, or end the program that has it.',
    http: 409,
  },
  'records.smdr-gone': {
    words: 'Record {number} is not in the buffer of SMDR records.',
    remedy: 'Choose one of those that SMDR Records shows.',
    http: 404,
  },
  'records.wrong-search': {
    words: 'The entries cannot be searched like that: {why}.',
    remedy:
      'Sort by ID or number; filter by a field of the view, the time in UTC as 2027-01-31T18:00:00Z or its beginning.',
    http: 400,
  },
});
