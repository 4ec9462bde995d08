// The form Conferences: rooms in which several people talk, who may come in, and what is asked of them. Its law: nobody from outside comes
// in without a PIN or being put through.

import { limits, type Refusal, whyWeakPin } from '#base';
import { choice, defineForm, type RecordOf, references, secret, text, whole, yesNo } from '#forms';
import { conferenceCodes } from './conference.codes.ts';

export const conferencePin = { fewest: 4, most: 10 } as const;
const entering = 'Coming in';
const moderating = 'Moderator';

export const conferences = defineForm({
  id: 'conferences',
  title: 'Conferences',
  group: 'Phones and people',
  help: {
    purpose:
      'Lists conferences: rooms in which several people talk, who may come in, and what the others are told of it.',
    conditions:
      'A conference is reached by a number of Service Numbers that names it. Callers from outside always give a PIN, so without a PIN they cannot come in. PINs change at once, everything else with the next conference.',
    recommendation:
      'Give a PIN of six digits or more where the number can be reached from outside, and another one for the moderator. Let names be told, so that nobody listens unnoticed.',
  },
  key: 'name',
  fields: {
    name: text({
      label: 'Name',
      help: 'Names the conference in Service Numbers and to administrators.',
      section: 'Conference',
      max: 32,
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
      expects: '1 to 32 letters, digits and . _ -, the first a letter or digit',
    }),
    adHoc: yesNo({
      label: 'Ad hoc',
      help: 'Whether every extension that calls the number gets a conference of its own, moderates it, and brings others in by transferring them to the same number. Nobody else can come in, so PINs are not asked for.',
      section: 'Conference',
      initial: false,
    }),
    most: whole({
      label: 'Most parties',
      help: 'Who calls when there are so many hears that it is full.',
      section: 'Conference',
      unit: 'parties',
      min: 3,
      max: limits.conferences.parties,
      initial: 20,
    }),
    encryption: choice({
      label: 'Encryption',
      help: 'Whether everybody’s way to the conference must be encrypted. What one party is sent in clear, everybody has said in clear.',
      section: 'Conference',
      of: {
        required: 'Required: whose way is not encrypted is not let in',
        announced: 'Announced: everybody is told when it is not so',
      },
      initial: 'required',
    }),
    pin: secret({
      label: 'PIN',
      help: '4 to 10 digits that are asked of everybody from outside. No repeated and no running digits. Blank: nobody from outside comes in but as moderator.',
      section: entering,
      min: conferencePin.fewest,
      max: conferencePin.most,
    }),
    pinInside: yesNo({
      label: 'PIN for extensions too',
      help: 'Whether extensions are asked for the PIN as well.',
      section: entering,
      initial: false,
    }),
    entry: choice({
      label: 'Announced entry',
      help: 'What the others hear when somebody comes in or leaves. Callers from outside are asked to say their name, which is kept as long as they are there and in memory alone.',
      section: entering,
      of: { name: 'Name', tone: 'Tone', none: 'Nothing' },
      initial: 'name',
    }),
    mutedOnEntry: yesNo({
      label: 'Muted on entry',
      help: 'Whether the others do not hear whoever comes in until they have pressed *6. Moderators are heard.',
      section: entering,
      initial: false,
    }),
    moderatorPin: secret({
      label: 'Moderator PIN',
      help: '4 to 10 digits; who gives them instead of the PIN moderates. It must be another than the PIN: of two that are the same, neither makes a moderator.',
      section: moderating,
      min: conferencePin.fewest,
      max: conferencePin.most,
    }),
    moderators: references({
      label: 'Moderators',
      help: 'Extensions that moderate without a PIN.',
      section: moderating,
      to: 'users-and-services',
      max: limits.conferences.moderators,
    }),
    waitForModerator: yesNo({
      label: 'Wait for the moderator',
      help: 'Whether everybody hears music until a moderator is there.',
      section: moderating,
      initial: false,
    }),
    endWithModerator: yesNo({
      label: 'End with the moderator',
      help: 'Whether it ends when the last moderator leaves.',
      section: moderating,
      initial: false,
    }),
    lockAllowed: yesNo({
      label: 'May be locked',
      help: 'Whether moderators may lock it, so that nobody comes in any more.',
      section: moderating,
      initial: true,
    }),
  },
  rules: (record) => conferenceFits(record),
  secretRules: (name, clear) => {
    const why = whyWeakPin(clear.reveal(), conferencePin, []);
    if (why === undefined) return [];
    return why === 'shape'
      ? [conferenceCodes.refuse('services.conference-pin-shape', conferencePin, name)]
      : [conferenceCodes.refuse('services.conference-pin-weak', {}, name)];
  },
});

export type ConferenceRecord = RecordOf<typeof conferences>;

interface Fitting {
  readonly adHoc: boolean;
  readonly pin: boolean;
  readonly moderatorPin: boolean;
  readonly pinInside: boolean;
  readonly moderators: readonly string[];
  readonly waitForModerator: boolean;
  readonly endWithModerator: boolean;
}

/** Who is waited for must be able to come, and what is asked for must be there. */
function conferenceFits(record: Fitting): Refusal[] {
  const { adHoc, pin, moderatorPin, pinInside, moderators, waitForModerator, endWithModerator } = record;
  if (adHoc) return [];
  const refusals: Refusal[] = [];
  if (pinInside && !pin && !moderatorPin)
    refusals.push(conferenceCodes.refuse('services.conference-pin-missing', {}, 'pin'));
  if ((waitForModerator || endWithModerator) && !moderatorPin && moderators.length === 0)
    refusals.push(conferenceCodes.refuse('services.conference-without-moderator', {}, 'moderatorPin'));
  return refusals;
}
