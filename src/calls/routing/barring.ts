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
  ...['calls.no-trunk', 'calls.no-channel', 'calls.no-route', 'calls.incomplete', 'calls.loop'],
]);

export const isBarring = (code: string): boolean => code !== '' && !others.has(code);
