// English: the page of security.

const lines = (count: number): string => (count === 1 ? '1 line' : `${count} lines`);
const titles = {
  minimum: 'Minimum',
  medium: 'Medium',
  maximum: 'Maximum',
  'session-management-srg': 'Session management SRG',
} as const;

const nameOf = (profile: string): string => titles[profile as keyof typeof titles] ?? profile;

export const security = {
  title: 'Security',
  checked: (when: string): string => `checked ${when}`,
  again: 'Check again',
  print: 'Print',
  profiles: 'Profiles',
  titles,
  /** Of a profile that this page does not know, its id. */
  nameOf,
  isMet: 'met',
  isOpen: 'not met',
  adopted: 'adopted here',
  met: (title: string): string => `Everything that ${title} asks for is met.`,
  notMet: (title: string, open: number, toDo: number): string => {
    const parts = [
      ...(open > 0 ? [`${lines(open)} ${open === 1 ? 'is' : 'are'} not met`] : []),
      ...(toDo > 0 ? [`${lines(toDo)} ${toDo === 1 ? 'waits' : 'wait'} for a person`] : []),
    ];
    return `${title}: ${parts.join(', ')}.`;
  },
  grade: (name: string): string => `The highest profile that is met in full is ${name}.`,
  noGrade: 'No profile is met in full.',
  notLooked: 'Being looked at',
  states: {
    met: 'met',
    'not-met': 'not met',
    'to-do': 'to do',
    unknown: 'unknown',
    'not-applicable': 'not applicable',
  },
  groups: {
    'not-met': (count: number): string => `Not met (${count})`,
    'to-do': (count: number): string => `A person must bring (${count})`,
    unknown: (count: number): string => `Could not be looked at (${count})`,
    met: (count: number): string => `Met (${count})`,
    'not-applicable': (count: number): string => `Not applicable (${count})`,
  },
  evidence: 'Seen',
  wanted: 'Wanted',
  why: 'Why',
  remedy: 'What to do',
  mayBreak: 'May break',
  changed: 'Changed',
  changedBy: (who: string, entry: number): string => (entry > 0 ? `by ${who}, audit entry ${entry}` : `by ${who}`),
  source: 'Source',
  mend: 'Mend this',
  open: (form: string): string => `Open ${form}`,
  adopt: {
    offer: (profile: string): string => `Adopt ${nameOf(profile)}`,
    title: (profile: string): string => `Adopt ${nameOf(profile)}`,
    titleOne: 'Mend one line',
    lead: 'This is what changes. It is done as one change, is on record, and can be undone in one step.',
    leadOne: 'This is what changes. It is on record and can be undone.',
    nothing: 'Nothing has to be changed.',
    toDo: (count: number): string =>
      count === 1 ? 'One thing only a person can bring:' : `${count} things only a person can bring:`,
    do: (profile: string): string => `Adopt ${nameOf(profile)}`,
    doOne: 'Mend it',
    done: (count: number): string =>
      count === 1 ? 'Done: one record was changed.' : `Done: ${count} records were changed.`,
  },
  managers: {
    title: 'Who may manage it from afar',
    lead: (count: number): string =>
      count === 0
        ? 'No computer manages this system from afar yet.'
        : count === 1
          ? 'One computer manages this system from afar, known by its certificate.'
          : `${count} computers manage this system from afar, each known by its certificate.`,
    invite: 'Invite a computer',
    how: 'A computer on which the command line of Ringfence is installed becomes a Manager with a code. The code proves both ends to each other, so tell it to nobody but the person at that computer.',
    name: 'Name of the computer',
    nameHelp: 'As it stands in the list of Managers, such as: Desk of Ada.',
    make: 'Make a code',
    once: (until: string): string =>
      `Run this on that computer, and put a name of your choice for this system in place of NAME. The code holds once, until ${until}, and is not shown again.`,
    closed: 'No listener for Managers is open. Enable it in Network Listeners first.',
    command: (host: string, code: string): string => `ringfence manager enrol NAME ${host} --code ${code}`,
    commandName: 'command',
  },
  history: {
    title: 'What moved it',
    none: 'Nothing has moved since the first check.',
    chart: 'Share of the lines of the adopted profile that were met, over time',
    grade: (grade: string, profile: string): string =>
      grade === '' ? `No profile met in full; ${profile} adopted.` : `${grade} met; ${profile} adopted.`,
    by: (who: string): string => `Changed by ${who}.`,
    entry: (id: number): string => `Audit entry ${id}`,
    moved: (statement: string, from: string, to: string): string => `${statement}: ${from} → ${to}`,
    before: 'not looked at',
  },
  badge: (grade: string, open: number): string =>
    `Security: ${grade === '' ? 'no profile met' : `${nameOf(grade)} met`}${open > 0 ? `, ${open} open` : ''}`,
  short: (grade: string): string => (grade === '' ? 'No profile' : nameOf(grade)),
  home: {
    adopted: (profile: string): string =>
      profile === '' || profile === 'none' ? 'No profile is adopted.' : `Adopted: ${nameOf(profile)}.`,
    open: (notMet: number, toDo: number): string => {
      if (notMet === 0 && toDo === 0) return 'Every line of it is met.';
      const told = [
        ...(notMet > 0 ? [`${notMet} not met`] : []),
        ...(toDo > 0 ? [`${toDo} for a person to bring`] : []),
      ];
      return `Of its lines: ${told.join(', ')}.`;
    },
  },
};
