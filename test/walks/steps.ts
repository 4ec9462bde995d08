// Steps that many walks have in common.

import type { TransportName } from '#sip';
import type { Phone } from './phone.ts';
import type { PhoneCall } from './phone-call.ts';
import { answerSdp, sdp } from './sdp.ts';
import { World } from './world.ts';

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

/** The media security of caller and called, and how each is connected. */
export interface Secured {
  readonly caller: 'required' | 'preferred' | 'none';
  readonly called: Secured['caller'];
  readonly from: TransportName;
  readonly to: TransportName;
}

/** Extensions 201 and 202 with a phone each. */
export function securedOffices({ caller, called, from, to }: Secured) {
  const world = new World({ 201: { mediaSecurity: caller }, 202: { mediaSecurity: called } });
  return { world, alice: world.phone('201', { transport: from }), bob: world.phone('202', { transport: to }) };
}
