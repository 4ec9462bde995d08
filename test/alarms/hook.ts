// A receiver of webhooks, as somebody would write it: HTTPS, the signature checked by hand before anything is believed.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface HookEvent {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, string | number>>;
}

const mostAgeSeconds = 300;

export class Hook {
  readonly events: HookEvent[] = [];
  readonly ids: string[] = [];
  /** What came without a signature that holds. */
  readonly forged: string[] = [];
  /** The status that it answers. */
  status = 204;
  secret = '';
  requests = 0;
  readonly #server: Server;
  port = 0;

  constructor(identity: { readonly key: string; readonly cert: string }) {
    this.#server = createServer(identity, async (request, response) => {
      this.requests++;
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      const {
        'webhook-id': id = '',
        'webhook-timestamp': at = '',
        'webhook-signature': signature = '',
      } = request.headers;
      if (this.#isSigned(String(id), String(at), body, String(signature))) {
        this.ids.push(String(id));
        this.events.push(JSON.parse(body));
      } else this.forged.push(body);
      response.writeHead(this.status).end();
    });
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.port = (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #isSigned(id: string, at: string, body: string, signature: string): boolean {
    const key = Buffer.from(this.secret.replace(/^whsec_/, ''), 'base64');
    const expected = Buffer.from(`v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`);
    const shown = Buffer.from(signature);
    const isFresh = Math.abs(Date.now() / 1_000 - Number(at)) < mostAgeSeconds;
    return isFresh && shown.length === expected.length && timingSafeEqual(shown, expected);
  }
}
