// The view Calls: what is going on now, and how private it is.

import { choice, defineView, moment, type RecordOf, text } from '#forms';

export const callsInProgress = defineView({
  id: 'calls',
  title: 'Calls',
  group: 'Calls and routing',
  help: {
    purpose:
      'Shows the calls that are going on now: who talks with whom, since when, and whether it is encrypted throughout.',
    conditions:
      'A call is shown as secure while every hop of its signalling is TLS and every hop of its media is SRTP. Calls that have ended are in Call History.',
    recommendation: 'Look here before a planned stop; a stop ends every call.',
  },
  key: 'id',
  fields: {
    id: text({ label: 'Call', help: 'Names the call, here and in Call History.' }),
    caller: text({
      label: 'Caller',
      help: 'The number that calls, or who has taken its place; blank while nobody has.',
      initial: '',
    }),
    called: text({
      label: 'Called',
      help: 'The number that is called, or who has taken its place; until it is known, what was dialled.',
      initial: '',
    }),
    state: choice({
      label: 'State',
      help: 'Whether the call is being set up, the two talk, or one of them waits for another to be found: parked, or transferred by somebody who has hung up.',
      of: { setup: 'Being set up', talking: 'Talking', alone: 'Waiting', over: 'Ending' },
    }),
    security: choice({
      label: 'Security',
      help: 'Whether signalling and media are encrypted on every hop; blank before both sides have agreed.',
      of: { secure: 'Secure', insecure: 'Not secure', unknown: 'Not known yet' },
      marks: { secure: 'proven', insecure: 'weak', unknown: 'off' },
    }),
    suite: text({ label: 'Media suite', help: 'How the media is encrypted; blank when it is not.', initial: '' }),
    started: moment({ label: 'Started', help: 'When the caller dialled.' }),
    answered: moment({ label: 'Answered', help: 'When the call was answered; blank before.', initial: '' }),
  },
  actions: {
    talk: {
      label: 'Answer',
      help: 'The phone that rings answers as if somebody had lifted its handset, where it rings alone and knows the event talk.',
      confirm: 'Let the phone that rings answer this call? Whoever calls hears the room.',
    },
    hold: {
      label: 'Hold',
      help: 'The called phone holds the call, where it knows the event hold; otherwise that of the caller.',
      confirm: 'Put this call on hold?',
    },
    end: {
      label: 'End call',
      help: 'Both phones are told that the call has ended, with the reason.',
      confirm: 'End this call now? Both sides are cut off.',
    },
  },
});

export type CallInProgress = RecordOf<typeof callsInProgress>;
