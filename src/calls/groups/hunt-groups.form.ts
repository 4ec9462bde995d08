// The form Hunt Groups: a number for several extensions, which of them ring in which order, and where the call goes when nobody answers.

import { limits, type Refusal } from '#base';
import {
  choice,
  defineForm,
  digits,
  type Look,
  type RecordOf,
  reference,
  references,
  text,
  whole,
  yesNo,
} from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';
import { insideNumberFits } from '../numbering/inside-numbers.ts';
import { oneDestination } from '../routing/one-destination.ts';

const ringing = 'Ringing';
const overflow = 'Overflow';
const when = (label: string, help: string) => yesNo({ label, help, section: overflow, initial: true });

export const huntGroups = defineForm({
  id: 'hunt-groups',
  title: 'Hunt Groups',
  group: 'Phones and people',
  help: {
    purpose:
      'Lists numbers that several people answer for: a call to one rings the extensions of its group, one after the other or all at once.',
    conditions:
      'A number has as many digits as an extension and is that of no extension. Passed over are members that are disabled, do not want to be disturbed or have left their groups, whom the caller may not be connected to, and, where members ring one after the other, those who have a call. That a member forwards calls does not count: forwarding is for its own calls. A change applies to the next call.',
    recommendation:
      'Choose longest idle to share the work, terminal where the first is meant to answer. Let the overflow lead to somebody who is always there. A group that has to ring a mobile phone overflows to an extension that forwards to it: so there is somebody under whose permissions the call goes out.',
  },
  key: 'number',
  fields: {
    number: digits({ label: 'Number', help: 'What others dial to reach the group.', section: 'Group', min: 2, max: 7 }),
    name: text({
      label: 'Name',
      help: 'Shown in records and to administrators, such as Sales.',
      section: 'Group',
      max: 64,
      initial: '',
    }),
    shownAs: text({
      label: 'Shown to members',
      help: 'Put in front of the name of the caller on the phones of members, so that they know which group is called: Sales: Alice. Blank: nothing.',
      section: 'Group',
      max: 20,
      initial: '',
    }),
    members: references({
      label: 'Members',
      help: 'The extensions that ring, in their order.',
      section: ringing,
      to: 'users-and-services',
      min: 1,
      max: limits.calls.groupMembers,
    }),
    kind: choice({
      label: 'Kind',
      help: 'Which members ring. Circular begins behind the one that rang last, terminal with the first, longest idle with the one whose last call is longest ago; each of these tries every member once.',
      section: ringing,
      of: {
        ringAll: 'Ring all: all at once',
        circular: 'Circular: one after the other, each call begins with the next',
        terminal: 'Terminal: one after the other, from the first',
        longestIdle: 'Longest idle: one after the other, who has waited longest first',
      },
      initial: 'terminal',
    }),
    memberSeconds: whole({
      label: 'Each member rings',
      help: 'How long one member rings before the next does. Of no meaning where all ring at once.',
      section: ringing,
      unit: 'seconds',
      min: 5,
      max: 120,
      initial: 15,
    }),
    groupSeconds: whole({
      label: 'All together ring',
      help: 'How long the group is tried at the most; then nobody has answered.',
      section: ringing,
      unit: 'seconds',
      min: 5,
      max: 300,
      initial: 60,
    }),
    overflowExtension: reference({
      label: 'Overflow to extension',
      help: 'The extension that is called when the group does not answer. Its own forwarding applies. Blank: none.',
      section: overflow,
      to: 'users-and-services',
      initial: '',
    }),
    overflowGroup: reference({
      label: 'Overflow to group',
      help: 'The group that is called when this one does not answer, where no extension is named. Blank: none.',
      section: overflow,
      to: 'hunt-groups',
      initial: '',
    }),
    overflowNoAnswer: when('When nobody answers', 'Whether the call goes to the overflow when members rang in vain.'),
    overflowBusy: when(
      'When all are busy',
      'Whether the call goes to the overflow at once when every member who is there is busy. No: the caller gets busy.',
    ),
    overflowNobody: when(
      'When nobody is there',
      'Whether the call goes to the overflow at once when no member can be rung: not registered, not to be disturbed, or away from the group.',
    ),
  },
  rules: (record, look) => [
    ...insideNumberFits('hunt-groups', record.number, `group ${record.number}`, look),
    ...overflowFits(record, look),
  ],
});

export type HuntGroup = RecordOf<typeof huntGroups>;

interface Overflowing {
  readonly number: string;
  readonly overflowExtension: string;
  readonly overflowGroup: string;
}

/** One way at most, and not back to where the call has been. */
function overflowFits({ number, overflowExtension, overflowGroup }: Overflowing, look: Look): Refusal[] {
  const one = oneDestination({ overflowExtension, overflowGroup }, false);
  if (one.length > 0) return one;
  const groups = look.records(huntGroups);
  const chain = [number];
  for (let next = overflowGroup; next !== ''; next = groups.get(next)?.overflowGroup ?? '') {
    chain.push(next);
    if (next === number || chain.indexOf(next) < chain.length - 1)
      return [callsFormCodes.refuse('calls.overflow-circle', { chain: chain.join(', ') }, 'overflowGroup')];
  }
  return [];
}
