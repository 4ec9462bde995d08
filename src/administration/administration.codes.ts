// Refusal codes of administration: what can go wrong with a change beyond the record itself.

import { defineCodes } from '#base';

const repair = 'Correct the file and import it again; nothing was changed. A dry run shows every refusal.';

export const administrationCodes = defineCodes('administration', {
  'administration.not-permitted': {
    words: 'You may not {operation} {form}.',
    remedy: 'Ask an administrator whose policy allows it. The attempt is in the audit trail.',
    http: 403,
  },
  'administration.not-written': {
    words: 'The change could not be written and recorded, so nothing was changed ({id}).',
    remedy: 'Look in the log for the id: usually the disk is full or the database cannot be reached.',
    http: 503,
  },
  'administration.twice': {
    words: '{key} of {form} is named twice in one change.',
    remedy: 'Join both into one.',
    http: 422,
  },
  'administration.more-refusals': {
    words: '{count} further refusals are not shown.',
    remedy: 'Correct those that are shown first.',
    http: 422,
  },
  'administration.stored-record': {
    words: 'The stored record {key} of {form} does not fit its form: {why}',
    remedy: 'The database was altered or damaged: restore a backup.',
    http: 500,
  },
  'administration.wrong-query': {
    words: 'The query cannot be answered: {why}.',
    remedy: 'Sort and filter by fields of the form that are no secrets; `ringfence form show FORM` lists them.',
    http: 422,
  },
  'administration.no-such-secret': {
    words: '{key} of {form} has no secret {field}.',
    remedy: 'Set the secret first.',
    http: 404,
  },
  'administration.not-utf8': {
    words: 'The file is not text in UTF-8.',
    remedy: 'Save it as "CSV UTF-8" and import it again.',
    http: 422,
  },
  'administration.too-large': {
    words: 'The file has more than {limit} {unit}.',
    remedy: 'Import it in several parts.',
    http: 413,
  },
  'administration.bad-csv': { words: 'The CSV is not well formed: {why}.', remedy: repair, http: 422 },
  'administration.bad-json': { words: 'The JSON is not a list of records: {why}.', remedy: repair, http: 422 },
  'administration.no-key-column': {
    words: 'The column {key} is missing, which names the records.',
    remedy: 'The first row must name the columns as `ringfence form show FORM` lists the fields.',
    http: 422,
  },
  'administration.duplicate-column': { words: 'The column {name} is there twice.', remedy: repair, http: 422 },
  'administration.wrong-cells': {
    words: 'The row has {given} cells, the first row names {wanted} columns.',
    remedy: repair,
    http: 422,
  },
});
