// The view Toll Blocks: who may not call out, why, and since when.

import { choice, defineView, moment, type RecordOf, text } from '#forms';

export const tollBlocks = defineView({
  id: 'toll-blocks',
  title: 'Toll Blocks',
  group: 'Calls and routing',
  key: 'key',
  help: {
    purpose: 'Shows the extensions and trunks whose outgoing calls the toll guard has blocked, with the reason.',
    conditions:
      'A blocked extension makes no calls to the public network but emergency calls, nor does anything forward on its behalf; calls within the system go on. A block ends at its time, or when it is released.',
    recommendation:
      'Before you release an extension, look at its calls, change its SIP secret and see where it forwards to.',
  },
  fields: {
    key: text({ label: 'Block', help: 'Names the block.' }),
    kind: choice({
      label: 'Kind',
      help: 'What is blocked: all outgoing calls of an extension or on a trunk, or for everybody those to other countries.',
      of: { extension: 'Extension', trunk: 'Trunk', abroad: 'Other countries' },
      marks: { extension: 'broken', trunk: 'broken', abroad: 'broken' },
    }),
    name: text({ label: 'Name', help: 'The extension or trunk.', initial: '' }),
    why: text({ label: 'Reason', help: 'What was unusual, each point with its score.', max: 1_000 }),
    since: moment({ label: 'Since', help: 'When it was blocked.' }),
    until: moment({ label: 'Until', help: 'When it ends by itself; blank: never.', initial: '' }),
  },
  actions: {
    release: {
      label: 'Release',
      help: 'Calls are judged by limits and scores again; what was spent stays counted.',
      confirm: 'Release this block? Its calls to the public network go through again.',
    },
  },
});

export type TollBlockRecord = RecordOf<typeof tollBlocks>;
