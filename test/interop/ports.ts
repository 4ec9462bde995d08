// UDP ports of this machine: one that is free, and whether one is taken.

import { createSocket } from 'node:dgram';

const home = '127.0.0.1';

/** A free UDP port of 127.0.0.1. */
export const freeUdpPort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(0, home, () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });

/** Is the UDP port taken? */
export const isBound = (port: number, address = home): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(true));
    socket.bind(port, address, () => socket.close(() => resolve(false)));
  });
