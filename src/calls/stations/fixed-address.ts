// The fixed address of a device that cannot register: `udp:192.0.2.10:5060` or `tcp:[2001:db8::10]:5060`.

import { isEveryAddress, isMulticast, parseAddress, printAddress } from '#forms';

export interface FixedAddress {
  readonly transport: 'UDP' | 'TCP';
  readonly address: string;
  readonly port: number;
}

/** Reads a fixed address; refuses names, port 0, and addresses that are not one device's. */
export function parseFixedAddress(text: string): FixedAddress | undefined {
  const match = /^(udp|tcp):(?:\[([0-9a-f:.]+)\]|([0-9.]+)):([1-9]\d{0,4})$/i.exec(text);
  const bytes = parseAddress(match?.[2] ?? match?.[3] ?? '');
  const port = Number(match?.[4]);
  if (match === null || bytes === undefined || port > 65_535) return undefined;
  const address = printAddress(bytes);
  if (isEveryAddress(address) || isMulticast(address)) return undefined;
  return { transport: match[1]?.toLowerCase() === 'tcp' ? 'TCP' : 'UDP', address, port };
}

/** The one text of a fixed address. */
export function printFixedAddress({ transport, address, port }: FixedAddress): string {
  return `${transport.toLowerCase()}:${address.includes(':') ? `[${address}]` : address}:${port}`;
}
