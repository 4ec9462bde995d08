// What a dialled number becomes: a pure function over the tables. No rule matched means refused.

import { ok, type Refusal, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import { type FeatureCode, type FeatureDialled, isComplete } from '../numbering/feature-codes.ts';
import { serviceClassOf } from '../restriction/restriction.ts';
import type { Station } from '../stations/station.ts';
import type { Trunk } from '../trunks/trunk.ts';
import type { CallAttempt, Decision, Party } from './attempt.ts';
import { type Deciding, decidingOf, mayAllConnect, refused, type Tell } from './deciding.ts';
import { emergencyCall } from './emergency-call.ts';
import { byNobody, isInside, toInside } from './extension.ts';
import { mayForwardByCode } from './forward-codes.ts';
import { inboundNumberOf, reachedBy } from './inbound.ts';
import { toIntercom } from './intercom.ts';
import { mayTandem } from './may-take.ts';
import { badDigits, type MeantNumber, meantBy } from './meant.ts';
import { toOutside } from './outgoing.ts';
import type { Tables } from './tables.ts';

/**
 * The rules in their order: feature code, emergency number, extension or group, digits dialled; for a trunk, inbound numbers alone. `tell`
 * hears each step.
 */
export function decide(attempt: CallAttempt, tables: Tables, tell?: Tell): Result<Decision> {
  const { caller, transferredBy } = attempt;
  const deciding = decidingOf(attempt, tables, tell);
  if (transferredBy !== undefined) return fromStation(deciding, transferredBy);
  return caller.kind === 'trunk' ? fromTrunk(deciding, caller) : fromStation(deciding, caller);
}

function fromStation(deciding: Deciding, caller: Station): Result<Decision> {
  const { attempt, tables } = deciding;
  const meant = meantBy(attempt.dialled, caller.number, tables);
  if (!meant.ok) return refused(deciding, meant.refusal, 'numbering');
  if (meant.value.kind === 'number') return toNumber(deciding, caller, meant.value);
  // Somebody who is transferred has dialled nothing.
  if (attempt.transferredBy !== undefined) return refused(deciding, callCodes.refuse('calls.no-rule'));
  return toFeature(deciding, caller, meant.value.feature);
}

/** What is dialled besides feature codes; whoever is behind it is the caller, or who transfers it. */
function toNumber(deciding: Deciding, behind: Station, { number, accountCode }: MeantNumber): Result<Decision> {
  const { tables, tell } = deciding;
  if (behind.service !== undefined) return byService(deciding, number);
  const emergency = tables.emergency.match(number);
  if (emergency !== undefined) return emergencyCall(deciding, emergency);
  if (!isNumber(number)) return refused(deciding, callCodes.refuse('calls.no-rule'));
  if (isInside(deciding, number)) return toInside(deciding, number, byNobody);
  tell?.({ form: 'users-and-services', key: '', words: `${number} is no extension.` });
  return toOutside(deciding, { number, behind, forwardedBy: [], code: accountCode });
}

/** A service puts its callers through inside, and nowhere else: there is no way out of it, not even to what an extension might dial. */
function byService(deciding: Deciding, number: string): Result<Decision> {
  if (isNumber(number) && isInside(deciding, number)) return toInside(deciding, number, byNobody);
  return refused(deciding, callCodes.refuse('calls.unknown-number', { number }), 'service-numbers');
}

/** Whether two who have been called one after the other may be put through to each other, by whoever called them. */
export function mayJoin(attempt: CallAttempt, tables: Tables, other: Party): Result<void> {
  const deciding = decidingOf(attempt, tables, undefined);
  const tandem = other.kind === 'trunk' ? mayTandem(deciding, other) : ok(undefined);
  return tandem.ok ? mayAllConnect(deciding, [], other) : tandem;
}

/** Digits, the first may be +. */
function isNumber(dialled: string): boolean {
  for (let at = 0; at < dialled.length; at++) {
    const code = dialled.charCodeAt(at);
    if ((code < 48 || code > 57) && !(at === 0 && code === 43 && dialled.length > 1)) return false;
  }
  return dialled !== '';
}

/** What the class of service of whoever dials must have. */
const needs: Partial<Record<FeatureCode, 'nightServiceControl' | 'hotDeskRemoteLogout'>> = {
  ...{ dayMode: 'nightServiceControl', night1Mode: 'nightServiceControl' },
  ...{ night2Mode: 'nightServiceControl', scheduledMode: 'nightServiceControl' },
  hotDeskRemoteLogout: 'hotDeskRemoteLogout',
};

function toFeature(deciding: Deciding, caller: Station, feature: FeatureDialled): Result<Decision> {
  if (!isComplete(feature)) return refused(deciding, badDigits(feature, deciding.tables.numbering));
  const number = serviceClassOf(caller.record, deciding.moment.mode);
  const option = needs[feature.code];
  if (option !== undefined && !deciding.tables.plan.services.of(number)[option]) {
    const refusal = callCodes.refuse('calls.feature-not-granted', { class: number });
    return refused(deciding, refusal, 'class-of-service', String(number));
  }
  const mayForward = mayForwardByCode(deciding, caller, feature);
  if (!mayForward.ok) return mayForward;
  deciding.tell?.({
    form: 'numbering',
    key: '',
    words: `${deciding.tables.numbering[feature.code]} is a feature code.`,
  });
  if (feature.code === 'intercom') return toIntercom(deciding, caller, feature.digits);
  return ok({ kind: 'feature', feature });
}

const longestTold = 32;

/** The words go back to a stranger: of what is no number, or a very long one, they repeat nothing. */
const unknownInbound = (dialled: string): Refusal =>
  callCodes.refuse('calls.unknown-number', {
    number: isNumber(dialled) && dialled.length <= longestTold ? dialled : 'that was dialled',
  });

function fromTrunk(deciding: Deciding, caller: Trunk): Result<Decision> {
  const { attempt, tables, tell, moment } = deciding;
  const record = inboundNumberOf(attempt.dialled, tables.plan);
  if (record === undefined || (record.trunk !== '' && record.trunk !== caller.name))
    return refused(deciding, unknownInbound(attempt.dialled), 'inbound-numbers');
  const number = reachedBy(record, moment.mode);
  tell?.({ form: 'inbound-numbers', key: record.number, words: `${record.number} reaches ${number}.` });
  return toInside(deciding, number, byNobody);
}
