// The form Page Zones: phones that one person speaks through at once. Its law: no phone answers by itself whose class does not let it.

import { limits } from '#base';
import { defineForm, type RecordOf, references, text, whole } from '#forms';

export const pageZones = defineForm({
  id: 'page-zones',
  title: 'Page Zones',
  group: 'Phones and people',
  help: {
    purpose: 'Lists page zones: phones that answer by themselves, so that one person is heard in many rooms at once.',
    conditions:
      'A zone is reached by a number of Service Numbers that names it, from extensions alone and only where their class of service has Paging. Phones whose class has no Auto-Answer - Allowed, that have a call, or that do not want to be disturbed are passed over. Nobody is heard from the rooms. Numbering needs a code for intercom calls.',
    recommendation:
      'Give the phones of a zone a class of service with Auto-Answer - Allowed of their own, since it lets intercom calls hear the room as well.',
  },
  key: 'name',
  fields: {
    name: text({
      label: 'Name',
      help: 'Names the zone in Service Numbers and in records.',
      max: 32,
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
      expects: '1 to 32 letters, digits and . _ -, the first a letter or digit',
    }),
    members: references({
      label: 'Members',
      help: 'The extensions whose phones are spoken through.',
      to: 'users-and-services',
      min: 1,
      max: limits.pages.members,
    }),
    limitSeconds: whole({
      label: 'Longest page',
      help: 'How long somebody may speak before the page ends by itself.',
      unit: 'seconds',
      min: 5,
      max: 600,
      initial: 60,
    }),
  },
});

export type PageZone = RecordOf<typeof pageZones>;
