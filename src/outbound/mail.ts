// One mail to a mail server (RFC 5321), over TLS, over STARTTLS that must succeed (RFC 3207), or in the clear. Its law: neither
// name and password nor a line of the mail are sent before the server's certificate is accepted.

import type { Socket } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import MailComposer from 'nodemailer/lib/mail-composer';
import SmtpConnection from 'nodemailer/lib/smtp-connection';
import { type Clock, limits, no, ok, printable, type Refusal, type Result, type Secret, systemClock } from '#base';
import { connectTo, type OutboundTls } from './connect.ts';
import { outboundCodes } from './outbound.codes.ts';
import { type Resolve, systemResolve, whyOf } from './place.ts';

export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'clear';
  readonly tls: OutboundTls;
  /** Blank: no login. */
  readonly user: string;
  readonly password?: Secret | undefined;
}

export interface Mail {
  /** Addresses without names; what could end a header is refused. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Unguessable; the same when it is sent again. */
  readonly id: string;
  readonly atMs: number;
  readonly attachments?: readonly Attachment[];
}

export interface Attachment {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export interface MailOptions {
  readonly clock?: Clock;
  readonly resolve?: Resolve;
}

/** Returns when the server has taken the mail; `outbound.mail-partly` where it has not for every recipient. */
export async function sendMail(server: MailServer, mail: Mail, options: MailOptions = {}): Promise<Result<void>> {
  const { clock = systemClock, resolve = systemResolve } = options;
  const { host, port, security, tls } = server;
  const wrong = [mail.from, ...mail.to].find((address) => !isPlain(address));
  if (wrong !== undefined) return no(outboundCodes.refuse('outbound.mail-address', { address: printable(wrong) }));
  if (security === 'clear' && server.user !== '') return no(outboundCodes.refuse('outbound.mail-in-clear', { host }));
  const target = { host, port, mayBeLocal: true, timeoutMs: limits.outbound.timeoutMs };
  const socket = await connectTo(security === 'tls' ? { ...target, tls } : target, { clock, resolve });
  if (!socket.ok) return socket;
  const talk = new Talk(server, socket.value);
  const stop = clock.after(limits.outbound.mailMs, () => talk.giveUp());
  try {
    return await talk.deliver(mail);
  } finally {
    stop();
    talk.giveUp();
  }
}

const isPlain = (address: string): boolean => /^[^\s<>()[\]\\,;:"@\p{Cc}]+@[^\s<>()[\]\\,;:"@\p{Cc}]+$/u.test(address);

/** The talk with one server, from its greeting to the end. */
class Talk {
  readonly #server: MailServer;
  readonly #connection: SmtpConnection;
  /** What the server showed in STARTTLS, leaf first. */
  #chain: readonly Buffer[] = [];

  constructor(server: MailServer, socket: Socket) {
    const { host, port, security, tls } = server;
    this.#server = server;
    const { checkServer: _, alpn: __, ...options } = tls;
    this.#connection = new SmtpConnection({
      ...{ host, port, connection: socket, secure: security === 'tls', secured: security === 'tls' },
      ...{ requireTLS: security === 'starttls', ignoreTLS: security === 'clear', name: 'ringfence' },
      greetingTimeout: limits.outbound.timeoutMs,
      socketTimeout: limits.outbound.timeoutMs,
      maxResponseSize: limits.outbound.smtpAnswerBytes,
      tls: { ...options, rejectUnauthorized: true, checkServerIdentity: (name, shown) => this.#see(name, shown) },
    });
  }

  giveUp(): void {
    this.#connection.close();
  }

