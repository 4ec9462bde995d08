// For tests: receivers of mail and of syslog over TLS on 127.0.0.1, and what arrived at them.

import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface TestMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly user: string | undefined;
  /** As it came: headers and body. */
  readonly raw: string;
}

interface MailWishes extends SMTPServerOptions {
  /** Refuses every mail after it was sent, with this status. */
  readonly refuse?: number;
}

/** A mail server that takes `anna` with `correct horse`; without a login too, where `authOptional`. It knows no `nobody`. */
export class MailReceiver {
  readonly mails: TestMail[] = [];
  /** Passwords that were shown, whatever they were worth. */
  readonly shown: string[] = [];
  connections = 0;
  #server: SMTPServer;
  #port = 0;

  constructor({ refuse, ...options }: MailWishes) {
    this.#server = new SMTPServer({
      logger: false,
      authOptional: true,
      allowInsecureAuth: false,
      ...options,
      onConnect: (_, done) => {
        this.connections++;
        done();
      },
      onAuth: ({ username, password }, _, done) => {
        this.shown.push(password ?? '');
        if (username === 'anna' && password === 'correct horse') done(null, { user: username });
        else done(new Error('no such user'));
      },
      onRcptTo: ({ address }, _, done) => done(address.startsWith('nobody@') ? new Error('no such user') : null),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          if (refuse !== undefined) return done(Object.assign(new Error('not here'), { responseCode: refuse }));
          const { mailFrom, rcptTo } = session.envelope;
          this.mails.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            secure: session.secure,
            user: session.user,
            raw: Buffer.concat(chunks).toString(),
          });
          done();
        });
      },
    });
    this.#server.on('error', () => undefined);
  }

  get port(): number {
    return this.#port;
  }

  async listen(port = 0): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server.server, 'listening');
    this.#port = (this.#server.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/** A receiver of syslog over TLS, which reads frames by their length (RFC 5425 §4.3.1) and throws at what is none. */
export class SyslogReceiver {
  readonly messages: string[] = [];
  /** Names in the certificates of those who connected; blank without one. */
  readonly clients: string[] = [];
  connections = 0;
  /** Takes nothing out of its sockets while this is true. */
  isDeaf = false;
  #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #heard: () => void = () => undefined;

  constructor(options: TlsOptions) {
    this.#server = createServer(options, (socket) => this.#take(socket));
    this.#server.on('tlsClientError', () => undefined);
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  get port(): number {
    return this.#port;
  }

  async listen(port = 0): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Resolves when there are so many messages. */
  async has(count: number): Promise<void> {
    while (this.messages.length < count)
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
  }

  /** Breaks off every connection, as the end of a machine would. */
  breakOff(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #take(socket: TLSSocket): void {
    this.connections++;
    this.clients.push(String(socket.getPeerCertificate().subject?.CN ?? ''));
    socket.on('error', () => undefined);
    if (this.isDeaf) {
      socket.pause();
      return;
    }
    let rest = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      rest = this.#read(Buffer.concat([rest, chunk]));
    });
  }

  #read(bytes: Buffer): Buffer<ArrayBuffer> {
    let rest = Buffer.from(bytes);
    for (;;) {
      const blank = rest.indexOf(' ');
      if (blank < 0) return rest;
      const length = rest.toString('latin1', 0, blank);
      if (!/^[1-9]\d{0,6}$/.test(length)) throw new Error(`no frame: ${rest.toString('utf8', 0, 80)}`);
      const end = blank + 1 + Number(length);
      if (rest.length < end) return rest;
      this.messages.push(rest.toString('utf8', blank + 1, end));
      this.#heard();
      rest = rest.subarray(end);
    }
  }
}

/** A message as a receiver reads it (RFC 5424 §6). Throws at what is none. */
export function readSyslog(text: string) {
  const head = /^<(\d{1,3})>1 (\S+) (\S+) (\S+) (\S+) (\S+) (?=[-[])/.exec(text);
  if (head === null) throw new Error(`no syslog message: ${text}`);
  const [all, priority, timestamp, host, application, process, kind] = head;
  const elements: Record<string, Record<string, string>> = {};
  let rest = text.slice(all.length);
  if (rest.startsWith('-')) rest = rest.slice(1);
  while (rest.startsWith('[')) {
    const element = /^\[([^ \]="]{1,32})((?: [^ \]="]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*)\]/.exec(rest);
    if (element === null) throw new Error(`no structured data: ${rest}`);
    const [whole, id = '', parameters = ''] = element;
    const pairs = parameters.matchAll(/ ([^ \]="]+)="((?:[^"\\\]]|\\["\\\]])*)"/g);
    elements[id] = Object.fromEntries(
      [...pairs].map(([, name, value = '']) => [name, value.replace(/\\(["\\\]])/g, '$1')]),
    );
    rest = rest.slice(whole.length);
  }
  const words = rest.replace(/^ \ufeff?/, '');
  return { priority: Number(priority), timestamp, host, application, process, kind, elements, words };
}
