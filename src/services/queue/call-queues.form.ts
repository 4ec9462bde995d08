// The form Call Queues: callers wait in turn until somebody is free. Its law: a queue leads to numbers inside and nowhere else.

import { limits, type Refusal } from '#base';
import { huntGroups } from '#calls';
import {
  choice,
  choices,
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
import { queueCodes } from './queue.codes.ts';

const agents = 'Agents';
const waiting = 'Waiting';
const elsewhere = 'Elsewhere';

export const callQueues = defineForm({
  id: 'call-queues',
  title: 'Call Queues',
  group: 'Phones and people',
  help: {
    purpose:
      'Lists queues of waiting calls: callers hear music and their place until somebody is free, who came first first.',
    conditions:
      'A queue is reached by a number of Service Numbers that names it. An agent is free who is registered, has no call, wants to be disturbed and has not left the groups. Who is put through and not taken waits on at their old place. Emergency calls never wait. A change applies from the next step of each caller.',
    recommendation:
      'Set an overflow that always answers, so that nobody waits in vain. Let a queue be open in the modes in which its agents work.',
  },
  key: 'name',
  fields: {
    name: text({
      label: 'Name',
      help: 'Names the queue in Service Numbers and to administrators.',
      section: agents,
      max: 32,
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
      expects: '1 to 32 letters, digits and . _ -, the first a letter or digit',
    }),
    group: reference({
      label: 'Hunt group',
      help: 'The group that answers, in its own order. It must not overflow. Blank: agents are named here.',
      section: agents,
      to: 'hunt-groups',
      initial: '',
    }),
    agents: references({
      label: 'Agents',
      help: 'The extensions that answer, where no group is named: each caller goes to the one who has waited longest.',
      section: agents,
      to: 'users-and-services',
      max: limits.queues.agents,
    }),
    retrySeconds: whole({
      label: 'Pause after no answer',
      help: 'How long an agent, or the group, that did not take a caller is left alone.',
      section: agents,
      unit: 'seconds',
      min: 2,
      max: 300,
      initial: 15,
    }),
    most: whole({
      label: 'Most waiting',
      help: 'Who calls when so many wait goes to the overflow, or gets busy.',
      section: waiting,
      unit: 'callers',
      min: 1,
      max: limits.queues.waiting,
      initial: 20,
    }),
    longestSeconds: whole({
      label: 'Longest wait',
      help: 'How long somebody waits before they go to the overflow. Without one, and where it does not answer three times, they are told so and the call ends.',
      section: waiting,
      unit: 'seconds',
      min: 30,
      max: 7_200,
      initial: 600,
    }),
    music: text({
      label: 'Music',
      help: 'The clip that is played over and over.',
      section: waiting,
      initial: 'music.calm',
      max: 64,
      pattern: /^music\.[a-z0-9-]+$/,
      expects: 'music. and the name of a clip',
      blank: false,
    }),
    announceSeconds: whole({
      label: 'Place told every',
      help: 'How often callers are told their place in the queue. 0: never.',
      section: waiting,
      unit: 'seconds',
      min: 0,
      max: 600,
      initial: 60,
    }),
    expectedWait: yesNo({
      label: 'Tell the expected wait',
      help: 'Whether they are told how long it may take, once enough callers have been taken within the hour to know.',
      section: waiting,
      initial: false,
    }),
    openIn: choices({
      label: 'Open in',
      help: 'The modes of Service Mode in which the queue takes callers. Who waits already is served to the end.',
      section: elsewhere,
      of: { day: 'Day', night1: 'Night 1', night2: 'Night 2' },
      initial: ['day', 'night1', 'night2'],
    }),
    closed: digits({
      label: 'When closed',
      help: 'The number inside that callers are put through to when the queue is closed. Blank: they are told so, and the call ends.',
      section: elsewhere,
      min: 2,
      max: 7,
      initial: '',
    }),
    nobody: choice({
      label: 'When nobody is there',
      help: 'What becomes of callers while every agent is away, not just busy.',
      section: elsewhere,
      of: { wait: 'They wait', overflow: 'They go to the overflow', end: 'They are told so, and the call ends' },
      initial: 'wait',
    }),
    overflow: digits({
      label: 'Overflow',
      help: 'The number inside for those who have waited too long or find the queue full. Blank: none.',
      section: elsewhere,
      min: 2,
      max: 7,
      initial: '',
    }),
  },
  rules: (record, look) => queueFits(record, look),
});

export type CallQueue = RecordOf<typeof callQueues>;

interface Fitting {
  readonly group: string;
  readonly agents: readonly string[];
  readonly closed: string;
  readonly overflow: string;
  readonly nobody: string;
}

function queueFits({ group, agents: members, closed, overflow, nobody }: Fitting, look: Look): Refusal[] {
  const refusals: Refusal[] = [];
  if ((group === '') === (members.length === 0))
    refusals.push(
      queueCodes.refuse('services.queue-agents', { given: group === '' ? 'none is given' : 'both are given' }, 'group'),
    );
  const answering = look.records(huntGroups).get(group);
  const target = answering?.overflowExtension || answering?.overflowGroup || '';
  if (target !== '') refusals.push(queueCodes.refuse('services.queue-group-overflows', { group, target }, 'group'));
  for (const [field, number] of Object.entries({ closed, overflow }))
    if (number !== '' && !isInside(number, look))
      refusals.push(queueCodes.refuse('services.queue-target', { number }, field));
  if (nobody === 'overflow' && overflow === '')
    refusals.push(queueCodes.refuse('services.queue-overflow-missing', {}, 'overflow'));
  return refusals;
}

const isInside = (number: string, look: Look): boolean =>
  ['users-and-services', 'hunt-groups', 'service-numbers'].some(
    (form) => look.keysWith(form, 'number', number).length > 0,
  );
