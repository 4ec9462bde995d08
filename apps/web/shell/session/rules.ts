// The rules of a new password, checked as one types where a browser can: the system checks them all, and alone knows of earlier and common ones.

export type RuleState = 'met' | 'open' | 'later';

const everySet = [/[A-Z]/g, /[a-z]/g, /[0-9]/g, /[^A-Za-z0-9]/g];

interface Check {
  /** The rule in the system's words. */
  readonly rule: RegExp;
  readonly holds: (password: string, loginId: string, least: number) => boolean;
}

const counts = (password: string): number[] => everySet.map((set) => password.match(set)?.length ?? 0);

const checks: readonly Check[] = [
  { rule: /^At least (\d+) characters/i, holds: (password, _, least) => [...password].length >= least },
  {
    rule: /^At least (\d+) of each/i,
    holds: (password, _, least) => counts(password).every((count) => count >= least),
  },
  {
    rule: /^Characters of at least (\d+) of/i,
    holds: (password, _, least) => counts(password).filter((count) => count > 0).length >= least,
  },
  { rule: /^No character twice in a row/i, holds: (password) => !/(.)\1/su.test(password) },
  { rule: /^Not the login ID/i, holds: (password, loginId) => !holdsName(password, loginId) },
];

/** The login id forwards or backwards; a very short one may stand within a password. */
function holdsName(password: string, loginId: string): boolean {
  const text = password.toLowerCase();
  const name = loginId.toLowerCase();
  if (name === '') return false;
  const names = [name, [...name].reverse().join('')];
  return name.length < 3 ? names.includes(text) : names.some((one) => text.includes(one));
}

/** How a rule stands: `later` where only the system can tell. */
export function stateOf(rule: string, password: string, loginId: string): RuleState {
  for (const { rule: pattern, holds } of checks) {
    const found = pattern.exec(rule);
    if (found !== null) return password !== '' && holds(password, loginId, Number(found[1] ?? 0)) ? 'met' : 'open';
  }
  return 'later';
}
