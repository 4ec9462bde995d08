// The view Call History: the calls that have ended, and how private each was.

import { choice, defineView, moment, type RecordOf, text, whole, yesNo } from '#forms';
import type { CallRecord, LegRecord, PartyChange } from '../call-record.ts';

const theCall = 'The call';
const more = 'More of it';
const how = 'How it was decided';

export const callHistory = defineView({
  id: 'call-history',
  title: 'Call History',
  group: 'Records',
  key: 'id',
  help: {
    purpose:
      'Shows the calls that have ended, the newest first: who called whom, when, how it ended, and how private it was.',
    conditions:
      'A call is here as soon as it has ended, also when the system was killed during it. Nothing is kept while System Options disables the records. They stand in the order in which they began. A time filter takes a moment or the beginning of one, such as 2027-01-31 or 2027-01-31T18, in UTC.',
    recommendation:
      'Look for calls that were not secure throughout, and find out which device or listener is the reason.',
  },
  fields: {
    id: text({ section: theCall, label: 'Call', help: 'Names the call.' }),
    started: moment({ section: theCall, label: 'Started', help: 'When the caller dialled.' }),
    caller: text({ section: theCall, label: 'Caller', help: 'The number that called.', initial: '' }),
    callerName: text({ section: more, label: 'Caller name', help: 'The name of that extension then.', initial: '' }),
    dialled: text({ section: more, label: 'Dialled', help: 'What was dialled.', initial: '' }),
    called: text({
      section: theCall,
      label: 'Called',
      help: 'The number that it led to; blank when it led to none.',
      initial: '',
    }),
    calledName: text({ section: more, label: 'Called name', help: 'The name of that extension then.', initial: '' }),
    outcome: choice({
      section: theCall,
      label: 'Outcome',
      help: 'What became of the call.',
      of: {
        answered: 'Answered',
        busy: 'Busy',
        'no answer': 'No answer',
        cancelled: 'Cancelled by the caller',
        refused: 'Refused',
        failed: 'Failed',
        interrupted: 'Interrupted by the system',
      },
    }),
    talked: whole({
      section: theCall,
      label: 'Talked',
      help: 'How long the two talked.',
      unit: 'seconds',
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
    }),
    endedBy: choice({
      section: more,
      label: 'Ended by',
      help: 'Who ended it.',
      of: { caller: 'The caller', called: 'The called', system: 'The system' },
    }),
    cause: text({
      section: more,
      label: 'Cause',
      help: 'Why it ended, in words, with the SIP status.',
      initial: '',
      max: 1_000,
    }),
    secure: choice({
      section: theCall,
      label: 'Secure',
      help: 'Whether every hop of signalling and media was encrypted, throughout the call, for a part of it, or never.',
      of: { throughout: 'Throughout', partly: 'Partly', never: 'Never' },
    }),
    trunk: text({
      section: theCall,
      label: 'Trunk',
      help: 'The trunk that it came in or went out by; both of a call between trunks. Blank: between extensions.',
      initial: '',
    }),
    route: text({ section: how, label: 'Route', help: 'The route by which it went out, or would have.', initial: '' }),
    accountCode: text({
      section: how,
      label: 'Account',
      help: 'The name of the account code that was dialled, or the code itself where nobody has given it a name.',
      initial: '',
    }),
    group: text({ section: how, label: 'Group', help: 'The hunt group that was called.', initial: '' }),
    forwardedBy: text({ section: how, label: 'Forwarded by', help: 'The extension that forwarded it.', initial: '' }),
    forwards: text({
      section: how,
      label: 'Forwards',
      help: 'Each extension that passed it on, in order, with the reason.',
      initial: '',
      max: 1_000,
    }),
    missedBy: text({
      section: how,
      label: 'Missed by',
      help: 'The extensions that it was for and that did not take it; where it was answered, somebody else did so.',
      initial: '',
      max: 1_000,
    }),
    passedOn: text({
      section: how,
      label: 'Passed on',
      help: 'Who came to the call after it had been answered, or answered in place of whom was called: each with how, by whom and after how many seconds.',
      initial: '',
      max: 4_000,
    }),
    emergency: yesNo({ section: how, label: 'Emergency', help: 'Whether an emergency was called.', initial: false }),
    code: text({
      section: how,
      label: 'Code',
      help: 'Of a call that was refused here: the code of the reason, as docs/codes.md lists it.',
      initial: '',
    }),
    why: text({
      section: how,
      label: 'Why',
      help: 'Of a call that was refused here: each step of the decision.',
      initial: '',
      lines: 50,
      max: 20_000,
    }),
    callerSecurity: text({
      section: more,
      label: 'Caller’s side',
      help: 'TLS and SRTP between the caller and the system; blank: none.',
      initial: '',
    }),
    calledSecurity: text({
      section: more,
      label: 'Called side',
      help: 'TLS and SRTP between the system and the called; blank: none.',
      initial: '',
    }),
  },
});

