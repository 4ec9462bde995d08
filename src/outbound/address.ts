// What kind of address a name led to: this machine, its own wire, a place that takes no connections, or somewhere else.
// Its law: an address that carries another one (IPv4 within IPv6) is judged by the one within.

import { BlockList, isIP } from 'node:net';

/** `elsewhere` is what may be connected to without being named: the office's networks and the Internet. */
export type AddressKind = 'this machine' | 'on its own wire only' | 'no host' | 'elsewhere';

type Ranges = readonly (readonly [string, number])[];

const listOf = (ipv4: Ranges, ipv6: Ranges): BlockList => {
  const list = new BlockList();
  for (const [network, bits] of ipv4) list.addSubnet(network, bits, 'ipv4');
  for (const [network, bits] of ipv6) list.addSubnet(network, bits, 'ipv6');
  return list;
};

/** RFC 6890; 0.0.0.0 and :: reach the machine itself on Linux. */
const thisMachine = listOf(
  [
    ['127.0.0.0', 8],
    ['0.0.0.0', 8],
  ],
  [
    ['::1', 128],
    ['::', 128],
  ],
);
/** RFC 3927, RFC 4291 §2.5.6: also where clouds tell a machine its credentials. */
const ownWire = listOf([['169.254.0.0', 16]], [['fe80::', 10]]);
const noHost = listOf(
  [
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ],
  [
    ['ff00::', 8],
    ['100::', 64],
  ],
);

/** Judges an IPv4 or IPv6 literal, with or without a zone; anything else is no host. */
export function kindOfAddress(literal: string): AddressKind {
  const [address = ''] = literal.split('%');
  const inner = isIP(address) === 6 ? withinIpv6(address) : undefined;
  if (inner !== undefined) return kindOfAddress(inner);
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (isIP(address) === 0 || noHost.check(address, family)) return 'no host';
  if (thisMachine.check(address, family)) return 'this machine';
  return ownWire.check(address, family) ? 'on its own wire only' : 'elsewhere';
}

/** IPv4-mapped and -compatible (RFC 4291 §2.5.5), NAT64 (RFC 6052) and 6to4 (RFC 3056) carry an IPv4 address. */
function withinIpv6(address: string): string | undefined {
  const groups = groupsOf(address);
  const [g0 = 0, g1 = 0, g2 = 0, , , g5 = 0, g6 = 0, g7 = 0] = groups;
  const zeros = (from: number, to: number): boolean => groups.slice(from, to).every((group) => group === 0);
  if (zeros(0, 5) && (g5 === 0xffff || (g5 === 0 && g6 !== 0))) return dotted(g6, g7);
  if (g0 === 0x64 && g1 === 0xff9b) return dotted(g6, g7);
  return g0 === 0x2002 ? dotted(g1, g2) : undefined;
}

const dotted = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');

/** The eight groups of a valid IPv6 literal. */
function groupsOf(address: string): number[] {
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = text.split('::');
  const read = (side: string): number[] =>
    side === '' ? [] : side.split(':').map((group) => Number.parseInt(group, 16));
  const first = read(head);
  const last = tail === undefined ? [] : read(tail);
  return [...first, ...new Array<number>(8 - first.length - last.length).fill(0), ...last];
}
