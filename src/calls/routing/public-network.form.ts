// The form Public Network: how numbers of the public network are dialled here, so that each is known by its country code.

import { defineForm, type RecordOf, text } from '#forms';

const prefix = (label: string, help: string, initial: string) =>
  text({ label, help, initial, blank: true, max: 5, pattern: /^[0-9]{1,5}$/, expects: '1 to 5 digits' });

export const publicNetwork = defineForm({
  id: 'public-network',
  title: 'Public Network',
  group: 'Calls and routing',
  help: {
    purpose:
      'Says in which country and area the system is and how numbers are dialled there, so that a number is known with + and country code.',
    conditions:
      'The toll guard, records and number formats of trunks go by the number with country code. Without the country code here only numbers that are dialled with + or the international prefix have one. A change applies to the next call.',
    recommendation: 'Fill this in before the first trunk. Change the prefixes together with Digits Dialled.',
  },
  single: true,
  fields: {
    countryCode: text({
      label: 'Country code',
      help: 'The country code of the site without +, such as 49. Blank: national numbers stay without one.',
      initial: '',
      max: 3,
      pattern: /^[1-9]\d{0,2}$/,
      expects: '1 to 3 digits, the first not 0',
    }),
    areaCode: text({
      label: 'Area code',
      help: 'The area code of the site without the national prefix, for numbers that are dialled without one. Blank: such numbers have no country code either.',
      initial: '',
      max: 6,
      pattern: /^[0-9]{1,6}$/,
      expects: '1 to 6 digits',
    }),
    nationalPrefix: prefix(
      'National prefix',
      'What is dialled in front of an area code. Blank: there is none, and every number has its area code.',
      '0',
    ),
    internationalPrefix: prefix(
      'International prefix',
      'What is dialled in front of a country code. Blank: only + is.',
      '00',
    ),
    outsidePrefix: prefix(
      'Outside prefix',
      'What is dialled in front of every number outside, such as 9, and is no part of it. Blank: nothing is.',
      '',
    ),
  },
});

export type PublicNetwork = RecordOf<typeof publicNetwork>;
