// Which refusals keep somebody from the public network: those are barred calls in the audit trail and in SMDR (CALL-4).

/** Numbers that are not in use, phones that are not there, trunks that are busy: nobody's permission was asked. */
const others = new Set([
  ...[
    'calls.unknown-number',
    'calls.not-registered',
    'calls.do-not-disturb',
    'calls.busy',
    'calls.not-encrypted',
    'calls.self',
  ],
  ...['calls.encryption-not-possible', 'calls.bad-description', 'calls.code-failed', 'calls.too-many', 'calls.no-rule'],
  ...['calls.no-trunk', 'calls.no-channel', 'calls.no-route', 'calls.incomplete', 'calls.bad-digits', 'calls.loop'],
  ...['calls.group-nobody', 'calls.group-loop', 'calls.nothing-there', 'calls.no-such-call', 'calls.bad-replaces'],
  ...['calls.answered-already', 'calls.place-taken', 'calls.party-gone', 'calls.not-taken'],
  ...['calls.transfer-unanswered', 'calls.no-answer', 'calls.unreachable'],
]);

export const isBarring = (code: string): boolean => code !== '' && !others.has(code);
