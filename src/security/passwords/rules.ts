// What a password must be (IAM-2): strength, complexity, length, the login id, common passwords. All failures at once.

import type { Refusal, Secret } from '#base';
import { securityCodes } from '../security.codes.ts';
import { isCommon } from './common.ts';

/** The part of System Security Management that is about passwords. */
export interface PasswordSettings {
  readonly passwordStrength: 'weak' | 'medium' | 'strong';
  readonly passwordComplexity: 'low' | 'medium' | 'high';
  readonly minimumPasswordLength: number;
}

/** The four character sets: upper case, lower case, digits, everything else. */
const sets = [/[A-Z]/g, /[a-z]/g, /[0-9]/g, /[^A-Za-z0-9]/g] as const;

const leastLength = { weak: 6, medium: 7, strong: 15 } as const;
const leastSets = { low: 1, medium: 2, high: 3 } as const;
/** Of each set, of a strong password. */
const leastOfEach = 2;
/** A login id that is shorter may stand in a password, but not be one. */
const leastTelling = 3;

/** Every rule that the password breaks; none repeats it. `field` is where it was typed. */
export function checkPassword(
  clear: Secret,
  loginId: string,
  settings: PasswordSettings,
  field = 'password',
): readonly Refusal[] {
  const text = clear.reveal();
  const counts = sets.map((set) => text.match(set)?.length ?? 0);
  const { passwordStrength: strength, passwordComplexity: complexity } = settings;
  const refusals: Refusal[] = [];
  const refuse = (code: PasswordCode, values: Readonly<Record<string, number>> = {}): void => {
    refusals.push(securityCodes.refuse(code, values, field));
  };
  const least = Math.max(leastLength[strength], settings.minimumPasswordLength);
  if ([...text].length < least) refuse('security.password-short', { least });
  if (strength === 'strong' && counts.some((count) => count < leastOfEach))
    refuse('security.password-not-strong', { least: leastOfEach });
  if (counts.filter((count) => count > 0).length < leastSets[complexity])
    refuse('security.password-too-simple', { least: leastSets[complexity] });
  if (complexity !== 'low' && /(.)\1/su.test(text)) refuse('security.password-repeats');
  if (holdsName(text, loginId)) refuse('security.password-holds-login');
  if (isCommon(text)) refuse('security.password-common');
  return refusals;
}

type PasswordCode = Parameters<typeof securityCodes.refuse>[0] & `security.password-${string}`;

/** The login id forwards or backwards, in any case. */
function holdsName(text: string, loginId: string): boolean {
  const name = loginId.toLowerCase();
  const lower = text.toLowerCase();
  const names = [name, [...name].reverse().join('')];
  return name.length < leastTelling ? names.includes(lower) : names.some((one) => lower.includes(one));
}

/** The rules in words, one each, for people who choose a password. */
export function passwordRules(settings: PasswordSettings, previousPasswordLimit: number): readonly string[] {
  const { passwordStrength: strength, passwordComplexity: complexity } = settings;
  const sorts = 'upper-case letters, lower-case letters, digits, special characters';
  return [
    `At least ${Math.max(leastLength[strength], settings.minimumPasswordLength)} characters.`,
    ...(strength === 'strong' ? [`At least ${leastOfEach} of each: ${sorts}.`] : []),
    ...(complexity === 'low' || strength === 'strong'
      ? []
      : [`Characters of at least ${leastSets[complexity]} of: ${sorts}.`]),
    ...(complexity === 'low' ? [] : ['No character twice in a row.']),
    'Not the login ID, forwards or backwards, alone or within.',
    'None of the passwords that many people use, nor a slight variation of one.',
    previousPasswordLimit === 0
      ? 'Not the current password.'
      : `Not the current password, nor one of the ${previousPasswordLimit} before it.`,
  ];
}
