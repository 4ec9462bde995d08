// What somebody should look at of a trunk, in words with the remedy; each ends when its cause does.

import { checksCodes } from '#security';
import type { TrunkLine } from './trunk-line.ts';
import type { TrunkPlace } from './trunk-place.ts';

/** As alarms take it. */
export interface TrunkCondition {
  readonly severity: 'critical' | 'major' | 'minor';
  readonly words: string;
  readonly remedy: string;
  readonly form: string;
}

const form = 'trunks';
const testIt = (name: string): string => `\`ringfence trunk test ${name}\` says which step fails.`;

/** By names that say which condition of which trunk it is. */
export const conditionsOf = (line: TrunkLine): (readonly [string, TrunkCondition])[] => [
  ...down(line),
  ...notRegistered(line),
  ...certificate(line),
];

function down({ trunk: { name }, places, troubles }: TrunkLine): (readonly [string, TrunkCondition])[] {
  const isNowhere = places.length === 0 && troubles.length > 0;
  if (!isNowhere && (places.length === 0 || places.some(({ state }) => state !== 'down'))) return [];
  const why = isNowhere ? troubles : places.map(wordsOfPlace);
  const words = `The trunk ${name} cannot be used: ${why.join('; ')}.`;
  const remedy = `See whether the provider is disturbed and this system reaches it. ${testIt(name)}`;
  return [[`trunk-down.${name}`, { severity: 'critical', words, remedy, form }]];
}

/** What is down cannot be registered with: that is told already. */
function notRegistered(line: TrunkLine): (readonly [string, TrunkCondition])[] {
  const { registration, trunk } = line;
  const { state, why } = registration ?? { state: 'none', why: '' };
  if (state === 'none' || state === 'registered' || down(line).length > 0) return [];
  const words = `The trunk ${trunk.name} is not registered: ${why}.`;
  const remedy =
    state === 'refused'
      ? `See that the user name and secret are those of the provider, and that the account is not blocked. It is tried again, at most every five minutes. ${testIt(trunk.name)}`
      : `It is tried again by itself. ${testIt(trunk.name)}`;
  return [[`trunk-not-registered.${trunk.name}`, { severity: 'major', words, remedy, form }]];
}

function certificate({ trunk: { name }, places }: TrunkLine): (readonly [string, TrunkCondition])[] {
  const place = places.find((one) => one.certificate !== undefined);
  if (place === undefined) return [];
  const words = `The certificate of the provider of trunk ${name} is not accepted. ${place.certificate?.words ?? ''}`;
  return [[`trunk-certificate.${name}`, { severity: 'major', words, remedy: remedyOf(place.certificate), form }]];
}

/** What to do about a certificate, by the rule that it breaks. */
export function remedyOf(trouble: TrunkPlace['certificate']): string {
  const code = trouble?.refusal?.code ?? '';
  const known = Object.entries(checksCodes.codes).find(([name]) => name === code)?.[1].remedy;
  return known ?? 'See that it is in date, bears the certificate name of the trunk and comes from a trusted authority.';
}

/** A place with its state, as people read it. */
export function wordsOfPlace({ where: { host, address, port }, state, why }: TrunkPlace): string {
  const at = `${address.includes(':') ? `[${address}]` : address}:${port}`;
  const place = host === address ? at : `${host} (${at})`;
  return why === '' ? `${place} ${state}` : `${place} ${state}, ${why}`;
}
