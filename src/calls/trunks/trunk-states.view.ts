// The view Trunk States: whether each trunk can be used now, and why not; and its test.

import { choice, defineView, moment, type RecordOf, text, whole } from '#forms';

export const trunkStates = defineView({
  id: 'trunk-states',
  title: 'Trunk States',
  group: 'Calls and routing',
  help: {
    purpose:
      'Shows whether each SIP trunk can be used now, whether we are registered with its provider, and how many calls it carries.',
    conditions:
      'A place of a provider is up when it answered last, whatever it answered, and down when it did not, said 503 or cannot be connected to; then it is passed over and asked again, first after seconds, later every minute. A trunk is up when one of its places is not down and, where it registers, the registration stands.',
    recommendation: 'Test a trunk after each change: the test says which step fails and what to do.',
  },
  key: 'trunk',
  fields: {
    trunk: text({ label: 'Trunk', help: 'Its name in SIP Trunks.', max: 32 }),
    state: choice({
      label: 'State',
      help: 'Whether calls can be sent over it.',
      of: { up: 'Up', down: 'Down', disabled: 'Disabled' },
      marks: { up: 'proven', down: 'broken' },
    }),
    since: moment({ label: 'Since', help: 'Since when it is so, or since the system was started.' }),
    registered: choice({
      label: 'Registered',
      help: 'Whether our registration with the provider stands.',
      of: { yes: 'Yes', no: 'No', 'not-needed': 'Not needed' },
      marks: { yes: 'proven', no: 'broken' },
    }),
    why: text({
      label: 'Trouble',
      help: 'Why it is not registered, or why a name leads nowhere.',
      max: 2_000,
      initial: '',
    }),
    places: text({
      label: 'Places',
      help: 'Where its names lead, each with what is known of it.',
      max: 8_000,
      initial: '',
    }),
    calls: whole({ label: 'Calls', help: 'Calls on it now, in both directions.', min: 0, max: 10_000 }),
    refused: whole({
      label: 'Refused',
      help: 'Calls from there since the system was started that were refused: to numbers that are not in use, above the channels, or without the proof that is asked for.',
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
    }),
    hidden: whole({
      label: 'Not shown',
      help: 'Callers from there since the start whose number was not shown: it was withheld, is no number, or is an extension here.',
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
    }),
    channels: whole({ label: 'Channels', help: 'How many calls it may carry at once.', min: 1, max: 10_000 }),
  },
  actions: {
    test: {
      label: 'Test',
      help: 'Looks its names up, connects, looks at the certificate, asks whether the provider is there and whether it knows our account.',
      confirm: 'Test this trunk now? No call is made.',
    },
  },
});

export type TrunkState = RecordOf<typeof trunkStates>;
