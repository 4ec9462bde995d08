// One connection to another host, plain or TLS, to an address that was judged. Its law: no byte is sent before the peer's
// certificate is accepted, and verification is never switched off.

import { isIP, type LookupFunction, connect as plainConnect, type Socket } from 'node:net';
import { type ConnectionOptions, type TLSSocket, connect as tlsConnect } from 'node:tls';
import { type Clock, limits, no, ok, type Refusal, type Result } from '#base';
import { outboundCodes } from './outbound.codes.ts';
import { type CheckedPlace, checkPlace, type Resolve, whyOf } from './place.ts';

/** What the peer showed: its certificates in DER, leaf first, and its stapled OCSP answer. */
export interface ShownByServer {
  readonly host: string;
  readonly chain: readonly Buffer[];
  readonly stapled: Buffer | undefined;
}

/** How TLS is spoken (from `outgoingTls` of security); `checkServer` judges beyond what TLS itself verifies. */
export interface OutboundTls
  extends Pick<
    ConnectionOptions,
    'ca' | 'cert' | 'key' | 'minVersion' | 'maxVersion' | 'ciphers' | 'ecdhCurve' | 'secureOptions' | 'sigalgs'
  > {
  /** The name that the certificate must bear, and that is asked for (SNI), where it is not the host. */
  readonly servername?: string;
  readonly alpn?: readonly string[];
  readonly checkServer?: (shown: ShownByServer) => Promise<Result<unknown>>;
}

export interface Target {
  readonly host: string;
  readonly port: number;
  /** A setting of an administrator holds this host. Default no. */
  readonly mayBeLocal?: boolean;
  /** Without it the connection is plain. */
  readonly tls?: OutboundTls | undefined;
  /** For the connection and its handshake. */
  readonly timeoutMs: number;
}

export interface Way {
  readonly clock: Clock;
  readonly resolve: Resolve;
}

/** Connects, and for TLS completes the handshake and the checks. The socket is the caller's to end. */
export async function connectTo(target: Target, way: Way): Promise<Result<Socket>> {
  const deadline = way.clock.steadyMs() + target.timeoutMs;
  const left = (): number => Math.max(0, deadline - way.clock.steadyMs());
  const place = await inTime(
    checkPlace(target.host, target.mayBeLocal === true, way.resolve),
    target,
    left(),
    way.clock,
  );
  if (!place.ok) return place;
  const opened = await open(target, place.value, left(), way.clock);
  if (!opened.ok || target.tls?.checkServer === undefined) return opened.ok ? ok(opened.value.socket) : opened;
  const { socket, stapled } = opened.value;
  const shown = { host: target.host, chain: chainOf(socket), stapled };
  const verdict = await inTime(target.tls.checkServer(shown), target, left(), way.clock);
  if (verdict.ok) return ok(socket);
  socket.destroy();
  return verdict;
}

interface Opened {
  readonly socket: Socket;
  readonly stapled: Buffer | undefined;
}

function open(target: Target, place: CheckedPlace, leftMs: number, clock: Clock): Promise<Result<Opened>> {
  return new Promise((resolve) => {
    const socket = target.tls === undefined ? plainConnect(whereTo(target, place)) : tlsTo(target, target.tls, place);
    let stapled: Buffer | undefined;
    const end = (result: Result<Opened>): void => {
      stop();
      socket.removeListener('error', refuse);
      if (!result.ok) socket.on('error', () => undefined).destroy();
      resolve(result);
    };
    const refuse = (fault: Error): void => end(no(refusalOf(target, socket, fault)));
    const stop = clock.after(leftMs, () => end(no(tooSlow(target))));
    socket.on('error', refuse);
    socket.once('OCSPResponse', (answer: Buffer | null) => {
      stapled = answer ?? undefined;
    });
    socket.once(target.tls === undefined ? 'connect' : 'secureConnect', () => end(ok({ socket, stapled })));
  });
}

/** The name stays for certificates; what is connected to are the addresses that were judged, and no others. */
const whereTo = ({ host, port }: Target, { addresses }: CheckedPlace) => ({
  host,
  port,
  autoSelectFamily: true,
  lookup: givenOf(addresses),
});

const givenOf =
  (addresses: readonly string[]): LookupFunction =>
  (_host, options, give) => {
    const all = addresses.map((address) => ({ address, family: isIP(address) }));
    const [first] = all;
    if (options.all === true) give(null, all);
    else give(null, first?.address ?? '', first?.family);
  };

function tlsTo(target: Target, tls: OutboundTls, place: CheckedPlace): TLSSocket {
  const { servername = target.host, alpn, checkServer, ...options } = tls;
  return tlsConnect({
    ...options,
    ...whereTo(target, place),
    ...(isIP(servername) === 0 ? { servername } : {}),
    ...(alpn === undefined ? {} : { ALPNProtocols: [...alpn] }),
    rejectUnauthorized: true,
    requestOCSP: checkServer !== undefined,
  });
}

/** A peer could send an endless chain, or one that bites its tail. */
function chainOf(socket: Socket): Buffer[] {
  const chain: Buffer[] = [];
  let next = 'getPeerX509Certificate' in socket ? (socket as TLSSocket).getPeerX509Certificate() : undefined;
  for (; next !== undefined && chain.length < limits.outbound.chain; next = next.issuerCertificate)
    if (chain.some((known) => known.equals(next?.raw ?? known))) break;
    else chain.push(next.raw);
  return chain;
}

const tooSlow = ({ host, timeoutMs }: Target): Refusal =>
  outboundCodes.refuse('outbound.too-slow', { host, seconds: Math.ceil(timeoutMs / 1000) });

function refusalOf({ host, port, tls }: Target, socket: Socket, fault: Error): Refusal {
  const isWithin = tls !== undefined && !socket.connecting && !isConnecting(fault);
  const code = isWithin ? 'outbound.tls-refused' : 'outbound.cannot-connect';
  return outboundCodes.refuse(code, { host, port, why: whyOf(fault) });
}

/** It failed before there was a connection; of several addresses, each did. */
const isConnecting = (fault: Error): boolean =>
  fault instanceof AggregateError || ('syscall' in fault && fault.syscall === 'connect');

/** The result of `work`, or the refusal that it took too long; what it still does then goes nowhere. */
function inTime<T>(work: Promise<Result<T>>, target: Target, leftMs: number, clock: Clock): Promise<Result<T>> {
  return new Promise((resolve, reject) => {
    const stop = clock.after(leftMs, () => resolve(no(tooSlow(target))));
    work.then(resolve, reject).finally(stop);
  });
}