  async deliver(mail: Mail): Promise<Result<void>> {
    const { user, password } = this.#server;
    const steps: readonly (() => Promise<Result<void>>)[] = [
      () => this.#step((done) => this.#connection.connect(done)),
      () => this.#judge(),
      ...(user === ''
        ? []
        : [() => this.#step((done) => this.#connection.login({ user, pass: password?.reveal() ?? '' }, done))]),
      () => this.#send(mail),
    ];
    for (const step of steps) {
      const done = await step();
      if (!done.ok) return done;
    }
    return ok(undefined);
  }

  /** As TLS itself judges, keeping what was shown for the checks that take longer. */
  #see(name: string, shown: PeerCertificate): Error | undefined {
    const chain: Buffer[] = [];
    let next: PeerCertificate | undefined = shown;
    for (; next?.raw !== undefined && chain.length < limits.outbound.chain; next = issuerOf(next)) chain.push(next.raw);
    this.#chain = chain;
    return checkServerIdentity(name, shown);
  }

  /** A connection over TLS was judged when it was opened. */
  async #judge(): Promise<Result<void>> {
    const { security, tls, host } = this.#server;
    if (security !== 'starttls') return ok(undefined);
    if (!this.#connection.secure) return no(outboundCodes.refuse('outbound.mail-in-clear', { host }));
    const verdict = await tls.checkServer?.({ host, chain: this.#chain, stapled: undefined });
    return verdict === undefined || verdict.ok ? ok(undefined) : verdict;
  }

  async #send(mail: Mail): Promise<Result<void>> {
    const message = await compose(mail);
    const envelope = { from: mail.from, to: [...mail.to] };
    const { host } = this.#server;
    let refused: readonly string[] = [];
    const sent = await this.#step((done) =>
      this.#connection.send(envelope, message, (fault, info) => {
        refused = info?.rejected ?? [];
        done(fault);
      }),
    );
    if (!sent.ok || refused.length === 0) return sent;
    return no(outboundCodes.refuse('outbound.mail-partly', { host, refused: refused.map(printable).join(', ') }));
  }

  #step(begin: (done: (fault?: Error | null) => void) => void): Promise<Result<void>> {
    return new Promise((resolve) => {
      const fail = (fault: Error): void => {
        const isHandshake = this.#connection.upgrading === true && !this.#connection.secure;
        resolve(no(refusalOf(this.#server, fault, isHandshake)));
      };
      this.#connection.once('error', fail);
      this.#connection.once('end', () => fail(new Error('the connection was closed')));
      begin((fault) => {
        if (fault) fail(fault);
        else resolve(ok(undefined));
      });
    });
  }
}

/** A root is its own issuer. */
function issuerOf(shown: PeerCertificate): PeerCertificate | undefined {
  const issuer = 'issuerCertificate' in shown ? (shown.issuerCertificate as PeerCertificate) : undefined;
  return issuer === shown || issuer?.raw.equals(shown.raw) ? undefined : issuer;
}

async function compose({ from, to, subject, text, id, atMs, attachments = [] }: Mail): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: 'Ringfence', address: from },
    to: to.map((address) => ({ name: '', address })),
    subject: printable(subject),
    text,
    messageId: `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    date: new Date(atMs),
    // Nobody's out-of-office answer is wanted (RFC 3834 §5).
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: attachments.map(({ fileName, contentType, content }) => ({
      filename: fileName,
      contentType,
      content,
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return await composer.compile().build();
}

const permanentFrom = 500;

/** What the server said to a name and password could repeat them: of that only its number is told. */
function refusalOf({ host }: MailServer, fault: Error, isHandshake: boolean): Refusal {
  const code = 'code' in fault ? String(fault.code) : '';
  const status = 'responseCode' in fault ? Number(fault.responseCode) : 0;
  if (code === 'EAUTH') return outboundCodes.refuse('outbound.mail-login', { host, status: status || 'none' });
  if (code === 'ETLS' || isHandshake)
    return outboundCodes.refuse('outbound.mail-no-tls', { host, why: printable(whyOf(fault)) });
  const isPermanent = status >= permanentFrom && (code === 'EENVELOPE' || code === 'EMESSAGE');
  return outboundCodes.refuse(isPermanent ? 'outbound.mail-rejected' : 'outbound.mail-failed', {
    host,
    why: printable(whyOf(fault)),
  });
}
