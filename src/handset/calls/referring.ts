// The REFER of a call (RFC 3515, RFC 5589): the far end is sent to a number or into another call; NOTIFYs tell what came of it.

import { no, ok, type Refusal, type Result } from '#base';
import { Header, type InDialog, type ServerTransaction, type SipMessage } from '#sip';
import { handsetCodes } from '../handset.codes.ts';
import { Awaited } from '../waiting.ts';
import type { CallContext, CallState } from './call-context.ts';

/** Whoever is called may ring for so long. */
const transferLimitMs = 180_000;

/** The call as its transfer sees it. */
export interface ReferringCall {
  readonly context: CallContext;
  readonly state: CallState;
  readonly farNumber: string;
  readonly contactLine: string;
  respond(transaction: ServerTransaction, status: number, reason: string): void;
  ask(method: string, content: InDialog, onFinal: (response: SipMessage | undefined) => void): void;
}

export class Referring {
  readonly #call: ReferringCall;
  #outcome: Awaited<void> | undefined;

  constructor(call: ReferringCall) {
    this.#call = call;
  }

  /** Resolves with the last word of the far end's NOTIFYs. `replaces` names the dialog that it is to take the place in, `more` are further lines. */
  refer(number: string, replaces = '', more = ''): Promise<Result<void>> {
    const { context, state, contactLine } = this.#call;
    if (state !== 'talking' || this.#outcome !== undefined)
      return Promise.resolve(no(handsetCodes.refuse('handset.wrong-state', { state, wanted: 'transferred' })));
    const { domain, address } = context.account;
    const headers = replaces === '' ? '' : `?Replaces=${encodeURIComponent(replaces)}`;
    const lines = `Refer-To: <sip:${number}@${domain}${headers}>\r\nReferred-By: <${address}>\r\n${more}`;
    const outcome = new Awaited<void>('The outcome of the transfer', context.line.clock);
    this.#outcome = outcome;
    this.#call.ask('REFER', { headers: contactLine + lines }, (response) => {
      const { status = 408, reason = 'Request Timeout' } = response ?? {};
      if (status >= 300) this.#over(no(this.#refusal(status, reason)));
    });
    return outcome.wait(transferLimitMs);
  }

  /** A NOTIFY in the dialog: of our REFER, or of nothing that we know. */
  take(transaction: ServerTransaction): void {
    const { request } = transaction;
    const isOurs = this.#outcome !== undefined && /^refer(;|$)/i.test(request.get(Header.Event) ?? '');
    if (!isOurs) return this.#call.respond(transaction, 481, 'Subscription Does Not Exist');
    this.#call.respond(transaction, 200, 'OK');
    const [, digits = '', reason = ''] = /^SIP\/2\.0 (\d{3}) ?([^\r\n]*)/.exec(request.body) ?? [];
    const status = Number(digits);
    if (status >= 200) this.#over(status < 300 ? ok(undefined) : no(this.#refusal(status, reason)));
  }

  failed(refusal: Refusal): void {
    this.#over(no(refusal));
  }

  #over(result: Result<void>): void {
    const outcome = this.#outcome;
    this.#outcome = undefined;
    if (result.ok) outcome?.happened(undefined);
    else outcome?.failed(result.refusal);
  }

  #refusal(status: number, reason: string): Refusal {
    return handsetCodes.refuse('handset.transfer-refused', { number: this.#call.farNumber, status, reason });
  }
}
