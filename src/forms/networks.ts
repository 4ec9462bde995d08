// Networks in CIDR notation, and the question whether an address is in one of them.

import { parseAddress, printAddress } from './addresses.ts';

interface Network {
  readonly bytes: Uint8Array;
  readonly bits: number;
}

/** Reads `192.0.2.0/24`, `2001:db8::/32` or a lone address; refuses bits set beyond the prefix, which hide a typing error. */
function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  const bytes = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (bytes === undefined) return undefined;
  const prefix = slash < 0 ? String(bytes.length * 8) : text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(prefix)) return undefined;
  const bits = Number(prefix);
  return bits <= bytes.length * 8 && hostBitsAreZero(bytes, bits) ? { bytes, bits } : undefined;
}

function hostBitsAreZero(bytes: Uint8Array, bits: number): boolean {
  return bytes.every((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return (byte & (0xff >> kept)) === 0;
  });
}

/** The one text of a network, always with its prefix length; undefined when it is none. */
export function tidyNetwork(text: string): string | undefined {
  const network = parseNetwork(text);
  return network === undefined ? undefined : `${printAddress(network.bytes)}/${network.bits}`;
}

/** A list of networks made ready for many questions. An empty list holds every address. */
export class NetworkList {
  readonly #networks: readonly Network[];

  constructor(texts: readonly string[]) {
    this.#networks = texts.flatMap((text) => parseNetwork(text) ?? []);
    if (this.#networks.length !== texts.length) throw new Error(`not all are networks: ${texts.join(' ')}`);
  }

  /** Whether `address` (an IPv4 that came in as ::ffff:a.b.c.d counts as IPv4) is in one of the networks. */
  has(address: string): boolean {
    if (this.#networks.length === 0) return true;
    const bytes = parseAddress(address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address);
    return bytes !== undefined && this.#networks.some((network) => isIn(bytes, network));
  }
}

function isIn(address: Uint8Array, { bytes, bits }: Network): boolean {
  if (address.length !== bytes.length) return false;
  const whole = bits >> 3;
  for (let index = 0; index < whole; index++) if (address[index] !== bytes[index]) return false;
  const rest = bits & 7;
  return rest === 0 || (((address[whole] ?? 0) ^ (bytes[whole] ?? 0)) & (0xff00 >> rest) & 0xff) === 0;
}
