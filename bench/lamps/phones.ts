// The phones of the bench of lamps: flows in memory behind which a phone subscribes and answers every NOTIFY.

import type { CallServer } from '#calls';
import { type Flow, parseMessage } from '#sip';

const line = (name: string, text: string): string => {
  const start = text.indexOf(`\r\n${name}: `) + 2;
  return text.slice(start, text.indexOf('\r\n', start) + 2);
};

/** A phone at a fixed address over a connection, so that neither proofs nor repeats are measured. */
export class LampPhone implements Flow {
  readonly transport = 'TCP';
  readonly reliable = true;
  readonly secure = false;
  readonly remotePort = 40_000;
  readonly localAddress = '192.0.2.1';
  readonly localPort = 5060;
  readonly tls = undefined;
  readonly open = true;
  readonly remoteAddress: string;
  readonly key: string;
  readonly number: string;
  /** NOTIFYs that came, of all phones. */
  static notified = 0;
  readonly #server: () => CallServer;
  #subscribed = 0;

  constructor(number: string, address: string, server: () => CallServer) {
    this.number = number;
    this.remoteAddress = address;
    this.key = `TCP:${address}:40000`;
    this.#server = server;
  }

  subscribe(target: string): void {
    const id = `${this.number}-${++this.#subscribed}`;
    this.#hand(
      `SUBSCRIBE sip:${target}@ringfence SIP/2.0\r\nVia: SIP/2.0/TCP ${this.remoteAddress}:40000;branch=z9hG4bK${id}\r\nMax-Forwards: 70\r\nFrom: <sip:${this.number}@ringfence>;tag=${id}\r\nTo: <sip:${target}@ringfence>\r\nCall-ID: ${id}@${this.remoteAddress}\r\nCSeq: 1 SUBSCRIBE\r\nContact: <sip:${this.number}@${this.remoteAddress}:40000;transport=tcp>\r\nEvent: dialog\r\nExpires: 3600\r\nContent-Length: 0\r\n\r\n`,
    );
  }

  send(text: string): boolean {
    if (!text.startsWith('NOTIFY ')) return true;
    LampPhone.notified += 1;
    const same = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map((name) => line(name, text)).join('');
    setImmediate(() => this.#hand(`SIP/2.0 200 OK\r\n${same}Content-Length: 0\r\n\r\n`));
    return true;
  }

  #hand(text: string): void {
    const parsed = parseMessage(Buffer.from(text, 'latin1'));
    if (parsed.kind !== 'message') throw new Error(`a phone of the bench sent nonsense: ${text}`);
    this.#server().receive(parsed.message, this);
  }
}
