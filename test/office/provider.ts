// The public network of an office: a provider of trunks over UDP, in the test's own process, whose subscribers are built-in phones.

import { silentLog, systemClock } from '#base';
import { Handset, Line, type OpenWire, type WhenCalled } from '#handset';
import { Header, type SipMessage, SipTransport } from '#sip';

/** An address that no phone of the office has: trunks are known by it. */
export const providerAddress = '127.0.0.3';

/** An INVITE as it came, with its whole body. */
export interface Invite {
  readonly request: SipMessage;
  readonly body: string;
}

export class Provider {
  readonly port: number;
  /** Every INVITE that came and is in no dialog yet, the last one last. */
  readonly invites: readonly Invite[];
  readonly #line: Line;
  readonly #subscribers: Handset[] = [];

  private constructor(port: number, invites: readonly Invite[], line: Line) {
    this.port = port;
    this.invites = invites;
    this.#line = line;
  }

  /** Opens one at a free port; it calls the system's listener at `systemPort`. */
  static async open(systemPort: number): Promise<Provider> {
    const invites: Invite[] = [];
    const server = { transport: 'UDP', address: '127.0.0.1', port: systemPort } as const;
    const place = { port: 0 };
    const wire: OpenWire = (user) => {
      const transport = new SipTransport({
        ...{ clock: systemClock, log: silentLog },
        onMessage: (message, flow) => {
          if (isFirst(message)) invites.push({ request: message, body: message.body });
          user.onMessage(withoutLocation(message), flow);
        },
      });
      return {
        connect: async () => {
          const own = { name: 'provider', transport: 'UDP', address: providerAddress, port: 0 } as const;
          const opened = await transport.listen(own);
          if (!opened.ok) return opened;
          place.port = opened.value.port;
          return { ok: true, value: transport.flowTo('UDP', server.address, server.port) };
        },
        close: () => transport.shutdown(),
      };
    };
    const line = new Line({ clock: systemClock, log: silentLog, server, wire });
    const connected = await line.connect();
    if (!connected.ok) throw new Error(connected.refusal.words);
    return new Provider(place.port, invites, line);
  }

  /** Somebody in the public network, with a number with + and country code, or a short one. */
  subscriber(number: string, whenCalled: WhenCalled = { do: 'answer', afterMs: 0 }): Handset {
    const media = { policy: 'preferred', address: '127.0.0.1', sound: 'none' } as const;
    const { clock, log, server } = this.#line;
    const made = new Handset({ number, secret: '', server, media, whenCalled, clock, log, line: this.#line });
    this.#subscribers.push(made);
    return made;
  }

  async close(): Promise<void> {
    await Promise.all(this.#subscribers.map((one) => one.close()));
    await this.#line.close();
  }
}

const isFirst = ({ isRequest, method, to }: SipMessage): boolean =>
  isRequest && method === 'INVITE' && (to?.tag ?? '') === '';

/** Of a body of two parts the session description, which is all that a built-in phone reads. */
function withoutLocation(message: SipMessage): SipMessage {
  const [, boundary] = /^multipart\/mixed;boundary=(\S+)$/.exec(message.get(Header.ContentType) ?? '') ?? [];
  if (boundary === undefined) return message;
  const [, sdp = ''] = message.body.split(`--${boundary}`);
  const body = sdp.slice(sdp.indexOf('\r\n\r\n') + 4);
  return Object.defineProperty(message, 'body', { value: body });
}
