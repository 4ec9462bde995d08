// A program that speaks to a node's REST interface, for tests: it trusts the node's authority, keeps cookies, and shows the CSRF token.

import { Agent, request } from 'node:https';
import type { ConnectionOptions } from 'node:tls';

export interface HttpsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface HttpsWishes {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; anything but text becomes JSON. */
  readonly body?: unknown;
}

export class HttpsClient {
  readonly port: number;
  readonly #agent: Agent;
  readonly #cookies = new Map<string, string>();
  /** Shown with everything that is not a GET, once somebody has logged in. */
  csrf = '';

  /** `options` of TLS, such as a certificate of its own. */
  constructor(port: number, authorityPem: string, options: ConnectionOptions = {}) {
    this.port = port;
    this.#agent = new Agent({ ...options, keepAlive: true, ca: authorityPem });
  }

  get origin(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  /** Any request; `path` is relative to /api/v1 unless it begins with a slash. */
  send(method: string, path: string, { headers = {}, body }: HttpsWishes = {}): Promise<HttpsAnswer> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const all: Record<string, string> = { origin: this.origin, 'sec-fetch-site': 'same-origin' };
    if (this.#cookies.size > 0) all.cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (this.csrf !== '' && method !== 'GET') all['x-csrf-token'] = this.csrf;
    if (text !== undefined) all['content-type'] = 'application/json';
    const place = { host: '127.0.0.1', port: this.port, path: path.startsWith('/') ? path : `/api/v1/${path}` };
    return new Promise((resolve, reject) => {
      const asked = request(
        { ...place, servername: 'localhost', method, headers: { ...all, ...headers }, agent: this.#agent },
        (response) => {
          this.#keep(response.headers['set-cookie'] ?? []);
          let heard = '';
          response.setEncoding('utf8');
          response.on('data', (piece: string) => {
            heard += piece;
          });
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text: heard }),
          );
        },
      );
      asked.on('error', reject);
      asked.end(text);
    });
  }

  /** Opens a stream of events and gives each piece of it to `heard`; the returned function leaves. */
  listen(path: string, heard: (piece: string) => void): () => void {
    const place = { host: '127.0.0.1', port: this.port, path: `/api/v1/${path}`, servername: 'localhost' };
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const asked = request({ ...place, headers: { cookie }, agent: this.#agent }, (response) => {
      response.setEncoding('utf8');
      response.on('data', heard);
      response.on('error', () => undefined);
    });
    asked.on('error', () => undefined);
    asked.end();
    return () => asked.destroy();
  }

  /** The JSON of an answer that must be a success. */
  async get<T>(path: string): Promise<T> {
    return succeeded<T>(`GET ${path}`, await this.send('GET', path));
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    return succeeded<T>(`POST ${path}`, await this.send('POST', path, { body }));
  }

  /** Logs in to the administration tool; with `newPassword` a one-time password is changed with it. */
  async logIn(loginId: string, password: string, newPassword?: string): Promise<void> {
    const tool = 'system-administration';
    const login = {
      loginId,
      password,
      tool,
      bannerAccepted: true,
      ...(newPassword === undefined ? {} : { newPassword }),
    };
    const session = await this.post<{ csrfToken: string }>('login', login);
    this.csrf = session.csrfToken;
  }

  close(): void {
    this.#agent.destroy();
  }

  #keep(cookies: readonly string[]): void {
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

function succeeded<T>(what: string, { status, text }: HttpsAnswer): T {
  if (status >= 300) throw new Error(`${what}: ${status} ${text}`);
  // The tests know what they ask for.
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
