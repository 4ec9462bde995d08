// A request of ours, sent once more with credentials when it is challenged (RFC 3261 §22.2, §22.3).

import type { ClientTransaction, DigestClient, Flow, OutgoingRequest, SipMessage, TransactionLayer } from '#sip';

export interface AskingUser {
  /** The request anew, with a new CSeq number and these lines. */
  compose(authorization: string): OutgoingRequest;
  onProvisional?(response: SipMessage): void;
  /** The final answer, and each repeat of an INVITE's success; undefined when none came. */
  onFinal(response: SipMessage | undefined, asked: Asking): void;
  /** May a challenge still be answered? Default: yes. */
  mayRepeat?(): boolean;
}

/** A nonce that has run out is answered by another; beyond this the server is at fault. */
const mostAttempts = 4;

export class Asking {
  readonly #layer: TransactionLayer;
  readonly #flow: Flow;
  readonly #digest: DigestClient;
  readonly #method: string;
  readonly #uri: string;
  readonly #user: AskingUser;
  #transaction: ClientTransaction | undefined;
  #authorization = '';
  #cseq = 0;
  #attempts = 0;

  constructor(
    layer: TransactionLayer,
    flow: Flow,
    digest: DigestClient,
    method: string,
    uri: string,
    user: AskingUser,
  ) {
    this.#layer = layer;
    this.#flow = flow;
    this.#digest = digest;
    this.#method = method;
    this.#uri = uri;
    this.#user = user;
  }

  /** The transaction of the latest attempt. */
  get transaction(): ClientTransaction | undefined {
    return this.#transaction;
  }

  /** The number of the latest attempt. */
  get cseq(): number {
    return this.#cseq;
  }

  /** The credentials of the latest attempt: an INVITE's ACK repeats them (RFC 3261 §13.2.2.4). */
  get authorization(): string {
    return this.#authorization;
  }

  send(): this {
    this.#attempts += 1;
    this.#authorization = this.#digest.authorize({ method: this.#method, uri: this.#uri });
    const request = this.#user.compose(this.#authorization);
    this.#cseq = request.cseq;
    this.#transaction = this.#layer.request(request, this.#flow, this);
    return this;
  }

  onResponse(response: SipMessage): void {
    const { status } = response;
    if (status < 200) this.#user.onProvisional?.(response);
    else if ((status === 401 || status === 407) && this.#isAnswerable(response)) this.send();
    else this.#user.onFinal(response, this);
  }

  onFailure(): void {
    this.#user.onFinal(undefined, this);
  }

  #isAnswerable(response: SipMessage): boolean {
    if (this.#attempts >= mostAttempts || this.#user.mayRepeat?.() === false) return false;
    return this.#digest.accept(response, this.#authorization !== '');
  }
}
