// A test call: sent to a number that an administrator names, taken back as soon as it rings, ended at once where it is answered. It has
// no media: what is offered leads to the discard port.

import { type Cancel, limits, randomHex, randomKey } from '#base';
import {
  type ClientTransaction,
  contactOf,
  Dialog,
  type DigestClient,
  escapeUser,
  type Flow,
  type SipMessage,
} from '#sip';
import type { TrunkParts } from './parts.ts';
import { failed, passed, type TestStep } from './trial-step.ts';
import type { TrunkRecord } from './trunks.form.ts';

export interface TrialCallWish {
  readonly record: Pick<TrunkRecord, 'username' | 'mediaSecurity'>;
  readonly host: string;
  readonly number: string;
  readonly digest: DigestClient | undefined;
}

/** What is wanted of an answer is that there is one. */
const quiet = { onResponse: () => undefined, onFailure: () => undefined };

export class TrialCall {
  readonly #parts: Pick<TrunkParts, 'layer' | 'clock'>;
  readonly #flow: Flow;
  readonly #wish: TrialCallWish;
  readonly #user: string;
  readonly #dialog: Dialog;
  #transaction: ClientTransaction | undefined;
  #cseq = 0;
  #attempts = 0;
  #isAnswered = false;
  #isOver = false;
  #late: Cancel | undefined;
  #resolve: (step: TestStep) => void = () => undefined;

  constructor(parts: Pick<TrunkParts, 'layer' | 'clock'>, flow: Flow, wish: TrialCallWish) {
    this.#parts = parts;
    this.#flow = flow;
    this.#wish = wish;
    this.#user = escapeUser(wish.record.username || 'ringfence');
    const target = `sip:${escapeUser(wish.number)}@${wish.host}`;
    this.#dialog = Dialog.sent(`<sip:${this.#user}@${wish.host}>`, `<${target}>`, target, flow, randomHex(12));
  }

  /** Resolves when it is known what became of it. */
  run(): Promise<TestStep> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      const seconds = limits.trunks.testCallMs / 1_000;
      this.#late = this.#parts.clock.after(limits.trunks.testCallMs, () => {
        this.#takeBack();
        this.#end(this.#failed(`it did not ring within ${seconds} seconds`, 'See whether the number is in use.'));
      });
      this.#send();
    });
  }

  /** The way has ended. */
  lost(why: string): void {
    this.#end(this.#failed(`the connection ended: ${why}`, 'Try again, and ask the provider if it stays so.'));
  }

  onResponse(response: SipMessage): void {
    const { status, reason } = response;
    if (status >= 200 && status < 300) return this.#answered(response);
    // Who answers late must not ring on.
    if (this.#isOver && status < 200) return this.#takeBack();
    if (this.#isOver || status === 100) return;
    if (status < 200) {
      this.#takeBack();
      return this.#end(
        passed('call', `The number ${this.#wish.number} rings (${status} ${reason}); it was taken back.`),
      );
    }
    if ((status === 401 || status === 407) && this.#isAnswerable(response)) return this.#send();
    this.#end(this.#failed(`the provider answers ${status} ${reason}`, remedyOf(status)));
  }

  onFailure(): void {
    this.#end(this.#failed('nobody answered the INVITE', 'See whether firewalls pass large messages of SIP.'));
  }

  #send(): void {
    this.#attempts++;
    const uri = this.#dialog.remoteTarget;
    const authorization = this.#wish.digest?.authorize({ method: 'INVITE', uri }) ?? '';
    const request = this.#dialog.request('INVITE', {
      headers: `${contactOf(this.#flow, this.#user)}${authorization}`,
      contentType: 'application/sdp',
      body: offer(this.#flow, this.#wish.record.mediaSecurity === 'required'),
    });
    this.#cseq = request.cseq;
    this.#transaction = this.#parts.layer.request(request, this.#flow, this);
  }

  #isAnswerable(response: SipMessage): boolean {
    return this.#attempts < 2 && this.#wish.digest?.accept(response, this.#attempts > 1) === true;
  }

  #takeBack(): void {
    if (this.#transaction !== undefined) this.#parts.layer.cancel(this.#transaction);
  }

  /** Also where the success crosses with our CANCEL: what is answered must be ended (RFC 3261 §9.1). */
  #answered(response: SipMessage): void {
    const established = this.#dialog.established(response);
    this.#parts.layer.acknowledge(established.request('ACK', {}, this.#cseq), this.#flow);
    if (!this.#isAnswered) this.#parts.layer.request(established.request('BYE'), this.#flow, quiet);
    this.#isAnswered = true;
    this.#end(passed('call', `The number ${this.#wish.number} answered; the call was ended at once.`));
  }

  #failed(why: string, remedy: string): TestStep {
    return failed('call', `The call to ${this.#wish.number} did not come about: ${why}.`, remedy);
  }

  #end(step: TestStep): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#late?.();
    this.#resolve(step);
  }
}

const remedyOf = (status: number): string =>
  status === 401 || status === 403 || status === 407
    ? 'Ask the provider which caller numbers and accounts may call, and compare user name, secret and domain.'
    : status === 488 || status === 415 || status === 606
      ? 'Ask the provider whether it takes encrypted media, and compare Media security of the trunk.'
      : 'See that the number is in use and written as the provider expects it.';

/** G.711 in both of its laws; the key of an encrypted offer is used for nothing. */
function offer({ localAddress }: Flow, isEncrypted: boolean): string {
  const where = `IN ${localAddress.includes(':') ? 'IP6' : 'IP4'} ${localAddress}`;
  const crypto = `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${randomKey(30).toString('base64')}`;
  return [
    ...['v=0', `o=- 1 1 ${where}`, 's=-', `c=${where}`, 't=0 0'],
    `m=audio 9 ${isEncrypted ? 'RTP/SAVP' : 'RTP/AVP'} 8 0 101`,
    ...(isEncrypted ? [crypto] : []),
    ...['a=rtpmap:8 PCMA/8000', 'a=rtpmap:0 PCMU/8000', 'a=rtpmap:101 telephone-event/8000', 'a=sendrecv', ''],
  ].join('\r\n');
}
