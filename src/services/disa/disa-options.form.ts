// The form DISA Options: how the numbers at which callers from outside dial on answer, and how wrong codes lock them.

import { choice, defineForm, type RecordOf, whole } from '#forms';

const section = 'DISA';

export const disaOptions = defineForm({
  id: 'disa-options',
  title: 'DISA Options',
  group: 'Voicemail',
  help: {
    purpose:
      'Says how Direct Inward System Access answers: numbers at which somebody from outside gives a code and dials on as if at their desk.',
    conditions:
      'There is none as installed: it takes a number of Service Numbers, a code of DISA Codes, and trunks whose class of service lets calls go from one to another. A wrong code ends the call.',
    recommendation:
      'Leave it off. Where it must be, give the number to nobody who does not need it, let it ring long, and bar expensive numbers for the owners of codes.',
  },
  single: true,
  fields: {
    ringSeconds: whole({
      label: 'Rings for',
      help: 'How long it rings before it is answered: programs that look for such numbers hang up before.',
      section,
      unit: 'seconds',
      min: 0,
      max: 60,
      initial: 25,
    }),
    prompt: choice({
      label: 'Prompt',
      help: 'What is heard before a code is given. Silence tells strangers least.',
      section,
      of: { silence: 'Silence', tone: 'A tone' },
      initial: 'silence',
    }),
    attempts: whole({
      label: 'DISA Failed Attempts before Lock-Out',
      help: 'How many wrong codes within five minutes lock the number.',
      section,
      min: 1,
      max: 255,
      initial: 5,
    }),
    lockMinutes: whole({
      label: 'DISA Number Lock-Out Timer',
      help: 'How long the number takes no code then.',
      section,
      unit: 'minutes',
      min: 1,
      max: 60,
      initial: 15,
    }),
  },
});

export type DisaOptions = RecordOf<typeof disaOptions>;
