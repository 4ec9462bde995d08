// A REGISTER that shows no credentials, as scanners of the Internet send it (RFC 3261 §10.2): nobody is there under its name.

import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { type Clock, limits, randomHex } from '#base';
import type { Spoken, Target } from './live.ts';

const transports: Readonly<Partial<Record<Spoken, string>>> = { 'sip-tls': 'TLS', 'sip-tcp': 'TCP', 'sip-udp': 'UDP' };

/** The message; its name is drawn, so that it is nobody's extension. */
export function registerFrom({ speaks, address, port }: Target): string {
  const host = isIPv6(address) ? `[${address}]` : address;
  const user = `probe-${randomHex(6)}`;
  const lines = [
    `REGISTER sip:${host}:${port} SIP/2.0`,
    `Via: SIP/2.0/${transports[speaks] ?? 'TLS'} ${host}:9;branch=z9hG4bK${randomHex(8)};rport`,
    'Max-Forwards: 1',
    `From: <sip:${user}@${host}>;tag=${randomHex(6)}`,
    `To: <sip:${user}@${host}>`,
    `Call-ID: ${randomHex(12)}`,
    'CSeq: 1 REGISTER',
    `Contact: <sip:${user}@${host}:9>`,
    'Expires: 60',
    'User-Agent: Ringfence security check',
    'Content-Length: 0',
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Over UDP: the first line of what comes back; blank when nothing does. */
export function registerByUdp(target: Target, clock: Clock): Promise<string> {
  const { address, port } = target;
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const end = (heard: string): void => {
      cancel();
      socket.close();
      resolve(heard);
    };
    const cancel = clock.after(limits.proof.probeMs, () => end(''));
    socket.once('error', () => end(''));
    socket.on('message', (bytes) => end(bytes.toString('latin1').split('\r\n', 1)[0]?.slice(0, 100) ?? ''));
    socket.connect(port, address, () => socket.send(registerFrom(target)));
  });
}