export type CallHistoryRecord = RecordOf<typeof callHistory>;

/** A call as the view shows it. */
export function callHistoryRecord(call: CallRecord): CallHistoryRecord {
  const { id, startedAtMs, answeredAtMs, endedAtMs, caller, called, dialled, outcome, endedBy, secure } = call;
  const { route, accountCode, group, forwardedBy, forwards, emergency, code, steps } = call.details;
  return {
    ...{ id, dialled, outcome, endedBy, secure },
    started: new Date(startedAtMs).toISOString(),
    ...{ caller: caller.number, callerName: caller.name, called: called.number, calledName: called.name },
    talked: answeredAtMs === 0 ? 0 : Math.max(0, Math.round((endedAtMs - answeredAtMs) / 1_000)),
    cause: `${call.status} ${call.cause}`,
    trunk: [caller.trunk, called.trunk].filter((name) => name !== '').join(', '),
    forwards: forwards.map(({ by, why }) => `${by} (${why})`).join(', '),
    missedBy: missedBy(call).join(', '),
    passedOn: call.details.changes.map((change) => changeWords(change, startedAtMs)).join(', '),
    ...{ route, accountCode, group, forwardedBy, emergency, code, why: steps.join('\n') },
    ...{ callerSecurity: securityOf(caller), calledSecurity: securityOf(called) },
  };
}

const ways: Readonly<Record<PartyChange['kind'], string>> = {
  transfer: 'transferred',
  blindTransfer: 'transferred unannounced',
  recall: 'called back',
  pickup: 'picked up',
  park: 'parked',
  retrieve: 'taken from its place',
  moved: 'taken along',
  callback: 'called when free',
};

function changeWords({ kind, by, to, trunk, atMs }: PartyChange, startedAtMs: number): string {
  const seconds = Math.max(0, Math.round((atMs - startedAtMs) / 1_000));
  const whom = to === '' || to === by ? '' : ` to ${to}${trunk === '' ? '' : ` over ${trunk}`}`;
  return `${ways[kind]} by ${by}${whom} (${seconds} s)`;
}

/** Who would have liked to know of the call: those who forward every call, or this caller's, did not miss it. */
function missedBy({ details, outcome, called, answeredAtMs }: CallRecord): readonly string[] {
  const passed = details.forwards.filter(({ why }) => why !== 'always' && why !== 'screened').map(({ by }) => by);
  const isLost = answeredAtMs === 0 && (outcome === 'no answer' || outcome === 'cancelled' || outcome === 'busy');
  return isLost && called.trunk === '' && called.number !== '' ? [...passed, called.number] : passed;
}

const securityOf = ({ tlsVersion, tlsSuite, srtpSuite }: LegRecord): string =>
  [tlsVersion, tlsSuite, srtpSuite].filter((part) => part !== '').join(' ');
