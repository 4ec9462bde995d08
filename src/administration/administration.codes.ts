// Refusal codes of administration: what can go wrong with a change beyond the record itself.

import { defineCodes } from '#base';

const repair = 'Correct the file and import it again; nothing was changed. A dry run shows every refusal.';

export const administrationCodes = defineCodes('administration', {
  'administration.not-permitted': {
    words: 'You may not {operation} {form}.',
    remedy: 'Ask an administrator whose policy allows it. The attempt is in the audit trail.',
    http: 403,
  },
  'administration.not-your-duty': {
    words: '{label} may be changed only by {who}.',
    remedy:
      'Ask whoever has that duty: what protects the system and what it does for people are changed by different hands.',
    http: 403,
  },
  'administration.only-a-view': {
    words: '{form} is a view: it is made while the system runs, and cannot be changed.',
    remedy: 'Change the forms that it follows from, or use the actions of the view.',
    http: 422,
  },
  'administration.no-such-action': {
    words: '{form} has no action "{action}".',
    remedy: 'Show the actions with `ringfence form show VIEW`.',
    http: 404,
  },
  'administration.not-running': {
    words: '{form} has no records while the system is offline.',
    remedy: 'Start the system with `ringfence start`.',
    http: 503,
  },
  'administration.hidden-conflict': {
    words: '{label} does not agree with a form that you may not see.',
    remedy: 'Ask an administrator who may see all forms to make the change, or to say what would fit.',
    http: 422,
  },
  'administration.no-such-change': {
    words: 'There is no change of a record under entry {entry}.',
    remedy: 'List the changes of a record in its history; only changes of records can be undone.',
    http: 404,
  },
  'administration.not-undoable': {
    words: 'Entry {entry} cannot be undone: {why}.',
    remedy: 'Change the record by hand.',
    http: 409,
  },
  'administration.undo-overtaken': {
    words: '{what} was changed since by {by} (entry {entry}).',
    remedy: 'Undo the later changes first, or change the record by hand.',
    http: 409,
  },
  'administration.cancelled': {
    words: 'The import was cancelled; nothing was changed.',
    remedy: 'Import the file again when it is wanted.',
    http: 409,
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
