// A dialog (RFC 3261 §12): the state that two ends share from an INVITE to its BYE.

import { randomHex } from '#base';
import { parseNameAddress } from '../messages/address.ts';
import { Header } from '../messages/headers.ts';
import type { SipMessage } from '../messages/message.ts';
import { parameter } from '../messages/parameters.ts';
import { ownText } from '../messages/text.ts';
import type { OutgoingRequest } from '../transaction/client.ts';
import { sentBy } from '../transaction/layer.ts';
import type { Flow } from '../transport/flow.ts';

/** What a request inside the dialog carries. `headers` are whole lines. */
export interface InDialog {
  readonly headers?: string;
  readonly contentType?: string;
  readonly body?: string;
}

export class Dialog {
  readonly callId: string;
  readonly localTag: string;
  remoteTag: string;
  /** Header values with their tags. */
  local: string;
  remote: string;
  localSeq: number;
  /** -1 until the other end has sent a request. */
  remoteSeq: number;
  remoteTarget: string;
  /** Route lines for our requests, '' when there is no proxy between. */
  readonly route: string;
  /** The first proxy where it routes strictly, by the Request-URI (RFC 3261 §12.2.1.1); '' otherwise. */
  readonly strictRoute: string;
  /** The way to the other end: the connection that it opened, or its UDP address. */
  flow: Flow;

  private constructor(fields: {
    callId: string;
    localTag: string;
    remoteTag: string;
    local: string;
    remote: string;
    localSeq: number;
    remoteSeq: number;
    remoteTarget: string;
    routes: readonly string[];
    flow: Flow;
  }) {
    this.callId = fields.callId;
    this.localTag = fields.localTag;
    this.remoteTag = fields.remoteTag;
    this.local = fields.local;
    this.remote = fields.remote;
    this.localSeq = fields.localSeq;
    this.remoteSeq = fields.remoteSeq;
    this.remoteTarget = fields.remoteTarget;
    this.strictRoute = strictUri(fields.routes[0]);
    this.route = routeLines(this.strictRoute === '' ? fields.routes : fields.routes.slice(1));
    this.flow = fields.flow;
  }

  /** The dialog that a received request opens (RFC 3261 §12.1.1). */
  static received(request: SipMessage, flow: Flow, localTag = randomHex(8)): Dialog {
    return new Dialog({
      callId: ownText(request.callId),
      localTag,
      remoteTag: ownText(request.from?.tag ?? ''),
      local: `${ownText(request.get(Header.To) ?? '')};tag=${localTag}`,
      remote: ownText(request.get(Header.From) ?? ''),
      localSeq: 0,
      remoteSeq: request.cseq?.number ?? 0,
      remoteTarget: contactUri(request) ?? '',
      routes: request.list(Header.RecordRoute),
      flow,
    });
  }

  /** The dialog that a request of ours may open: `from` and `to` are header values without tags. */
  static sent(from: string, to: string, target: string, flow: Flow, callId: string): Dialog {
    const localTag = randomHex(8);
    return new Dialog({
      callId,
      localTag,
      remoteTag: '',
      local: `${from};tag=${localTag}`,
      remote: to,
      localSeq: 0,
      remoteSeq: -1,
      remoteTarget: target,
      routes: [],
      flow,
    });
  }

  /** The dialog that an answer with this To tag makes of a sent request (RFC 3261 §12.1.2); one for each tag. */
  established(response: SipMessage): Dialog {
    return new Dialog({
      callId: this.callId,
      localTag: this.localTag,
      remoteTag: ownText(response.to?.tag ?? ''),
      local: this.local,
      remote: ownText(response.get(Header.To) ?? this.remote),
      localSeq: this.localSeq,
      remoteSeq: -1,
      remoteTarget: contactUri(response) ?? this.remoteTarget,
      routes: response.list(Header.RecordRoute).toReversed(),
      flow: this.flow,
    });
  }

  /** Is the message of this dialog, seen from the other end? */
  owns(message: SipMessage): boolean {
    return message.callId === this.callId && message.from?.tag === this.remoteTag;
  }

  /**
   * Takes note of a request of the other end (RFC 3261 §12.2.2): false when its number is not higher than the last.
   * A target refresh moves the remote target; the flow follows the phone.
   */
  follow(request: SipMessage, flow: Flow): boolean {
    const number = request.cseq?.number ?? 0;
    if (request.method !== 'ACK') {
      if (this.remoteSeq >= 0 && number <= this.remoteSeq) return false;
      this.remoteSeq = number;
    }
    this.flow = flow;
    if (request.method === 'INVITE' || request.method === 'UPDATE') this.refreshTarget(request);
    return true;
  }

  /** The remote target of an INVITE's or UPDATE's request or success. */
  refreshTarget(message: SipMessage): void {
    const uri = contactUri(message);
    if (uri !== undefined && uri !== this.remoteTarget) this.remoteTarget = uri;
  }

  /** The next request of ours; an ACK carries the number of its INVITE. */
  request(method: string, content: InDialog = {}, cseq = ++this.localSeq): OutgoingRequest {
    const contentType = content.contentType ?? '';
    const isStrict = this.strictRoute !== '';
    const request = {
      method,
      uri: isStrict ? this.strictRoute : this.remoteTarget,
      from: this.local,
      to: this.remote,
      callId: this.callId,
      cseq,
      maxForwards: 70,
      route: isStrict ? `${this.route}Route: <${this.remoteTarget}>\r\n` : this.route,
      headers: content.headers ?? '',
    };
    return content.body === undefined || content.body === ''
      ? request
      : { ...request, contentType, body: content.body };
  }

  /** We are somebody else to the other end from now on (RFC 4916 §4.4.2): `value` is a header value without a tag. */
  nameLocal(value: string): void {
    this.local = `${value};tag=${this.localTag}`;
  }

  /** Our Contact on this dialog's flow. */
  contact(user: string): string {
    return contactOf(this.flow, user);
  }
}

/** The Contact line by which the other end of a flow reaches us. */
export const contactOf = (flow: Flow, user: string): string =>
  `Contact: <sip:${user}@${sentBy(flow)}${flow.transport === 'UDP' ? '' : `;transport=${flow.transport.toLowerCase()}`}>\r\n`;

function contactUri(message: SipMessage): string | undefined {
  const contact = message.contact;
  return contact === undefined || contact === '*' ? undefined : ownText(contact.uri);
}

/** The URI of a proxy that does not know loose routing; '' for one that does and for none. */
function strictUri(route: string | undefined): string {
  const uri = route === undefined ? undefined : parseNameAddress(route)?.uri;
  return uri === undefined || parameter(uri, 'lr') !== undefined ? '' : ownText(uri);
}

const routeLines = (values: readonly string[]): string =>
  values.map((value) => `Route: ${ownText(value)}\r\n`).join('');
