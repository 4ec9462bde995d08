// Connections as a stranger makes them: any certificate is taken and none is shown. What is learned is evidence, nothing is trusted.

import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { type Clock, limits } from '#base';
import type { Handshake, Target } from './live.ts';

/** What to offer in a handshake, by OpenSSL's names; initially what this runtime offers. */
export interface Offered {
  readonly minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly ciphers?: string;
}

export interface Talk {
  /** Undefined where no handshake was completed. */
  readonly handshake: Handshake | undefined;
  /** The first line that came back; blank when nothing did. */
  readonly firstLine: string;
  /** What came back was the answer to a ping of SIP over TCP (RFC 5626 §4.4.1). */
  readonly isPong: boolean;
  /** Blank, or why it ended early. */
  readonly why: string;
  readonly isOpen: boolean;
}

/** A TLS connection that says `text` and reads the first line of the answer; without text it only shakes hands. */
export function talkTls({ address, port }: Target, offered: Offered, text: string, clock: Clock): Promise<Talk> {
  const open = (): TLSSocket =>
    connectTls({
      ...{ host: address, port, ...offered },
      // A stranger looks at whatever is shown; what it is worth is judged afterwards.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...(/[a-z]/i.test(address) && !address.includes(':') ? { servername: address } : {}),
    });
  return talk(open, 'secureConnect', text, clock);
}

/** The same in the clear. */
export const talkPlain = ({ address, port }: Target, text: string, clock: Clock): Promise<Talk> =>
  talk(() => connectPlain({ host: address, port }), 'connect', text, clock);

type Ready = 'secureConnect' | 'connect';

async function talk(open: () => Socket | TLSSocket, ready: Ready, text: string, clock: Clock): Promise<Talk> {
  let handshake: Handshake | undefined;
  let heard = '';
  let why = '';
  let isOpen = false;
  await new Promise<void>((resolve) => {
    const socket = open();
    const cancel = clock.after(limits.proof.probeMs, () => end('it did not answer in time'));
    const end = (reason = ''): void => {
      if (why === '') why = reason;
      cancel();
      socket.destroy();
      resolve();
    };
    // TCP alone is up before TLS is.
    socket.on('connect', () => {
      isOpen = true;
    });
    socket.once(ready, () => {
      handshake = handshakeOf(socket);
      if (text === '') end();
      else socket.write(text);
    });
    socket.on('data', (bytes: Buffer) => {
      heard += bytes.toString('latin1').slice(0, limits.proof.answerBytes);
      if (heard.includes('\n') || heard.length >= limits.proof.answerBytes) end();
    });
    socket.on('error', (fault: NodeJS.ErrnoException) => end(reasonOf(fault)));
    socket.on('close', () => end('it closed the connection'));
  });
  return { handshake, firstLine: firstLineOf(heard), isPong: heard === '\r\n', why, isOpen };
}

/** Nothing of a stranger's bytes may begin a line in ours. */
const firstLineOf = (heard: string): string =>
  (heard.split(/\r?\n/, 1)[0] ?? '').replace(/[^\x20-\x7e]/g, '·').slice(0, 100);

function handshakeOf(socket: Socket | TLSSocket): Handshake | undefined {
  if (!('getPeerX509Certificate' in socket)) return undefined;
  const chain: Uint8Array[] = [];
  let at = socket.getPeerX509Certificate();
  for (; at !== undefined && chain.length < limits.proof.chain; at = at.issuerCertificate) chain.push(at.raw);
  return { version: socket.getProtocol() ?? '', suite: socket.getCipher().name, chain };
}

/** "alert: handshake failure", "ECONNREFUSED". */
function reasonOf({ code = '', message }: NodeJS.ErrnoException): string {
  const alert = /alert ([a-z ]+)/i.exec(message)?.[1];
  if (alert !== undefined) return `alert ${alert.trim()}`;
  return code.replace('ERR_SSL_', '').replaceAll('_', ' ').toLowerCase() || message.slice(0, 80);
}
