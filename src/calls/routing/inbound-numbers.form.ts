// The form Inbound Numbers: who is called when the public network calls one of our numbers.

import { defineForm, type RecordOf, reference, text } from '#forms';

const extension = (label: string, help: string) =>
  reference({ label, help, section: 'Destination', to: 'users-and-services', initial: '' });

export const inboundNumbers = defineForm({
  id: 'inbound-numbers',
  title: 'Inbound Numbers',
  group: 'Calls and routing',
  help: {
    purpose: 'Lists the numbers of the public network that are ours, and the extension that each reaches.',
    conditions:
      'A call from a trunk reaches nothing but these numbers, and what their extensions forward to. The number that the provider sends is read with the prefixes of Public Network. A change applies to the next call.',
    recommendation: 'Name the trunk over which a number comes, so that no other can call it.',
  },
  key: 'number',
  fields: {
    number: text({
      label: 'Number',
      help: 'The number with + and country code.',
      section: 'Number',
      max: 16,
      tidy: (value) => value.replace(/[\s()/.-]/g, ''),
      pattern: /^\+[1-9]\d{3,14}$/,
      expects: 'a number with + and country code, such as +498912345',
    }),
    trunk: reference({
      label: 'Trunk',
      help: 'The only trunk of SIP Trunks over which it is taken. Blank: over any.',
      section: 'Number',
      to: 'trunks',
      initial: '',
    }),
    day: reference({
      label: 'By day',
      help: 'The extension that is called by day.',
      section: 'Destination',
      to: 'users-and-services',
    }),
    night1: extension('In night 1', 'The extension that is called in night 1. Blank: that of the day.'),
    night2: extension('In night 2', 'The extension that is called in night 2. Blank: that of night 1.'),
  },
});

export type InboundNumber = RecordOf<typeof inboundNumbers>;
