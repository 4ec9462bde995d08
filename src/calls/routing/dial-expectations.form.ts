// The form Dial Expectations: what must become of a number that an extension dials, looked at after every change of routing.

import type { Refusal } from '#base';
import { choice, defineForm, moment, type RecordOf, reference, text } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';
import { nameField } from './names.ts';

export const dialExpectations = defineForm({
  id: 'dial-expectations',
  title: 'Dial Expectations',
  group: 'Calls and routing',
  help: {
    purpose:
      'Keeps what must become of certain calls: whom they reach, which route they take, or that they are refused.',
    conditions:
      'All are looked at after every change of routing, and one that is not met is an alarm. Nobody is called. What the toll guard would say at that moment is part of it.',
    recommendation:
      'Write down the calls that must work, the emergency number first, and for each class of restriction one that must not.',
  },
  key: 'name',
  fields: {
    name: nameField({ help: 'Names the expectation in alarms.', section: 'Call' }),
    extension: reference({
      label: 'Extension',
      help: 'Who dials.',
      section: 'Call',
      to: 'users-and-services',
    }),
    dialled: text({
      label: 'Dialled',
      help: 'What is dialled, as at the phone.',
      section: 'Call',
      max: 64,
      pattern: /^\+?[0-9*#]+$/,
      expects: 'digits, * and #, or a + in front of them',
    }),
    at: moment({
      label: 'At',
      help: 'When it is dialled. Blank: at the moment of the look.',
      section: 'Call',
      initial: '',
    }),
    expected: choice({
      label: 'Expected',
      help: 'What must become of it.',
      section: 'Expected',
      of: {
        extension: 'It reaches the extension',
        group: 'It reaches the group',
        route: 'It goes out by the route',
        refused: 'It is refused',
      },
    }),
    expectedExtension: reference({
      label: 'Reaches extension',
      help: 'The extension that is called in the end. Blank where another thing is expected.',
      section: 'Expected',
      to: 'users-and-services',
      initial: '',
    }),
    expectedGroup: reference({
      label: 'Reaches group',
      help: 'The hunt group that is called in the end. Blank where another thing is expected.',
      section: 'Expected',
      to: 'hunt-groups',
      initial: '',
    }),
    expectedRoute: reference({
      label: 'Goes out by route',
      help: 'The route that is tried first. Blank where another thing is expected.',
      section: 'Expected',
      to: 'routes',
      initial: '',
    }),
  },
  rules: ({ expected, expectedExtension, expectedGroup, expectedRoute }) => [
    ...said('extension', expected, expectedExtension, 'expectedExtension'),
    ...said('group', expected, expectedGroup, 'expectedGroup'),
    ...said('route', expected, expectedRoute, 'expectedRoute'),
  ],
});

export type DialExpectation = RecordOf<typeof dialExpectations>;

function said(kind: string, expected: string, name: string, field: string): Refusal[] {
  if ((kind === expected) === (name !== '')) return [];
  const what = name === '' ? `which ${kind} is expected` : `that ${name} is expected, only that it is named`;
  return [callsFormCodes.refuse('calls.expectation-unclear', { what }, field)];
}
