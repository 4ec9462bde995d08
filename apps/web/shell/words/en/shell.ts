// The words of the frame: login, navigation, search, home, help, sessions.

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

export const shell = {
  product: 'Ringfence',
  titleOf: (page: string): string => `${page} · Ringfence`,
  loading: 'Loading',
  justNow: 'just now',
  tryAgain: 'Try again',
  close: 'Close',
  cancel: 'Cancel',

  login: {
    title: 'Log in',
    systemAdministration: 'System administration',
    loginId: 'Login ID',
    password: 'Password',
    submit: 'Log in',
    busy: 'Checking',
    loginIdMissing: 'Enter your login ID.',
    passwordMissing: 'Enter your password.',
    firstTime:
      'New system? The one-time passwords of its first two accounts were printed once, in the terminal where it was started.',
    ended: 'You are logged out.',
    endedBySystem: 'Your session has ended. Log in to go on where you were.',
    unreachable: 'The system does not answer. It is tried again every few seconds.',
  },

  banner: {
    title: 'Before you log in',
    accept: 'I have read this and accept it',
    refuse: 'Who does not accept it closes this page.',
    atLogout: 'You are logged out',
    again: 'Log in again',
  },

  newPassword: {
    title: 'Choose a new password',
    why: 'This password was given to you for one login, or has to be replaced. Choose your own: nobody else gets to know it.',
    current: 'Current password',
    fresh: 'New password',
    again: 'New password, once more',
    rules: 'It must be:',
    submit: 'Change and log in',
    change: 'Change password',
    back: 'Back to login',
    differ: 'The two are not the same.',
    same: 'Both are the same.',
    changed: 'Your password is changed. All your other sessions have ended.',
    length: (count: number): string => `${count} characters`,
    met: 'met',
    open: 'not yet met',
    checked: 'checked by the system',
  },

  expiry: {
    password: (left: number): string =>
      left <= 0 ? 'Your password must be changed today.' : `Your password must be changed within ${days(left)}.`,
    account: (left: number): string =>
      left <= 0
        ? 'Your account expires today.'
        : `Your account expires in ${days(left)}. A root administrator can extend it.`,
    change: 'Change it now',
  },

  lastLogin: {
    first: 'This is your first login.',
    last: (when: string, from: string): string => `Last login ${when}${from === '' ? '' : ` from ${from}`}.`,
    failures: (count: number): string =>
      `${count === 1 ? '1 login was' : `${count} logins were`} refused since. If that was not you, change your password and tell the security administrator.`,
  },

  frame: {
    skip: 'Skip to the content',
    forms: 'Forms',
    home: 'Home',
    toHome: (system: string): string => `${system}, home`,
    setup: 'Setup assistant',
    /** Pages of their own within a task. */
    pages: { test: 'Test a call', cost: 'What could it cost?', matrix: 'Interconnect matrix' },
    addTo: (form: string): string => `Add to ${form}`,
    toggleTree: 'Show or hide the form tree',
    lost: 'Not live',
    lostWhy: 'The connection for live updates is lost. What you see may be out of date; it is being restored.',
    search: 'Search',
    searchKey: 'Ctrl K',
    /** How many cry, by severity, and how many somebody has acknowledged. */
    alarms: (crying: Readonly<Record<'critical' | 'major' | 'minor', number>>, acknowledged: number): string => {
      const counts = { ...crying, acknowledged };
      const parts = Object.entries(counts).flatMap(([name, count]) => (count === 0 ? [] : [`${count} ${name}`]));
      return parts.length === 0 ? 'No alarms' : `Alarms: ${parts.join(', ')}`;
    },
    severity: { critical: 'critical', major: 'major', minor: 'minor' },
    noAlarms: 'Nothing is wrong.',
    help: 'Help',
  },

  me: {
    open: (name: string): string => `Your account: ${name}`,
    policy: (policy: string): string => `Policy: ${policy}`,
    security: 'Security administrator',
    password: 'Change password',
    sessions: 'Sessions',
    logout: 'Log out',
    theme: 'Appearance',
    light: 'Light',
    dark: 'Dark',
    system: 'System',
  },

  ending: {
    title: 'Are you still there?',
    words: (left: string): string =>
      `Nothing was done for a while. The session ends in ${left}; what is not saved is then lost.`,
    stay: 'Stay',
    leave: 'Log out',
  },

  search: {
    title: 'Search',
    placeholder: 'Forms, fields, help, records, actions',
    nothing: (text: string): string => `Nothing found for “${text}”.`,
    hint: 'Try a number, a name, or a word from a label.',
    begin: 'Type a number, a name, or what you want to do.',
    kinds: { form: 'Forms', field: 'Fields', help: 'Help', record: 'Records', action: 'Actions' },
    keys: { choose: 'choose', open: 'open', close: 'close' },
    count: (count: number): string => (count === 1 ? '1 result' : `${count} results`),
    more: 'The first 50 are shown.',
  },

  help: {
    title: 'Help',
    close: 'Close help',
    about: (title: string): string => `About ${title}`,
    purpose: 'Purpose',
    conditions: 'Conditions',
    fields: 'Fields',
    recommendation: 'Recommendation',
    nothing: 'Open a form, or put the cursor in a field: its help stands here.',
    must: (expects: string): string => `Must be ${expects}.`,
    initial: (value: string): string => `Unless changed: ${value}.`,
    unit: (unit: string): string => `In ${unit}.`,
    required: 'Must be given.',
    allFields: 'All fields of this form',
    formHelp: 'Help of the form',
  },

  home: {
    title: 'Home',
    alarms: 'Is anything wrong?',
    calls: 'Who is talking, and is it private?',
    phones: 'Are the phones there?',
    security: 'How well are we protected?',
    allSecurity: 'Line by line',
    changes: 'What changed?',
    cost: 'What did it cost?',
    allCost: 'What could it cost?',
    costDay: 'within 24 hours, all calls to the public network',
    noCost: 'Calls to the public network have cost nothing within 24 hours.',
    fine: 'Nothing is wrong.',
    severity: { critical: 'Critical', major: 'Major', minor: 'Minor' },
    allAlarms: 'All alarms',
    since: 'Since',
    times: (count: number): string => `${count} times`,
    acknowledge: 'Acknowledge',
    acknowledgeThis: (alarm: string): string => `Acknowledge: ${alarm}`,
    acknowledgedBy: (name: string): string => `acknowledged by ${name}`,
    look: (form: string): string => `Open ${form}`,
    noCalls: 'No calls at the moment.',
    secure: 'Secure',
    insecure: 'Not secure',
    notYet: 'Not answered yet',
    callTo: 'to',
    allCalls: 'Calls',
    securely: 'registered securely',
    insecurely: 'registered without encryption',
    missing: 'missing',
    phonesOf: (there: number, all: number): string => `${there} of ${all} are there`,
    noPhones: 'There are no extensions yet.',
    allPhones: 'Registrations',
    addPhone: 'Add the first one',
    noChanges: 'Nothing has been changed yet.',
    allChanges: 'Audit trail',
    by: (who: string): string => `by ${who}`,
    setup: 'This system is not set up yet.',
    setupWhy: 'About ten minutes: its name, its certificate, the numbers, two phones, a first call.',
    setupGo: 'Start the setup assistant',
    running: (version: string, since: string): string => `Version ${version}, running since ${since}`,
  },

  lostPage: {
    title: 'There is no such page',
    words:
      'The address names nothing that exists, or nothing that you may see. Look for it in the form tree, or search.',
    home: 'Go to Home',
  },

  fault: {
    title: 'This page could not be shown',
    words: (id: string): string =>
      `It is a fault of the tool, not of yours, and nothing was changed. Its number is ${id}.`,
    reload: 'Load the page again',
  },

  problem: {
    title: 'This could not be done',
    unreachable: {
      words: 'The system does not answer.',
      remedy: 'Check the network between you and it; calls do not depend on this tool.',
    },
    unexplained: (status: number) => ({
      words: `The system answered with status ${status} and no reason.`,
      remedy: 'Load the page again. If it stays, look into the log of the system.',
    }),
  },
};
