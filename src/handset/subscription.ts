// A subscription of a phone (RFC 6665): what it was last told of an extension, refreshed until it is ended by either side.

import { type Cancel, ok, type Refusal, type Result, randomHex } from '#base';
import { Dialog, type Flow, Header, type SipMessage } from '#sip';
import type { Account } from './account.ts';
import { Asking } from './asking.ts';
import { handsetCodes } from './handset.codes.ts';
import type { DialogUser, Line } from './line.ts';
import { Awaited } from './waiting.ts';

interface Watched {
  /** The event package. */
  readonly event: string;
  readonly number: string;
}

const documents: Readonly<Record<string, string>> = {
  dialog: 'application/dialog-info+xml',
  'message-summary': 'application/simple-message-summary',
  presence: 'application/pidf+xml',
};
const usualSeconds = 3_600;
/** Refreshed well before it runs out. */
const refreshShare = 0.8;

export class Subscription implements DialogUser {
  readonly #line: Line;
  readonly #account: Account;
  readonly #watched: Watched;
  readonly #opening: Dialog;
  readonly #news: Awaited<void>;
  #dialog: Dialog | undefined;
  #document = '';
  #count = 0;
  #isOver = false;
  #refresh: Cancel | undefined;

  constructor(line: Line, account: Account, watched: Watched, flow: Flow) {
    const target = `sip:${watched.number}@${account.domain}`;
    this.#line = line;
    this.#account = account;
    this.#watched = watched;
    this.#news = new Awaited('A document', line.clock);
    this.#opening = Dialog.sent(account.identity, `<${target}>`, target, flow, randomHex(12));
    line.addDialog(this.#opening.localTag, this);
  }

  /** What it was last told; '' before. */
  get document(): string {
    return this.#document;
  }

  /** How many NOTIFYs have come. */
  get count(): number {
    return this.#count;
  }

  begin(): void {
    this.#subscribe(usualSeconds);
  }

  /** Resolves with the first document that is wanted, the present one included; refused when none comes in time or ever. */
  async told(isWanted: (document: string) => boolean, limitMs: number): Promise<Result<string>> {
    const { clock } = this.#line;
    const endsMs = clock.steadyMs() + limitMs;
    while (this.#count === 0 || !isWanted(this.#document)) {
      if (!this.#isOver) this.#news.again();
      const news = await this.#news.wait(Math.max(0, endsMs - clock.steadyMs()));
      if (!news.ok) return news;
    }
    return ok(this.#document);
  }

  /** Ends it; the other side is told. */
  end(): void {
    if (this.#isOver) return;
    this.#subscribe(0);
    this.#over(this.#refusal(200, 'ended'));
  }

  /** Nothing more is sent. */
  stop(): void {
    this.#over(this.#refusal(500, 'the phone was closed'));
  }

  onRequest(request: SipMessage, flow: Flow): void {
    const { layer } = this.#line;
    const isOurs = request.method === 'NOTIFY' && request.callId === this.#opening.callId;
    if (!isOurs || this.#isOver) return layer.refuse(request, flow, 481);
    // The first may come before the answer to our SUBSCRIBE, and tells who is there as well (RFC 6665 §4.4.1).
    this.#dialog ??= this.#openedBy(request);
    if (!this.#dialog.owns(request) || !this.#dialog.follow(request, flow)) return layer.refuse(request, flow, 500);
    layer.open(request, flow)?.respond(200, 'OK', this.#opening.localTag);
    this.#document = request.body;
    this.#count += 1;
    this.#news.happened(undefined);
    const state = request.get(Header.SubscriptionState) ?? '';
    if (/^terminated/i.test(state)) this.#over(this.#refusal(481, state));
  }

  onAck(): void {}

  #openedBy({ from, contact }: SipMessage): Dialog {
    const dialog = this.#opening;
    dialog.remoteTag = from?.tag ?? '';
    dialog.remote = `${dialog.remote};tag=${dialog.remoteTag}`;
    if (contact !== undefined && contact !== '*') dialog.remoteTarget = contact.uri;
    return dialog;
  }

  #subscribe(seconds: number): void {
    const dialog = this.#dialog ?? this.#opening;
    const { event } = this.#watched;
    const accept = documents[event];
    if (!dialog.flow.open) dialog.flow = this.#line.flow ?? dialog.flow;
    const lines = `Event: ${event}\r\nExpires: ${seconds}\r\n${accept === undefined ? '' : `Accept: ${accept}\r\n`}`;
    new Asking(this.#line.layer, dialog.flow, this.#account.calls, 'SUBSCRIBE', dialog.remoteTarget, {
      compose: (authorization) =>
        dialog.request('SUBSCRIBE', { headers: this.#account.contact(dialog.flow) + lines + authorization }),
      onFinal: (response) => this.#answered(response),
    }).send();
  }

  #answered(response: SipMessage | undefined): void {
    if (this.#isOver) return;
    const { status = 408, reason = 'Request Timeout' } = response ?? {};
    if (response === undefined || status >= 300) return this.#over(this.#refusal(status, reason));
    this.#dialog ??= this.#opening.established(response);
    const ms = (response.expires ?? usualSeconds) * 1_000 * refreshShare;
    this.#refresh?.();
    this.#refresh = this.#line.clock.after(ms, () => this.#subscribe(usualSeconds));
  }

  #over(refusal: Refusal): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#refresh?.();
    this.#line.removeDialog(this.#opening.localTag);
    this.#news.again().failed(refusal);
  }

  #refusal(status: number, reason: string): Refusal {
    const { number, event } = this.#watched;
    return handsetCodes.refuse('handset.subscription-refused', { number, event, status, reason });
  }
}
