// What a dialled number becomes: a pure function over the tables. No rule matched means refused.

import { no, ok, type Refusal, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { EmergencyLook } from '../emergency/look.ts';
import type { NumberingPlan } from '../numbering/numbering.form.ts';
import type { Station } from '../stations/station.ts';
import type { CallAttempt, Decision, FeatureCode, Step } from './attempt.ts';

/** The tables as of this moment. */
export interface Tables {
  station(number: string): Station | undefined;
  readonly numbering: NumberingPlan;
  readonly emergency: EmergencyLook;
}

const featureCodes: readonly FeatureCode[] = ['doNotDisturbOn', 'doNotDisturbOff'];

/** The rules in their order: feature code, then extension, then nothing. */
export function decide(attempt: CallAttempt, tables: Tables, _?: (step: Step) => void): Result<Decision, Refusal> {
  const { dialled, caller } = attempt;
  const feature = featureCodes.find((code) => tables.numbering[code] === dialled);
  if (feature !== undefined) return ok({ kind: 'feature', feature });
  if (!/^\d+$/.test(dialled)) return no(callCodes.refuse('calls.no-rule'));
  const station = tables.station(dialled);
  if (station === undefined || !station.record.enabled)
    return no(callCodes.refuse('calls.unknown-number', { number: dialled }));
  if (station === caller) return no(callCodes.refuse('calls.self'));
  if (station.record.doNotDisturb) return no(callCodes.refuse('calls.do-not-disturb', { number: dialled }));
  return ok({ kind: 'station', station, forwardedBy: [] });
}
