// Whether a call may take one route: tandem, interconnection, class of restriction, and last what the toll guard says.

import { ok, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import { restrictionClassOf, serviceClassOf } from '../restriction/restriction.ts';
import type { ServiceClass } from '../service/class-of-service.form.ts';
import type { Station } from '../stations/station.ts';
import type { Trunk } from '../trunks/trunk.ts';
import type { Forward } from './attempt.ts';
import { type Deciding, mayAllConnect, refused } from './deciding.ts';
import { toE164 } from './e164.ts';
import type { Route } from './ways.ts';

/** What the person behind a call may do. */
export interface Permitted {
  readonly service: ServiceClass;
  readonly restriction: number;
  readonly hasAccountCode: boolean;
}

interface Behind {
  readonly behind: Station;
  readonly forwardedBy: readonly Forward[];
}

interface Candidate {
  readonly route: Route;
  readonly trunk: Trunk;
  /** What is sent there. */
  readonly digits: string;
  /** What was dialled, with + and country code; '' where it has none. */
  readonly dialledE164: string;
}

export function mayTake(deciding: Deciding, call: Behind, permitted: Permitted, candidate: Candidate): Result<void> {
  const { route, trunk } = candidate;
  const tandem = mayTandem(deciding, trunk);
  if (!tandem.ok) return tandem;
  const met = mayAllConnect(deciding, call.forwardedBy, trunk);
  if (!met.ok) return met;
  const barred = mayDial(deciding, permitted, route);
  if (!barred.ok) return barred;
  const judged = guarded(deciding, call, permitted, candidate);
  if (!judged.ok) return refused(deciding, judged.refusal);
  deciding.tell?.({
    form: 'routes',
    key: route.name,
    words: `May take route ${route.name} over trunk ${trunk.name}, as ${candidate.digits}.`,
  });
  return judged;
}

/** Neither the class of the person behind it may be barred, nor that of the trunk over which it came in. */
function mayDial(deciding: Deciding, { restriction }: Permitted, route: Route): Result<void> {
  const { attempt, moment } = deciding;
  const { caller } = attempt;
  const ofTrunk = caller.kind === 'trunk' ? restrictionClassOf(caller.record, moment.mode) : restriction;
  const barred = [restriction, ofTrunk].find((number) => route.barred?.has(number));
  if (barred === undefined) return ok(undefined);
  const refusal = callCodes.refuse('calls.barred', { class: barred, route: route.name });
  return refused(deciding, refusal, 'class-of-restriction-groups', route.group);
}

/** From one public trunk to another only where the classes of both allow it. */
export function mayTandem(deciding: Deciding, trunk: Trunk): Result<void> {
  const { attempt, tables, moment } = deciding;
  if (attempt.caller.kind === 'station') return ok(undefined);
  const from = tables.plan.services.of(serviceClassOf(attempt.caller.record, moment.mode));
  const to = tables.plan.services.of(serviceClassOf(trunk.record, moment.mode));
  if (!from.publicTrunk || !to.publicTrunk || (from.publicToPublic && to.publicToPublic)) return ok(undefined);
  const refusal = callCodes.refuse('calls.tandem', { from: attempt.caller.name, to: trunk.name });
  return refused(deciding, refusal, 'class-of-service', String(from.publicToPublic ? to.number : from.number));
}

/** The guard judges the number that is sent and, where it is another, the one that was dialled. */
function guarded(deciding: Deciding, call: Behind, permitted: Permitted, candidate: Candidate): Result<void> {
  const { attempt, tables, tell } = deciding;
  const question = {
    ...{ behind: call.behind, serviceClass: permitted.service.number, trunk: candidate.trunk.name, atMs: attempt.atMs },
    ...{ hasAccountCode: permitted.hasAccountCode, e164: candidate.dialledE164 },
  };
  const sent = toE164(candidate.digits, tables.plan.network);
  if (sent === '' || sent === candidate.dialledE164) return tables.guard.judge(question, tell);
  const judged = tables.guard.judge({ ...question, e164: sent }, tell);
  return judged.ok && candidate.dialledE164 !== '' ? tables.guard.judge(question, tell) : judged;
}
