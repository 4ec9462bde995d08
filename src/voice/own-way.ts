// The way in memory between the call server and the system's own phone: a pair of flows, one for each number. Its law: nobody but these two
// holds one, so a flow is a proof. Messages are read as if they came over a wire, and none arrives while its sender is still at work.

import { type Flow, parseMessage, type SipMessage } from '#sip';

export type Receive = (message: SipMessage, flow: Flow) => void;

/** Nobody connects to it: it stands in headers alone. */
const address = '127.0.0.1';
const port = 5_061;

export class OwnFlow implements Flow {
  readonly transport = 'TLS';
  readonly reliable = true;
  readonly secure = true;
  readonly remoteAddress = address;
  readonly remotePort = port;
  readonly localAddress = address;
  readonly localPort = port;
  readonly tls = undefined;
  readonly key: string;
  open = true;
  readonly #deliver: (text: string) => void;

  constructor(key: string, deliver: (text: string) => void) {
    this.key = key;
    this.#deliver = deliver;
  }

  send(text: string): boolean {
    if (this.open) this.#deliver(text);
    return this.open;
  }
}

export interface OwnWay {
  /** What the call server sends on, and takes messages from. */
  readonly near: OwnFlow;
  /** The phone's end. */
  readonly far: OwnFlow;
}

/** `toCalls` and `toPhone` hear what arrives, with the flow that it came by. */
export function ownWay(number: string, toCalls: Receive, toPhone: Receive): OwnWay {
  const way: OwnWay = {
    near: new OwnFlow(`own:${number}`, (text) => carry(text, () => way.far, toPhone)),
    far: new OwnFlow(`own:${number}:phone`, (text) => carry(text, () => way.near, toCalls)),
  };
  return way;
}

function carry(text: string, at: () => OwnFlow, receive: Receive): void {
  queueMicrotask(() => {
    const parsed = parseMessage(Buffer.from(text, 'latin1'));
    // A keep-alive is no message.
    if (parsed.kind !== 'message') return;
    parsed.message.source = { address, port };
    receive(parsed.message, at());
  });
}
