// Steps that many walks have in common.

import type { Phone } from './phone.ts';
import type { PhoneCall } from './phone-call.ts';
import { answerSdp, sdp } from './sdp.ts';

export interface Talk {
  /** The caller's side and the called phone's. */
  readonly out: PhoneCall;
  readonly back: PhoneCall;
}

/** One phone calls the other, which answers; everything of the setting up has been taken from the inboxes. */
export function talk(caller: Phone, called: Phone, offer = sdp(), answer = answerSdp()): Talk {
  const out = caller.call(called.number, offer);
  const back = called.incoming();
  back.answer(180);
  back.answer(200, answer);
  out.take(200);
  out.ack();
  out.inbox.clear();
  back.inbox.clear();
  return { out, back };
}
