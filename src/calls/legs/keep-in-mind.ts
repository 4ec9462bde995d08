// What a station's call leaves behind when it is let through: the number for redialling, and whether its caller is to be shown.

import type { Decision } from '../routing/attempt.ts';
import { meantBy } from '../routing/meant.ts';
import type { CallContext } from './context.ts';
import type { SetupCall } from './setup-call.ts';

/** A feature code and an emergency number are not dialled again by redial. */
export function keepInMind(context: CallContext, { callerLeg, account, asked }: SetupCall, decision: Decision): void {
  const { party } = callerLeg;
  if (party.kind !== 'station' || decision.kind === 'feature') return;
  const meant = meantBy(asked, party.number, context.tables(party));
  if (!meant.ok || meant.value.kind === 'feature') return;
  callerLeg.withholds ||= meant.value.withholds;
  if (meant.value.isSpeedCall) account.decided({ speedCall: true });
  if (decision.kind === 'outgoing' && decision.outgoing.isEmergency) return;
  context.recent.dialled(party.number, meant.value.number);
}
