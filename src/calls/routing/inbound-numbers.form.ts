// The form Inbound Numbers: who is called when the public network calls one of our numbers.

import { defineForm, type RecordOf, reference, text } from '#forms';
import { oneDestination } from './one-destination.ts';

const section = 'Destination';
const extension = (label: string, help: string) =>
  reference({ label, help, section, to: 'users-and-services', initial: '' });
const service = (label: string, help: string) =>
  reference({ label, help, section, to: 'service-numbers', initial: '' });
const group = (label: string, help: string) => reference({ label, help, section, to: 'hunt-groups', initial: '' });

export const inboundNumbers = defineForm({
  id: 'inbound-numbers',
  title: 'Inbound Numbers',
  group: 'Calls and routing',
  help: {
    purpose:
      'Lists the numbers of the public network that are ours, and the extension, hunt group or service that each reaches.',
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
    day: extension('By day', 'The extension that is called by day. Either this, a group or a service is given.'),
    dayGroup: group('Group by day', 'The hunt group that is called by day, in place of an extension.'),
    dayService: service(
      'Service by day',
      'The service, such as an attendant, that answers by day, in place of an extension.',
    ),
    night1: extension('In night 1', 'The extension that is called in night 1. Blank, with no group: as by day.'),
    night1Group: group('Group in night 1', 'The hunt group that is called in night 1, in place of an extension.'),
    night1Service: service(
      'Service in night 1',
      'The service, such as an attendant, that answers in night 1, in place of an extension.',
    ),
    night2: extension('In night 2', 'The extension that is called in night 2. Blank, with no group: as in night 1.'),
    night2Group: group('Group in night 2', 'The hunt group that is called in night 2, in place of an extension.'),
    night2Service: service(
      'Service in night 2',
      'The service, such as an attendant, that answers in night 2, in place of an extension.',
    ),
  },
  rules: (record) => [
    ...oneDestination({ day: record.day, dayGroup: record.dayGroup, dayService: record.dayService }, true),
    ...oneDestination(
      { night1: record.night1, night1Group: record.night1Group, night1Service: record.night1Service },
      false,
    ),
    ...oneDestination(
      { night2: record.night2, night2Group: record.night2Group, night2Service: record.night2Service },
      false,
    ),
  ],
});

export type InboundNumber = RecordOf<typeof inboundNumbers>;
