// Where a host name leads: resolved once, judged, and only then connected to, at that very address and no other.
// Its law: a name never leads to this machine or its own wire; only who writes the address itself may mean it.

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { limits, no, ok, type Result } from '#base';
import { type AddressKind, kindOfAddress } from './address.ts';
import { outboundCodes } from './outbound.codes.ts';

/** The addresses of a host name; throws when there is none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export const systemResolve: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/** Addresses that were judged, in the order in which they are tried. */
export interface CheckedPlace {
  readonly host: string;
  readonly addresses: readonly string[];
}

/**
 * Resolves and judges `host`. `mayBeLocal`: an administrator's setting holds this host, so that a literal address of this
 * machine or its wire, or `localhost`, is meant; a name that merely leads there is refused even so.
 */
export async function checkPlace(host: string, mayBeLocal: boolean, resolve: Resolve): Promise<Result<CheckedPlace>> {
  const found = await addressesOf(host, resolve);
  if (!found.ok) return found;
  const named = mayBeLocal && (isIP(host) !== 0 || /^(.+\.)?localhost$/i.test(host));
  for (const address of found.value) {
    const kind = kindOfAddress(address);
    if (!isAllowed(kind, named)) return no(outboundCodes.refuse('outbound.address-refused', { host, address, kind }));
  }
  return ok({ host, addresses: found.value });
}

const isAllowed = (kind: AddressKind, named: boolean): boolean => kind === 'elsewhere' || (named && kind !== 'no host');

async function addressesOf(host: string, resolve: Resolve): Promise<Result<readonly string[]>> {
  if (isIP(host) !== 0) return ok([host]);
  try {
    const addresses = await resolve(host);
    if (addresses.length > 0) return ok(addresses.slice(0, limits.outbound.addresses));
    return no(outboundCodes.refuse('outbound.name-unknown', { host, why: 'it has no address' }));
  } catch (fault) {
    return no(outboundCodes.refuse('outbound.name-unknown', { host, why: whyOf(fault) }));
  }
}

/** The short reason of a failed call of the system: its code, else its first line. */
export const whyOf = (fault: unknown): string => {
  if (!(fault instanceof Error)) return String(fault);
  const first = fault instanceof AggregateError ? fault.errors[0] : undefined;
  return (first instanceof Error ? first.message : fault.message).split('\n')[0] ?? 'unknown';
};
