// The form Service Numbers: numbers at which the system itself answers: voicemail, attendant, conference and the like. Its law: none of
// them is there unless somebody made it, and none leads to the public network by itself.

import type { Refusal } from '#base';
import { choice, defineForm, digits, type RecordOf, reference, text, yesNo } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';
import { insideNumberFits } from '../numbering/inside-numbers.ts';
import { permissionFields } from '../restriction/permissions.ts';

const section = 'Service';

const which = (label: string, help: string, to: string) => reference({ label, help, section, to, initial: '' });

/** The field that names the record of each kind; a kind that has none is the same everywhere. */
const recordFields = {
  attendant: 'attendant',
  announcement: 'announcement',
  conference: 'conference',
  queue: 'queue',
  paging: 'pageZone',
} as const;

export const serviceNumbers = defineForm({
  id: 'service-numbers',
  title: 'Service Numbers',
  group: 'Voicemail',
  help: {
    purpose: 'Lists the numbers at which the system itself answers, and which of its services each of them is.',
    conditions:
      'A number has as many digits as an extension and is that of no extension and no group. What a service may connect its callers with is what the permissions here say; none of them reaches the public network. A change applies to the next call.',
    recommendation:
      'Make only the numbers that are used. Give DISA a number that nobody publishes, or none. Let Inbound Numbers lead to the attendant, and extensions forward to voicemail when nobody answers.',
  },
  key: 'number',
  fields: {
    number: digits({ label: 'Number', help: 'What is dialled to reach the service.', section, min: 2, max: 7 }),
    name: text({ label: 'Name', help: 'Shown to those who call it.', section, max: 64, initial: '' }),
    enabled: yesNo({
      label: 'Enabled',
      help: 'No keeps the number; who calls it hears that there is none.',
      section,
      initial: true,
    }),
    kind: choice({
      label: 'Service',
      help: 'What answers there.',
      section,
      of: {
        voicemail: 'Voicemail',
        attendant: 'Auto attendant',
        announcement: 'Announcement',
        disa: 'DISA: dialling on from outside',
        conference: 'Conference',
        queue: 'Queue of waiting calls',
        paging: 'Paging',
      },
      initial: 'voicemail',
    }),
    attendant: which('Attendant', 'The attendant of Auto Attendants, where the service is one.', 'auto-attendants'),
    announcement: which('Announcement', 'What is said, where the service is an announcement.', 'announcements'),
    conference: which('Conference', 'The conference of Conferences, where the service is one.', 'conferences'),
    queue: which('Queue', 'The queue of Call Queues, where the service is one.', 'call-queues'),
    pageZone: which('Page zone', 'The zone of Page Zones, where the service is paging.', 'page-zones'),
    mediaSecurity: choice({
      label: 'Media security',
      help: 'Whether calls with it must be encrypted. Callers of the public network reach it only where their trunk is encrypted too, unless it is preferred.',
      section: 'Privacy',
      of: { required: 'Encrypted, or no call', preferred: 'Encrypted where the other side can' },
      initial: 'preferred',
    }),
    ...permissionFields,
  },
  rules: (record, look) => [
    ...insideNumberFits('service-numbers', record.number, `service ${record.number}`, look),
    ...recordFits(record),
  ],
});

export type ServiceNumber = RecordOf<typeof serviceNumbers>;
export type ServiceKind = ServiceNumber['kind'];

interface Named {
  readonly kind: 'voicemail' | 'disa' | keyof typeof recordFields;
  readonly attendant: string;
  readonly announcement: string;
  readonly conference: string;
  readonly queue: string;
  readonly pageZone: string;
}

/** The record that a service number names, where it is of this kind; undefined where it is of another, or names none. */
export function serviceRecordOf(record: Named, wanted: keyof typeof recordFields): string | undefined {
  const name = record[recordFields[wanted]];
  return record.kind === wanted && name !== '' ? name : undefined;
}

function recordFits(record: Named): Refusal[] {
  const { kind } = record;
  if (kind === 'voicemail' || kind === 'disa' || record[recordFields[kind]] !== '') return [];
  return [callsFormCodes.refuse('calls.service-record-missing', {}, recordFields[kind])];
}
