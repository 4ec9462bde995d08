// The view Conferences in Progress: who is in which conference now, whether their way is encrypted, and whether they are heard.

import { choice, defineView, moment, type RecordOf, text, yesNo } from '#forms';

const ways = {
  of: { secure: 'Encrypted', insecure: 'Not encrypted' },
  marks: { secure: 'proven', insecure: 'weak' },
} as const;

export const conferencesInProgress = defineView({
  id: 'conferences-in-progress',
  title: 'Conferences in Progress',
  group: 'Phones and people',
  help: {
    purpose:
      'Shows who is in which conference now, one party a line: whether their way is encrypted, whether they are heard, and since when they are there.',
    conditions:
      'A party is shown when it has come in, so never while it is asked for a PIN. What is said to a party whose way is not encrypted can be overheard there, whoever says it.',
    recommendation: 'Remove a party that nobody in the conference knows, and lock the conference then.',
  },
  key: 'id',
  fields: {
    id: text({ label: 'Call', help: 'Names the call of the party, here and in Call History.' }),
    conference: text({
      label: 'Conference',
      help: 'Its name; of an ad hoc conference followed by a colon and the extension whose own it is.',
    }),
    number: text({ label: 'Number', help: 'Who it is; blank where the number is withheld.', initial: '' }),
    name: text({ label: 'Name', help: 'The name that goes with the number.', initial: '' }),
    security: choice({
      label: 'Security',
      help: 'Whether signalling and media between the party and the conference are encrypted, as far as the system reaches.',
      ...ways,
    }),
    everybody: choice({
      label: 'Everybody',
      help: 'Whether the ways of all parties of the conference are encrypted.',
      ...ways,
    }),
    state: choice({
      label: 'State',
      help: 'Whether the others hear the party, or it waits for the moderator and hears music.',
      of: { heard: 'Heard', muted: 'Muted', waiting: 'Waiting' },
    }),
    moderator: yesNo({ label: 'Moderator', help: 'Whether the party moderates the conference.', initial: false }),
    locked: yesNo({ label: 'Locked', help: 'Whether nobody comes into the conference any more.', initial: false }),
    since: moment({ label: 'Since', help: 'When the party came in.' }),
  },
  actions: {
    mute: {
      label: 'Mute',
      help: 'The others do not hear the party until a moderator or this view lets it be heard.',
      confirm: 'Mute this party? It is told so.',
    },
    unmute: {
      label: 'Let be heard',
      help: 'The others hear the party, whoever had muted it.',
      confirm: 'Let this party be heard? It is told so.',
    },
    remove: {
      label: 'Remove',
      help: 'The party hears that it is removed, and its call ends. It may call again unless the conference is locked.',
      confirm: 'Remove this party from the conference?',
    },
    lock: {
      label: 'Lock conference',
      help: 'Nobody comes into the conference any more, where it may be locked. Its parties are told.',
      confirm: 'Lock the conference of this party? Nobody else can come in.',
    },
    unlock: {
      label: 'Open conference',
      help: 'Whoever may come in can do so again. Its parties are told.',
      confirm: 'Open the conference of this party again?',
    },
    end: {
      label: 'End conference',
      help: 'All its parties hear that it has ended, and their calls end.',
      confirm: 'End the conference of this party for everybody?',
    },
  },
});

export type ConferencePartyRow = RecordOf<typeof conferencesInProgress>;
