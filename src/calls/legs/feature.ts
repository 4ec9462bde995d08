// A dialled feature code: carried out, answered without media, and ended once the phone has acknowledged. Its user sees the
// call succeed.

import type { ServerTransaction } from '#sip';
import { callCodes } from '../calls.codes.ts';
import { isOfDesks } from '../desks/codes.ts';
import { withoutMedia } from '../media-policy/silence.ts';
import type { FeatureDialled } from '../numbering/feature-codes.ts';
import { isSwitch } from '../routing/feature-change.ts';
import type { CallContext } from './context.ts';
import type { SetupCall } from './setup-call.ts';

/** Never throws: a fault is logged and refused like a code that could not be carried out. */
export async function carryOut(
  context: CallContext,
  call: SetupCall,
  transaction: ServerTransaction,
  dialled: FeatureDialled,
): Promise<void> {
  const { callerLeg } = call;
  try {
    const { party: station, desk } = callerLeg;
    const { flow } = transaction;
    const isDone = station.kind === 'station' && (await context.feature(dialled, { station, desk, flow }));
    if (call.state !== 'setup') return;
    if (isDone) confirm(call, transaction);
    else call.refuseBy(callCodes.refuse(whyNot(dialled)));
  } catch (fault) {
    context.log.fault('a feature code failed', fault);
    call.refuseBy(callCodes.refuse('calls.code-failed'));
  }
}

function whyNot(dialled: FeatureDialled) {
  if (isOfDesks(dialled)) return 'calls.hot-desk-refused';
  return isSwitch(dialled) ? 'calls.code-failed' : 'calls.nothing-there';
}

function confirm(call: SetupCall, transaction: ServerTransaction): void {
  call.talk(undefined);
  call.account.feature();
  call.callerLeg.succeed(transaction, withoutMedia(transaction.request.body));
  call.endBoth('system', 'answered', 200, 'feature code carried out');
}
