// Saying something to a door and hearing all of its answer, from an address that nobody else has: what is counted against it is
// counted against nobody.

import { createSocket } from 'node:dgram';
import { connect as connectPlain, isIPv4, isIPv6, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Clock, limits } from '#base';
import { isEncrypted, type Target } from '../probes/live.ts';

export interface Heard {
  /** Latin-1: whatever bytes came. */
  readonly text: string;
  readonly isOpen: boolean;
  /** Blank, or why it ended before it was answered. */
  readonly why: string;
  readonly tookMs: number;
}

/** All of 127.0.0.0/8 is this machine (RFC 1122 §3.2.1.3); of IPv6 there is one address only. */
export const drillAddress = '127.83.68.67';

export const sourceFor = ({ address }: Pick<Target, 'address'>): string | undefined =>
  isIPv4(address) ? drillAddress : undefined;

/** Says `text`; done when `isWhole` says so of what came back, or the time is over. */
export async function say(
  door: Target,
  text: string,
  isWhole: (heard: string) => boolean,
  clock: Clock,
  patienceMs: number = limits.proof.probeMs,
): Promise<Heard> {
  const sinceMs = clock.steadyMs();
  const heard =
    door.speaks === 'sip-udp'
      ? await datagram(door, text, clock)
      : await stream(door, text, isWhole, { clock, patienceMs });
  return { ...heard, tookMs: clock.steadyMs() - sinceMs };
}

type Answer = Omit<Heard, 'tookMs'>;

interface Patience {
  readonly clock: Clock;
  readonly patienceMs: number;
}

function stream(
  door: Target,
  text: string,
  isWhole: (heard: string) => boolean,
  { clock, patienceMs }: Patience,
): Promise<Answer> {
  const { address: host, port, speaks } = door;
  const localAddress = sourceFor(door);
  const place = { host, port, ...(localAddress === undefined ? {} : { localAddress }) };
  const encrypted = isEncrypted(speaks);
  const socket: Socket = encrypted
    ? connectTls({ socket: connectPlain(place), rejectUnauthorized: false })
    : connectPlain(place);
  return new Promise((resolve) => {
    let [heard, why, isOpen] = ['', '', false];
    const cancel = clock.after(patienceMs, () => end('it did not answer in time'));
    const end = (reason: string): void => {
      if (why === '') why = reason;
      cancel();
      socket.destroy();
      resolve({ text: heard, isOpen, why: heard === '' ? why : '' });
    };
    socket.once(encrypted ? 'secureConnect' : 'connect', () => {
      isOpen = true;
      socket.write(text, 'latin1');
    });
    socket.on('data', (bytes: Buffer) => {
      heard = (heard + bytes.toString('latin1')).slice(0, limits.drill.answerBytes);
      if (isWhole(heard) || heard.length >= limits.drill.answerBytes) end('');
    });
    socket.on('error', (fault: NodeJS.ErrnoException) => end(fault.code ?? fault.message));
    socket.on('close', () => end('it closed the connection'));
  });
}

function datagram(door: Target, text: string, clock: Clock): Promise<Answer> {
  const { address, port } = door;
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const end = (heard: string, why: string): void => {
      cancel();
      socket.close();
      resolve({ text: heard, isOpen: heard !== '', why });
    };
    const cancel = clock.after(limits.drill.datagramMs, () => end('', 'it did not answer'));
    socket.once('error', (fault) => end('', fault.message));
    socket.on('message', (bytes) => end(bytes.toString('latin1'), ''));
    const source = sourceFor(door);
    socket.bind({ port: 0, ...(source === undefined ? {} : { address: source }) }, () =>
      socket.send(Buffer.from(text, 'latin1'), port, address),
    );
  });
}

/** A head that has ended; of an answer that says how long its body is, that too. */
export function isWholeMessage(heard: string): boolean {
  const end = heard.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const [, length = '0'] = /\r\n(?:content-length|l)\s*:\s*(\d+)/i.exec(heard.slice(0, end)) ?? [];
  return heard.length >= end + 4 + Number(length);
}

/** "HTTP/1.1 404 Not Found" and "SIP/2.0 401 Unauthorized" give 404 and 401; 0 for what is no answer. */
export const statusOf = (heard: string): number => Number(/^(?:HTTP|SIP)\/\d\.\d (\d{3})/.exec(heard)?.[1] ?? 0);

/** A header's value; blank where it is not there. */
export const headerOf = (heard: string, name: string): string =>
  new RegExp(`\\r\\n${name}\\s*:\\s*([^\\r\\n]*)`, 'i').exec(heard)?.[1]?.trim() ?? '';

export const bodyOf = (heard: string): string => heard.slice(heard.indexOf('\r\n\r\n') + 4);
