// One Kamailio as a provider: a registrar with digest over UDP and TLS, that answers OPTIONS, lets a number ring, passes calls between its
// subscribers and the system, and can be away.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { Made } from '../../src/security/certificates/testing.ts';
import { freePort } from '../node.ts';
import { Program } from './program.ts';
import { until } from './wait.ts';

const binary = '/usr/sbin/kamailio';
const startMs = 15_000;

export const account = { username: 'ringfence', secret: 'a secret of the provider', domain: 'provider.example' };
/** The secret of everybody else who registers; baresip takes none with blanks. */
export const subscriberSecret = 'a-secret-of-a-subscriber';
/** Another account, of a second trunk. */
export const secondUsername = 'ringfence-2';
/** What the numbers of the system begin with, by how it is reached: at either account, or over TLS at its own listener. */
export const reachedBy = { first: '+4989', second: '+4988', listener: '+4987' };
/** The number that rings until the call is taken back. */
export const ringing = '+4930111';

export class Kamailio {
  readonly udpPort: number;
  readonly tlsPort: number;
  readonly #directory: string;
  /** Where the system listens for TLS; 0: it is not called there. */
  readonly #systemPort: number;
  #program: Program | undefined;

  private constructor(udpPort: number, tlsPort: number, systemPort: number) {
    this.#systemPort = systemPort;
    this.udpPort = udpPort;
    this.tlsPort = tlsPort;
    this.#directory = mkdtempSync(join(tmpdir(), 'ringfence-kamailio-'));
  }

  /** Starts one on ports of its own, showing this certificate. */
  static async start(certificate: Made, systemPort = 0): Promise<Kamailio> {
    const provider = new Kamailio(await freePort(), await freePort(), systemPort);
    provider.show(certificate);
    await provider.run();
    return provider;
  }

  /** The certificate to show from the next start on; with an authority it speaks only to who shows one of that. */
  show(certificate: Made, authorityPem?: string): void {
    writeFileSync(this.#path('cert.pem'), certificate.chain);
    writeFileSync(this.#path('key.pem'), certificate.key);
    if (authorityPem !== undefined) writeFileSync(this.#path('ca.pem'), authorityPem);
    writeFileSync(this.#path('tls.cfg'), this.#tls(authorityPem !== undefined));
    writeFileSync(this.#path('kamailio.cfg'), this.#configuration());
  }

  /** Starts it, again after it was ended; returns when it can be connected to. */
  async run(): Promise<void> {
    const argv = ['-DD', '-E', '-f', this.#path('kamailio.cfg'), '-Y', this.#directory, '-m', '64', '-M', '8'];
    const program = new Program(binary, argv);
    this.#program = program;
    await until('Kamailio is open', startMs, async () => {
      if (/CRITICAL|Not starting/.test(program.output)) throw new Error(program.output.slice(-2_000));
      return await isOpen(this.tlsPort);
    });
  }

  /** It is away: nothing answers any more. */
  async end(): Promise<void> {
    await this.#program?.end();
    this.#program = undefined;
  }

  async stop(): Promise<void> {
    await this.end();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #path(name: string): string {
    return join(this.#directory, name);
  }

  #tls(asks: boolean): string {
    const own = `private_key = ${this.#path('key.pem')}\ncertificate = ${this.#path('cert.pem')}`;
    const asked = asks
      ? `verify_certificate = yes\nrequire_certificate = yes\nca_list = ${this.#path('ca.pem')}`
      : 'verify_certificate = no\nrequire_certificate = no';
    return `[server:default]\nmethod = TLSv1.2+\n${asked}\n${own}\n\n[client:default]\nmethod = TLSv1.2+\n${own}\n`;
  }

  #configuration(): string {
    const modules = ['tm', 'sl', 'rr', 'pv', 'usrloc', 'registrar', 'textops', 'siputils', 'auth', 'tls'];
    return `#!KAMAILIO
debug=0
log_stderror=yes
children=2
tcp_children=2
auto_aliases=no
listen=udp:127.0.0.1:${this.udpPort}
enable_tls=yes
listen=tls:127.0.0.1:${this.tlsPort}
${modules.map((name) => `loadmodule "${name}.so"`).join('\n')}
modparam("tls", "config", "${this.#path('tls.cfg')}")
modparam("usrloc", "db_mode", 0)
modparam("auth", "qop", "auth")
modparam("registrar", "max_expires", 300)

request_route {
  if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); exit; }
  if (is_method("REGISTER")) {
    $var(secret) = "${subscriberSecret}";
    if ($tU =~ "^${account.username}") $var(secret) = "${account.secret}";
    if ($au != $tU || !pv_www_authenticate("$td", "$var(secret)", "0")) { www_challenge("$td", "1"); exit; }
    if (!save("location")) sl_reply_error();
    exit;
  }
  if (is_method("CANCEL")) {
    if ($rU == "${ringing}" || !t_check_trans()) { sl_send_reply("200", "OK"); exit; }
    t_relay();
    exit;
  }
  if (has_totag()) {
    if (loose_route()) { t_relay(); exit; }
    if (is_method("ACK")) { t_check_trans(); exit; }
    sl_send_reply("481", "Call/Transaction Does Not Exist");
    exit;
  }
  if (is_method("INVITE")) {
    record_route();
    $var(called) = $rU;
    if ($rU =~ "^\\${reachedBy.listener}") { $du = "sip:127.0.0.1:${this.#systemPort};transport=tls"; t_relay(); exit; }
    if ($rU =~ "^\\${reachedBy.first}") $rU = "${account.username}";
    else if ($rU =~ "^\\${reachedBy.second}") $rU = "${secondUsername}";
    else if (!($au =~ "^${account.username}") || !pv_proxy_authenticate("$fd", "${account.secret}", "0")) { proxy_challenge("$fd", "1"); exit; }
    if ($rU == "${ringing}") { t_newtran(); t_reply("180", "Ringing"); exit; }
    if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
    if ($var(called) =~ "^\\+498") $rU = $var(called);
    t_relay();
    exit;
  }
  sl_send_reply("405", "Method Not Allowed");
}
`;
  }
}

/** A handshake needs every process of it; one that is ended before all run leaves the others behind. */
const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    const end = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('secureConnect', () => end(true));
    socket.once('error', () => end(false));
  });
