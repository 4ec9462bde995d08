// The words of second factors: at the login, setting them up, and one's own account.

export const factors = {
  prove: {
    title: 'Prove that it is you',
    why: 'The password is right. This account also has a second factor.',
    code: 'One-time code',
    codeHint: 'Six digits, from your authenticator app.',
    recovery: 'Recovery code',
    recoveryHint: 'One of the ten codes that you kept. Each is good for one login.',
    submit: 'Log in',
    passkey: 'Use a passkey',
    or: 'or',
    toRecovery: 'Use a recovery code instead',
    toCode: 'Use a one-time code instead',
    back: 'Back to login',
    none: 'None of your second factors can be used on this page.',
    noneWhy:
      'A passkey holds for the name under which it was made: open the page under that name. If what you had is lost, the security administrator can remove it, or the owner of the machine with ringfence user reset-factors.',
  },

  passkeys: {
    cancelled: 'No passkey was used. Try again, and follow what your browser or key asks for.',
    unable: 'This browser cannot use passkeys on this page.',
  },

  required: {
    title: 'Set up a second factor',
    why: 'Your administrator requires one for this account. Until it is set up you can do nothing else.',
    leave: 'Log out',
  },

  kinds: {
    totp: 'One-time code',
    totpAbout: 'Six digits from an authenticator app on your telephone, new every 30 seconds.',
    passkey: 'Passkey',
    passkeyAbout:
      'This device, your telephone or a security key, unlocked by PIN, fingerprint or face. Nobody can copy it.',
    notHere: 'For a passkey, open this page under the name of the system instead of its address.',
    notBrowser:
      'This browser cannot make passkeys on this page: it does not know them, or does not trust the certificate.',
  },

  add: {
    title: 'Add a second factor',
    replaceTitle: 'Replace the one-time codes',
    replaces: 'The codes of the app that you have now will be worth nothing.',
    name: 'Name',
    nameHint: 'By which you will know it: the device that it is on.',
    phone: 'Phone',
    device: 'This device',
    password: 'Your password',
    next: 'Next',
    make: 'Make the passkey',
    scan: 'Scan this with your authenticator app:',
    qr: (name: string): string => `QR code for the app, account ${name}`,
    typed: 'Or type this key into it:',
    copyKey: 'Copy the key',
    copied: 'Copied',
    code: 'The code that it shows now',
    finish: 'Set up',
    back: 'Back',
    waiting: 'Follow what your browser or key asks for.',
  },

  recovery: {
    title: 'Keep these recovery codes',
    why: 'If telephone or key is lost, each of these lets you in once. Keep them apart from your password, on paper or in a password manager. They are not shown again.',
    copy: 'Copy all',
    save: 'Save as a file',
    file: 'ringfence-recovery-codes.txt',
    done: 'I have kept them',
  },

  account: {
    menu: 'My account',
    title: 'My account',
    person: 'Person',
    loginId: 'Login ID',
    policy: 'Policy',
    noPolicy: 'None',
    lastLogin: 'Last login',
    first: 'This is the first',
    password: 'Password',
    passwordHint: 'Changing it ends all your other sessions.',
    factors: 'Second factors',
    none: 'Only your password protects this account.',
    noneWhy:
      'A second factor keeps out whoever has learnt it. Set up a one-time code or a passkey; it takes a minute, and ten recovery codes come with it.',
    required: 'Your policy requires one.',
    addTotp: 'Set up one-time codes',
    replaceTotp: 'Replace',
    addPasskey: 'Add a passkey',
    remove: 'Remove',
    removeNamed: (name: string): string => `Remove ${name}`,
    made: (when: string): string => `since ${when}`,
    used: (when: string): string => `last used ${when}`,
    unused: 'never used',
    host: (host: string): string => `for ${host}`,
    stopped: 'Stopped: too many wrong codes in a row. Replace it.',
    recovery: 'Recovery codes',
    left: (count: number): string => (count === 1 ? '1 is left.' : `${count} are left.`),
    renew: 'Make new ones',
    sessions: 'Every change here ends your other sessions.',
  },

  remove: {
    title: (name: string): string => `Remove ${name}?`,
    words: 'It is worth nothing from then on.',
    last: 'It is your only one: from then on your password alone opens this account, and the recovery codes are worth nothing.',
    confirm: 'Remove',
  },

  renew: {
    title: 'Make new recovery codes?',
    words: 'Those that you have now are worth nothing from then on.',
    confirm: 'Make new ones',
  },

  changed: {
    lead: 'Since your last login:',
    notYou: 'If that was not you, change your password and tell the security administrator.',
    look: 'My account',
  },
};
