// What a phone that has just called may take over instead of calling somebody: by a code, or by the dialog that its INVITE names.

import { no, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { FeatureDialled } from '../numbering/feature-codes.ts';
import { mayJoin } from '../routing/decide.ts';
import type { Station } from '../stations/station.ts';
import type { FeatureContext } from './feature-context.ts';
import { parseReplaces } from './replaces.ts';
import { Takeover } from './takeover.ts';
import type { Newcomer, TaskCall } from './task.ts';

const refuse = (code: 'calls.no-such-call' | 'calls.nothing-there' | 'calls.answered-already' | 'calls.bad-replaces') =>
  no(callCodes.refuse(code));

/**
 * The INVITE names the dialog whose place it takes (RFC 3891): one's own, or one that rings where calls may be picked up. Of any other
 * it is not even said that there is one.
 */
export function takeReplaced(context: FeatureContext, newcomer: Newcomer, value: string): void {
  const { party } = newcomer.call.callerLeg;
  const taken = party.kind === 'station' ? replacedBy(context, newcomer, party, value) : refuse('calls.no-such-call');
  if (!taken.ok) newcomer.call.refuseBy(taken.refusal);
}

function replacedBy(context: FeatureContext, newcomer: Newcomer, by: Station, value: string): Result<void> {
  const replaced = parseReplaces(value);
  if (replaced === undefined) return refuse('calls.bad-replaces');
  const { directory } = context;
  const ringing = directory.ofAppearance(replaced);
  if (ringing !== undefined)
    return directory.mayPickUp(by, ringing.number)
      ? pickUp(context, newcomer, ringing.call, 'calls.no-such-call')
      : refuse('calls.no-such-call');
  const own = directory.ofDialog(replaced);
  if (own === undefined || own.leg.party !== by || own.call.state !== 'talking') return refuse('calls.no-such-call');
  if (replaced.isEarlyOnly) return refuse('calls.answered-already');
  return new Takeover(context, 'moved', newcomer, own.call).place(own.leg.side);
}

/** How it is said that there is no call: to who dialled a code, or named a dialog. */
type None = 'calls.nothing-there' | 'calls.no-such-call';

/** Whoever calls has to be allowed to reach whoever picks up, as if they had called there. */
function pickUp(context: FeatureContext, newcomer: Newcomer, call: TaskCall, none: None): Result<void> {
  const [caller, by] = [call.callerLeg.party, newcomer.call.callerLeg.party];
  const attempt = { caller, dialled: '', atMs: context.clock.nowMs() };
  if (call.state !== 'setup' || !mayJoin(attempt, context.tables(caller), by).ok) return refuse(none);
  return new Takeover(context, 'pickup', newcomer, call).pickUp();
}

/** Carries out a code that takes a call over; undefined where it is another one. */
export function takeByCode(
  context: FeatureContext,
  newcomer: Newcomer,
  { code, digits }: FeatureDialled,
): Result<void> | undefined {
  const { party } = newcomer.call.callerLeg;
  if (party.kind !== 'station') return undefined;
  switch (code) {
    case 'retrieve':
      return context.parking.retrieve(newcomer, digits === '' ? party.number : digits);
    case 'pickup':
      return pickUpAt(context, newcomer, context.directory.mayPickUp(party, digits) ? [digits] : []);
    case 'pickupGroup':
      return pickUpAt(context, newcomer, context.directory.pickupPeers(party));
    case 'park':
      // A call is parked by transferring it there; who dials it has none to park.
      return refuse('calls.nothing-there');
    default:
      return undefined;
  }
}

/** The call that has rung longest at one of these extensions. */
function pickUpAt(context: FeatureContext, newcomer: Newcomer, numbers: Iterable<string>): Result<void> {
  let oldest: TaskCall | undefined;
  for (const number of numbers) {
    const ringing = context.directory.ringingAt(number);
    if (ringing !== undefined && (oldest === undefined || ringing.account.startedAtMs < oldest.account.startedAtMs))
      oldest = ringing;
  }
  return oldest === undefined
    ? refuse('calls.nothing-there')
    : pickUp(context, newcomer, oldest, 'calls.nothing-there');
}
