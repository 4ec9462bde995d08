// What a dialled number becomes: a pure function over the tables. No rule matched means refused.

import { no, ok, type Refusal, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { NumberingPlan } from '../numbering/numbering.form.ts';
import type { Station } from '../stations/station.ts';

/** Who calls what; frozen when the INVITE has been understood. */
export interface CallAttempt {
  readonly caller: Station;
  readonly dialled: string;
}

/** The tables as of this moment. */
export interface Tables {
  station(number: string): Station | undefined;
  readonly numbering: NumberingPlan;
}

export type FeatureCode = 'doNotDisturbOn' | 'doNotDisturbOff';
const featureCodes: readonly FeatureCode[] = ['doNotDisturbOn', 'doNotDisturbOff'];

export type Decision =
  | { readonly kind: 'station'; readonly station: Station }
  | { readonly kind: 'feature'; readonly feature: FeatureCode };

/** The rules in their order: feature code, then extension, then nothing. */
export function decide(attempt: CallAttempt, tables: Tables): Result<Decision, Refusal> {
  const { dialled, caller } = attempt;
  const feature = featureCodes.find((code) => tables.numbering[code] === dialled);
  if (feature !== undefined) return ok({ kind: 'feature', feature });
  if (!/^\d+$/.test(dialled)) return no(callCodes.refuse('calls.no-rule'));
  const station = tables.station(dialled);
  if (station === undefined || !station.record.enabled)
    return no(callCodes.refuse('calls.unknown-number', { number: dialled }));
  if (station === caller) return no(callCodes.refuse('calls.self'));
  if (station.record.doNotDisturb) return no(callCodes.refuse('calls.do-not-disturb', { number: dialled }));
  return ok({ kind: 'station', station });
}
