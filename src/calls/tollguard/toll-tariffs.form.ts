// The form Toll Tariffs: what calls cost, by the digits that a number begins with.

import { defineForm, type RecordOf, text, whole } from '#forms';

const unit = 'ten-thousandths of the currency';

export const tollTariffs = defineForm({
  id: 'toll-tariffs',
  title: 'Toll Tariffs',
  group: 'Calls and routing',
  help: {
    purpose: 'Says what calls cost, by the first digits of the number, so that limits are of real money.',
    conditions:
      'The longest prefix that fits decides. A premium, satellite or revenue-share range keeps the assumed cost of Toll Guard unless a tariff names it with as many digits. A started minute counts whole. A change applies to the next call.',
    recommendation:
      'Import the list of your provider as CSV with the columns prefix, perMinute, perCall and name. Where two trunks differ, take the dearer price.',
  },
  key: 'prefix',
  fields: {
    prefix: text({
      label: 'Prefix',
      help: 'The first digits, with + and country code.',
      max: 16,
      tidy: (value) => value.replace(/[\s/()-]/g, '').replace(/^(00)?(?=[1-9])/, '+'),
      pattern: /^\+[1-9]\d{0,14}$/,
      expects: 'digits with + and country code, such as +4420',
    }),
    name: text({ label: 'Name', help: 'What the provider calls it.', initial: '', max: 64 }),
    perMinute: whole({ label: 'Per minute', help: 'What a started minute costs.', unit, min: 0, max: 10_000_000 }),
    perCall: whole({
      label: 'Per call',
      help: 'What an answered call costs beside its minutes.',
      unit,
      min: 0,
      max: 10_000_000,
      initial: 0,
    }),
  },
});

export type TollTariff = RecordOf<typeof tollTariffs>;
