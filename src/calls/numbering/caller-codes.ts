// The feature codes of forwarding, and those that stand for a number: what each is called in Numbering, and what has to follow it.

const forward = (when: string, initial: string) =>
  ({
    label: `Forward ${when}, on`,
    help: `Dialled with a number behind it, forwards calls ${when}, where the class of service has Call Forwarding by Code.`,
    initial,
    takes: 'number',
  }) as const;
const noForward = (when: string, initial: string) =>
  ({
    label: `Forward ${when}, off`,
    help: `Dialled at a phone, forwards calls ${when} no longer.`,
    initial,
    takes: 'nothing',
  }) as const;

export const callerCodes = {
  forwardAlwaysOn: forward('always', '*72'),
  forwardAlwaysOff: noForward('always', '*73'),
  forwardBusyOn: forward('when busy', '*90'),
  forwardBusyOff: noForward('when busy', '*91'),
  forwardNoAnswerOn: forward('when nobody answers', '*92'),
  forwardNoAnswerOff: noForward('when nobody answers', '*93'),
  forwardUnreachableOn: forward('when unreachable', '*94'),
  forwardUnreachableOff: noForward('when unreachable', '*95'),
  forwardsOff: {
    label: 'All forwards off',
    help: 'Dialled at a phone, takes all its forwards away.',
    initial: '*96',
    takes: 'nothing',
  },
  callWaitingOn: {
    label: 'Call waiting on',
    help: 'Dialled at a phone, lets further calls through while its extension has one.',
    initial: '*70',
    takes: 'nothing',
  },
  callWaitingOff: {
    label: 'Call waiting off',
    help: 'Dialled at a phone, gives further callers busy while its extension has a call.',
    initial: '*71',
    takes: 'nothing',
  },
  redial: {
    label: 'Redial',
    help: 'Dials once more what the extension dialled last.',
    initial: '*66',
    takes: 'nothing',
  },
  lastCaller: {
    label: 'Last caller',
    help: 'Calls whoever called the extension last, where they showed a number.',
    initial: '*69',
    takes: 'nothing',
  },
  withholdNumber: {
    label: 'Withhold the number',
    help: 'Dialled in front of a number, keeps the caller’s number from the public network for this call.',
    initial: '*67',
    takes: 'anything',
  },
  speedCall: {
    label: 'Speed call',
    help: 'Dialled with three digits behind it, calls the number that Speed Calls has for them.',
    initial: '*74',
    takes: 'threeDigits',
  },
  personalSpeedCall: {
    label: 'Personal speed call',
    help: 'Dialled with two digits behind it, calls the number that Personal Speed Calls has for them.',
    initial: '*75',
    takes: 'twoDigits',
  },
} as const;
