// The form Announcements: numbers at which something is said, and then perhaps somebody is reached.

import { limits } from '#base';
import { choice, defineForm, type RecordOf, reference, text, whole } from '#forms';
import { insideDestinationsFit, insideNumber } from '../attendant/inside-destination.ts';

const section = 'Announcement';

export const announcements = defineForm({
  id: 'announcements',
  title: 'Announcements',
  group: 'Voicemail',
  help: {
    purpose: 'Lists announcements: who calls one hears it, and is put through afterwards or not.',
    conditions: 'An announcement is reached by a number of Service Numbers that names it.',
    recommendation: 'Record longer announcements as the greeting of a mailbox that nobody has, and name it here.',
  },
  key: 'name',
  fields: {
    name: text({
      label: 'Name',
      help: 'Names the announcement in Service Numbers.',
      section,
      max: 32,
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
      expects: '1 to 32 letters, digits and . _ -, the first a letter or digit',
    }),
    sentence: choice({
      label: 'Sentence',
      help: 'What is said, where no recording is named.',
      section,
      of: {
        closed: 'We are closed at the moment',
        holiday: 'We are closed for the holidays',
        'not-in-service': 'This number is not in service',
        busy: 'All our lines are busy',
      },
      initial: 'closed',
    }),
    recording: reference({
      label: 'Recording',
      help: 'The mailbox whose recorded greeting is said in place of the sentence.',
      section,
      to: 'voice-mailboxes',
      initial: '',
    }),
    times: whole({
      label: 'Times',
      help: 'How often it is said.',
      section,
      min: 1,
      max: limits.attendant.repeats,
      initial: 2,
    }),
    afterwards: insideNumber('Afterwards', 'Whom callers reach then. Blank: the call ends.', section),
  },
  rules: ({ afterwards }, look) => insideDestinationsFit({ afterwards }, look),
});

export type Announcement = RecordOf<typeof announcements>;
