// A connection to a system: TLS at level High, this computer's certificate, and the certificate of the other end judged before a
// byte is sent.

import { type ConnectionOptions, connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { outgoingTls } from '../../../src/security/tls/options.ts';
import { type Refused, refuse } from '../refused.ts';
import { codeOf } from './files.ts';

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** What this computer shows of itself, PEM. */
export interface OwnIdentity {
  readonly certificate: string;
  readonly key: string;
}

export interface ConnectionWishes extends Place {
  readonly own?: OwnIdentity;
  /** Throws to refuse: what was shown is not the system that is meant. DER, the leaf first. */
  readonly judge: (chain: readonly Buffer[]) => Promise<void> | void;
  /** What to say where the other end does not take this computer's certificate. */
  readonly notTaken: (why: string) => Refused;
}

const patienceMs = 10_000;
const longestChain = 10;

/** Connects, or throws what to tell the user. */
export async function openConnection(wishes: ConnectionWishes): Promise<TLSSocket> {
  const socket = begin(wishes);
  try {
    await opened(socket);
    await wishes.judge(chainOf(socket.getPeerCertificate(true)));
    return socket;
  } catch (fault) {
    socket.destroy();
    throw explain(fault, wishes);
  }
}

function begin(wishes: ConnectionWishes): TLSSocket {
  try {
    return connect(optionsOf(wishes));
  } catch (fault) {
    // The files were altered, or copied from another computer.
    throw refuse('cli.own-certificate', { why: codeOf(fault) });
  }
}

function optionsOf({ host, port, own }: ConnectionWishes): ConnectionOptions {
  const identity = own === undefined ? {} : { cert: own.certificate, key: own.key };
  // Who it is is judged by `judge`: by what was pinned, not by what the world signs.
  return { ...outgoingTls('high'), host, port, ...identity, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] };
}

function opened(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })), patienceMs);
    socket.once('secureConnect', () => {
      clearTimeout(late);
      resolve();
    });
    socket.once('error', (fault) => {
      clearTimeout(late);
      reject(fault);
    });
    socket.once('close', () => {
      clearTimeout(late);
      reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    });
  });
}

/** The certificates that were shown, DER, each once. */
function chainOf(leaf: DetailedPeerCertificate): Buffer[] {
  const chain: Buffer[] = [];
  let next: DetailedPeerCertificate | undefined = leaf;
  while (next?.raw !== undefined && chain.length < longestChain) {
    if (chain.some((one) => next?.raw.equals(one))) break;
    chain.push(next.raw);
    next = next.issuerCertificate;
  }
  return chain;
}

const weak =
  /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|HANDSHAKE_FAILURE|NO_SHARED|INSUFFICIENT_SECURITY|NO_PROTOCOLS|DH_KEY/;
const foreign =
  /WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH|RECORD_OVERFLOW|UNEXPECTED_MESSAGE|NO_APPLICATION_PROTOCOL/;
const refusedOurs = /ALERT|CERTIFICATE|ECONNRESET|EPIPE|HPE_INVALID_EOF/;
const nobody = /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL/;

/** What a fault of the connection means to whoever waits for the command. */
export function explain(fault: unknown, { host, port, notTaken }: ConnectionWishes): unknown {
  const code = codeOf(fault);
  const why = code === '' && fault instanceof Error ? fault.message : code;
  if (nobody.test(code)) return refuse('cli.system-unreachable', { host, port, why });
  if (weak.test(code)) return refuse('cli.tls-too-weak', { host, why });
  if (foreign.test(code)) return refuse('cli.no-listener-there', { host, port, why });
  if (refusedOurs.test(code)) return notTaken(why);
  return code === '' ? fault : refuse('cli.system-unreachable', { host, port, why });
}
