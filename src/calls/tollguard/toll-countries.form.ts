// The form Toll Countries: which countries, networks and costly ranges may be called. What is not named here is closed, but the home country.

import { defineForm, text, yesNo } from '#forms';
import { nameOfOwner, rangeKinds } from './countries.ts';

/** Kinds that are opened by their name, in all countries that are open. */
const openable: readonly string[] = rangeKinds.filter((kind) => kind !== 'country' && kind !== 'shared');

const tidy = (value: string): string => {
  const plain = value.replace(/[\s/()-]+/g, (found) => (found === '-' ? '-' : ''));
  return /^[a-z]{2}$/i.test(plain) ? plain.toUpperCase() : plain.toLowerCase();
};

export const tollCountries = defineForm({
  id: 'toll-countries',
  title: 'Toll Countries',
  group: 'Calls and routing',
  help: {
    purpose:
      'Opens countries to calls, one by one. As installed only the home country of Toll Guard may be called; every other is closed until it stands here.',
    conditions:
      'A country is named by its ISO code, such as FR; a network by its name, such as iridium. Premium, satellite and revenue-share ranges within open countries stay closed until premium, satellite or revenue-share is opened, or the range itself by its digits with +. Digits decide over names, and longer digits over shorter ones: +44 with No closes a country, +4420 with Yes opens a town of it. Shared-cost ranges go with their country. A change applies to the next call.',
    recommendation:
      'Open the countries that you do business with and no others. Open single ranges by their digits rather than premium as a whole.',
  },
  key: 'destination',
  fields: {
    destination: text({
      label: 'Destination',
      help: 'An ISO country code, the name of a network (freephone, shared-cost, inmarsat, iridium, globalstar, thuraya, emsat, networks, mobile-satellite, personal, premium-rate, relief, trial), one of premium, satellite and revenue-share, or digits with +.',
      max: 20,
      tidy,
      holds: (value) => nameOfOwner(value) !== undefined || openable.includes(value) || /^\+[1-9]\d{0,14}$/.test(value),
      expects: 'the ISO code of a country, the name of a network, premium, satellite, revenue-share, or digits with +',
    }),
    open: yesNo({ label: 'Open', help: 'Whether it may be called.', initial: true }),
    note: text({ label: 'Note', help: 'Why, and for whom.', initial: '', max: 200 }),
  },
});
