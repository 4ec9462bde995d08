// The view SMDR Records: what is in the buffer, read or not, as fields and as the line that readers get.

import { choice, defineView, moment, type RecordOf, text, whole } from '#forms';
import type { SmdrEntry } from '../entry.ts';
import { seconds } from '../format.ts';

const theCall = 'The call';
const more = 'More of it';

export const smdrRecords = defineView({
  id: 'smdr-records',
  title: 'SMDR Records',
  group: 'Records',
  key: 'number',
  help: {
    purpose:
      'Shows the records of calls that SMDR has made, the newest first: each as fields, and as the line that readers get.',
    conditions:
      'As many are kept as SMDR Options says, read or not. They stand in the order in which the calls ended. A time filter takes a moment or the beginning of one, such as 2027-01-31 or 2027-01-31T18, in UTC. Sending again from a record ends the connections of readers; the next reader that comes gets that record and all after it.',
    recommendation: 'Look for the completion T: somebody dialled a number that they are barred from.',
  },
  fields: {
    number: whole({
      section: theCall,
      label: 'Number',
      help: 'Names the record.',
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
    }),
    started: moment({ section: theCall, label: 'Started', help: 'When the caller dialled.' }),
    kind: choice({
      section: theCall,
      label: 'Kind',
      help: 'Where the call came from and went to.',
      of: { incoming: 'Incoming', outgoing: 'Outgoing', internal: 'Internal' },
    }),
    calling: text({ section: theCall, label: 'Calling', help: 'The station or trunk that called.', initial: '' }),
    dialled: text({ section: theCall, label: 'Dialled', help: 'What was dialled.', initial: '' }),
    called: text({ section: theCall, label: 'Called', help: 'The station or trunk that it led to.', initial: '' }),
    duration: whole({
      section: theCall,
      label: 'Duration',
      help: 'From the answer to the end; of a call that nobody answered, how long it was tried.',
      unit: 'seconds',
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
    }),
    completion: choice({
      section: theCall,
      label: 'Completion',
      help: 'What became of the call, as the record has it.',
      of: {
        none: 'Not told',
        A: 'A: answered outside',
        B: 'B: the called was busy',
        E: 'E: the number leads nowhere',
        T: 'T: barred',
        I: 'I: internal',
      },
      marks: { T: 'broken', E: 'weak' },
    }),
    answer: text({
      section: more,
      label: 'Time to answer',
      help: 'Seconds until somebody answered; blank where nobody did.',
      initial: '',
    }),
    forwarding: choice({
      section: more,
      label: 'Forwarding',
      help: 'Whether the call was forwarded, or made by a speed call.',
      of: { none: 'No', S: 'S: speed call', F: 'F: forwarded' },
    }),
    handling: choice({
      section: more,
      label: 'Handling',
      help: 'What became of the call while it lasted.',
      of: { none: 'None', T: 'T: transferred', X: 'X: transferred without announcing', C: 'C: conference' },
    }),
    thirdParty: text({ section: more, label: 'Third party', help: 'The second station.', initial: '' }),
    accountCode: text({ section: more, label: 'Account code', help: 'The code that it is charged to.', initial: '' }),
    systemId: text({
      section: more,
      label: 'System',
      help: 'The identifier of the system or the location.',
      initial: '',
    }),
    ani: text({ section: more, label: 'ANI', help: 'Of incoming calls, the number that called.', initial: '' }),
    dnis: text({ section: more, label: 'DNIS', help: 'Of incoming calls, the number that was dialled.', initial: '' }),
    record: text({ section: more, label: 'Record', help: 'The line that readers get.', initial: '', max: 200 }),
  },
  actions: {
    sendAgain: {
      label: 'Send again from here',
      help: 'The next reader gets this record and all after it, whatever was read before.',
      confirm: 'Send this record and all after it again? Connected readers are disconnected, and get them twice.',
    },
  },
});

export type SmdrRecord = RecordOf<typeof smdrRecords>;

/** A record as the view shows it. */
export function smdrRecord({ number, raw, call }: SmdrEntry): SmdrRecord {
  const { kind, calling, called, dialled, thirdParty, accountCode, systemId, ani, dnis } = call;
  return {
    ...{ number, kind, calling, called, dialled, thirdParty, accountCode, systemId, ani, dnis, record: raw },
    started: new Date(call.startedAtMs).toISOString(),
    duration: seconds(call.durationMs),
    answer: call.answerMs === undefined ? '' : String(seconds(call.answerMs)),
    completion: call.status === '' ? 'none' : call.status,
    forwarding: call.forwarding === '' ? 'none' : call.forwarding,
    handling: call.handling === '' ? 'none' : call.handling,
  };
}
