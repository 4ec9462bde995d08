// What somebody means by what they dialled: a feature, or a number, perhaps in front of it an account code and the wish not to be shown,
// or in its stead a code that stands for it. Its law: what a code stands for is no more than the number dialled would be.

import { no, ok, type Refusal, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import { dialledFeature, type FeatureCode, type FeatureDialled, isComplete } from '../numbering/feature-codes.ts';
import type { NumberingPlan } from '../numbering/numbering.form.ts';
import type { RecentCaller } from '../numbering/recent-numbers.ts';
import { type DialledCode, shownDialled, takeAccountCode } from './account-code.ts';
import { waysToDial } from './e164.ts';
import type { PublicNetwork } from './public-network.form.ts';
import type { Tables } from './tables.ts';

/** A number, and how it is to be called. */
export interface MeantNumber {
  readonly kind: 'number';
  readonly number: string;
  readonly accountCode: string | undefined;
  /** Is the caller not to be shown to the public network? */
  readonly withholds: boolean;
  readonly isSpeedCall: boolean;
}

export type Meant = MeantNumber | { readonly kind: 'feature'; readonly feature: FeatureDialled };

/** What tells the extension's last numbers and speed calls. */
export type MeaningTables = Pick<Tables, 'numbering' | 'plan' | 'emergency' | 'recent'>;

/** Refuses a code with nothing, or with something else than has to, behind it, and one that stands for nothing now. */
export function meantBy(dialled: string, extension: string, tables: MeaningTables): Result<Meant> {
  const { numbering } = tables;
  const feature = dialledFeature(dialled, numbering);
  if (feature !== undefined && !inFront.has(feature.code)) return ok({ kind: 'feature', feature });
  const { number, ...front } = unwrapped(dialled, numbering);
  const code = dialledFeature(number, numbering);
  const stood = code !== undefined && inFront.has(code.code) ? standsFor(code, extension, tables) : ok(number);
  return stood.ok ? ok({ kind: 'number', ...front, number: stood.value, isSpeedCall: isSpeedCall(code) }) : stood;
}

/** Takes away what stands in front, each thing once, in any order. */
function unwrapped(
  dialled: string,
  numbering: NumberingPlan,
): Pick<MeantNumber, 'number' | 'accountCode' | 'withholds'> {
  let [number, accountCode, withholds]: [string, string | undefined, boolean] = [dialled, undefined, false];
  for (;;) {
    const coded: DialledCode | undefined =
      accountCode === undefined ? takeAccountCode(number, numbering.accountCodeAccess) : undefined;
    const code: FeatureDialled | undefined =
      coded === undefined && !withholds ? dialledFeature(number, numbering) : undefined;
    if (coded !== undefined) [number, accountCode] = [coded.number, coded.code];
    else if (code?.code === 'withholdNumber' && isComplete(code)) [number, withholds] = [code.digits, true];
    else return { number, accountCode, withholds };
  }
}

const isSpeedCall = (dialled: FeatureDialled | undefined): boolean =>
  dialled?.code === 'speedCall' || dialled?.code === 'personalSpeedCall';

/** Codes that belong to a number. */
const inFront: ReadonlySet<FeatureCode> = new Set([
  'withholdNumber',
  'redial',
  'lastCaller',
  'speedCall',
  'personalSpeedCall',
]);

/** Nothing behind a code that takes digits is not complete yet; what cannot be meant leads nowhere. */
export const badDigits = ({ code, digits }: FeatureDialled, numbering: NumberingPlan): Refusal =>
  digits === ''
    ? callCodes.refuse('calls.incomplete', { number: numbering[code] })
    : callCodes.refuse('calls.bad-digits', { code: numbering[code] });

function standsFor(dialled: FeatureDialled, extension: string, tables: MeaningTables): Result<string> {
  const { plan, recent, numbering } = tables;
  if (!isComplete(dialled)) return no(badDigits(dialled, numbering));
  const { code, digits } = dialled;
  const speed =
    code === 'speedCall'
      ? plan.speedCalls.get(digits)?.number
      : code === 'personalSpeedCall'
        ? plan.personalSpeedCalls.get(`${extension}-${digits}`)?.number
        : undefined;
  if (speed !== undefined) return ok(speed);
  const last =
    code === 'redial'
      ? recent?.lastDialled(extension)
      : code === 'lastCaller'
        ? backTo(recent?.lastCaller(extension), tables)
        : undefined;
  if (last !== undefined && tables.emergency.match(last) === undefined) return ok(last);
  return no(callCodes.refuse('calls.bad-digits', { code: numbering[code] + digits }));
}

/** What is dialled to call them back; undefined where nobody is known. */
function backTo(caller: RecentCaller | undefined, { plan, emergency }: MeaningTables): string | undefined {
  if (caller === undefined || caller.number === '') return undefined;
  if (!caller.isOutside) return caller.number;
  const { number } = caller;
  if (looksUrgent(number, plan.network, emergency)) return undefined;
  const ways = waysToDial(number, plan.network);
  return ways.find((way) => plan.digits.find(way) !== undefined) ?? ways[0];
}

/** A caller may show whatever number they like; nobody is to reach the emergency services by calling back. */
function looksUrgent(number: string, network: PublicNetwork, emergency: Tables['emergency']): boolean {
  const { countryCode, areaCode } = network;
  const home = number.startsWith(`+${countryCode}`) ? number.slice(countryCode.length + 1) : number;
  const local = home.startsWith(areaCode) ? home.slice(areaCode.length) : home;
  return emergency.match(home) !== undefined || emergency.match(local) !== undefined;
}

/** What was dialled, as records may show it: without account codes and PINs, wherever they stand. */
export function dialledAsShown(dialled: string, numbering: NumberingPlan): string {
  const code = dialledFeature(dialled, numbering);
  if (code?.code === 'withholdNumber') return numbering.withholdNumber + dialledAsShown(code.digits, numbering);
  const coded = takeAccountCode(dialled, numbering.accountCodeAccess);
  return coded === undefined ? shownDialled(dialled, numbering) : dialledAsShown(coded.number, numbering);
}
