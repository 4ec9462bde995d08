// Refusal codes of forms: what can be wrong with a record, whoever brings it.

import { defineCodes } from '#base';

const correct = 'Correct the field and send the change again; nothing was changed.';

export const formsCodes = defineCodes('forms', {
  'forms.unknown-form': {
    words: 'There is no form "{form}".',
    remedy: 'List the forms with `ringfence form list`.',
    http: 404,
  },
  'forms.unknown-field': {
    words: '{form} has no field "{name}".',
    remedy: 'Show the fields with `ringfence form show FORM`; the names are case-sensitive.',
    http: 422,
  },
  'forms.required': { words: '{label} must be given: {expects}.', remedy: correct, http: 422 },
  'forms.out-of-range': { words: '{label} must be {expects}, not {given}.', remedy: correct, http: 422 },
  'forms.not-text': { words: '{label} must be {expects}, not {given}.', remedy: correct, http: 422 },
  'forms.not-a-number': { words: '{label} must be {expects}, not {given}.', remedy: correct, http: 422 },
  'forms.not-a-choice': { words: '{label} must be {expects}, not {given}.', remedy: correct, http: 422 },
  'forms.not-yes-or-no': { words: '{label} must be {expects}, not {given}.', remedy: correct, http: 422 },
  'forms.not-an-address': { words: '{label} must be {expects}, not {given}.', remedy: correct, http: 422 },
  'forms.not-networks': { words: '{label} must be {expects}, not {given}.', remedy: correct, http: 422 },
  'forms.not-digits': { words: '{label} must be {expects}, not {given}.', remedy: correct, http: 422 },
  'forms.not-a-moment': { words: '{label} must be {expects}, not {given}.', remedy: correct, http: 422 },
  'forms.not-access': { words: '{label} must be {expects}, not {given}.', remedy: correct, http: 422 },
  'forms.not-a-key': { words: '{label} must be {expects}, not {given}.', remedy: correct, http: 422 },
  'forms.not-keys': { words: '{label} must be {expects}, not {given}.', remedy: correct, http: 422 },
  'forms.wrong-secret': { words: '{label} must be {expects}.', remedy: correct, http: 422 },
  'forms.not-unique': {
    words: '{label} {given} is already used by {other}.',
    remedy: 'Choose another value, or change the record that has it.',
    http: 422,
  },
  'forms.points-nowhere': {
    words: '{label} names {given}, which is not in {form}.',
    remedy: 'Add the record that is named first, or name one that exists.',
    http: 422,
  },
  'forms.key-fixed': {
    words: '{label} names the record and cannot be changed.',
    remedy: 'Copy the record under the new name, then delete the old one.',
    http: 422,
  },
  'forms.duplicate-key': {
    words: '{form} already has {key}.',
    remedy: 'Change the record that exists, or choose another.',
    http: 409,
  },
  'forms.no-such-record': {
    words: '{form} has no record {key}.',
    remedy: 'List the records with `ringfence form get FORM`.',
    http: 404,
  },
  'forms.in-use': {
    words: '{key} is in use by {users} and cannot be deleted.',
    remedy: 'Change or delete the records that name it first.',
    http: 409,
  },
  'forms.stale-version': {
    words: '{key} was changed by {by} in the meantime (version {now}, not {given}).',
    remedy: 'Read the record again, look at the difference and repeat the change on the new version.',
    http: 409,
  },
  'forms.single': {
    words: '{form} is one record: it can be changed, not added, copied or deleted.',
    remedy: 'Use `ringfence form set FORM FIELD=VALUE`.',
    http: 422,
  },
  'forms.key-missing': {
    words: '{form} is a table: say which record.',
    remedy: 'Give the key of the record, as in `ringfence form set FORM KEY FIELD=VALUE`.',
    exit: 2,
    http: 422,
  },
});

export type FormsCode = keyof typeof formsCodes.codes;
