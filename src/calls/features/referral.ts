// What a phone that referred another is told of it: NOTIFYs in its dialog (RFC 3515 §2.4), or nothing where it wants none (RFC 4488).

import { Header, reasonPhrase, type SipMessage } from '#sip';
import { ignored, type Leg } from '../legs/leg.ts';

/** Longer than anybody lets a phone ring. */
const subscriptionSeconds = 180;
const FRAGMENT = 'message/sipfrag;version=2.0';

export class Referral {
  readonly leg: Leg;
  readonly #event: string;
  #isOpen: boolean;
  #last = 0;

  constructor(leg: Leg, refer: SipMessage) {
    this.leg = leg;
    this.#isOpen = refer.get(Header.ReferSub)?.trim().toLowerCase() !== 'false';
    // The first in a dialog may go without an id, and some phones know only that (RFC 3515 §2.4.6).
    this.#event = leg.refers === 0 ? 'refer' : `refer;id=${refer.cseq?.number ?? 0}`;
    leg.refers += 1;
  }

  /** The line of the answer that says so, where no NOTIFY will come. */
  get acceptance(): string {
    return this.#isOpen ? '' : 'Refer-Sub: false\r\n';
  }

  /** How it stands; a final status is the last word. */
  tell(status: number, reason = reasonPhrase(status)): void {
    if (!this.#isOpen || this.leg.over || status === this.#last) return;
    this.#last = status;
    this.#isOpen = status < 200;
    const state = this.#isOpen ? `active;expires=${subscriptionSeconds}` : 'terminated;reason=noresource';
    const headers = `${this.leg.dialog.contact(this.leg.contactUser)}Event: ${this.#event}\r\nSubscription-State: ${state}\r\n`;
    this.leg.send('NOTIFY', { headers, contentType: FRAGMENT, body: `SIP/2.0 ${status} ${reason}\r\n` }, ignored);
  }
}
