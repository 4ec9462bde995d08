// From the proxies of a trunk to the places to send to (RFC 3263 §4): NAPTR by the trunk's own transport, SRV, addresses. Its law: an
// address or port that an administrator wrote is taken as it stands, and the certificate is that of what was written, not of
// what the DNS made of it (RFC 5922 §4).

import { isIP } from 'node:net';
import { limits } from '#base';
import { printProxy, type Proxy as TrunkProxy } from './proxies.ts';
import type { Naptr, Resolver, Srv } from './resolver.ts';
import type { TrunkRecord } from './trunks.form.ts';

/** One place of a provider. */
export interface Place {
  /** What its address is of: the proxy, or what SRV has named for it. */
  readonly host: string;
  /** An IP literal. */
  readonly address: string;
  readonly port: number;
  /** What its certificate must bear. */
  readonly serverName: string;
}

/** What one proxy leads to, in the order in which to try it; or why to nothing. */
export interface Led {
  readonly proxy: string;
  readonly places: readonly Place[];
  /** Blank where there are places. */
  readonly why: string;
  /** The DNS failed: what was known before still holds. */
  readonly isFailure: boolean;
}

type Wish = Pick<TrunkRecord, 'transport' | 'domain' | 'certificateName'>;
type Transport = TrunkRecord['transport'];

const services = { tls: 'SIPS+D2T', tcp: 'SIP+D2T', udp: 'SIP+D2U' } as const;
const prefixes = { tls: '_sips._tcp', tcp: '_sip._tcp', udp: '_sip._udp' } as const;
const usualPort = (transport: Transport): number => (transport === 'tls' ? 5061 : 5060);

/** Looks one proxy up. `chance` gives 0 to 1: among equals each server gets its share (RFC 2782). */
export async function lookUp(proxy: TrunkProxy, wish: Wish, resolver: Resolver, chance: () => number): Promise<Led> {
  const common = { proxy: printProxy(proxy) };
  const serverName = wish.certificateName || wish.domain.replace(/^\[|\]$/g, '') || proxy.host;
  try {
    const hosts = await hostsOf(proxy, wish.transport, resolver, chance);
    const places: Place[] = [];
    for (const { name, port } of hosts)
      for (const address of await addressesOf(name, proxy, resolver))
        if (places.length < limits.trunks.places) places.push({ host: name, address, port, serverName });
    const why =
      hosts.length === 0 ? 'its SRV records say that it takes no calls' : 'it has no address that may be used';
    return { ...common, places, why: places.length === 0 ? why : '', isFailure: false };
  } catch (fault) {
    const why = `the DNS does not answer: ${fault instanceof Error ? fault.message : String(fault)}`;
    return { ...common, places: [], why, isFailure: true };
  }
}

const addressesOf = async (name: string, proxy: TrunkProxy, resolver: Resolver): Promise<readonly string[]> =>
  isIP(name) !== 0 ? literal(name, proxy) : await resolver.addresses(name, name === proxy.host);

/** An SRV record names hosts; an address in it is none (RFC 2782). */
const literal = (name: string, proxy: TrunkProxy): readonly string[] => (name === proxy.host ? [name] : []);

interface HostPort {
  readonly name: string;
  readonly port: number;
}

/** RFC 3263 §4.1 and §4.2, the transport being decided. */
async function hostsOf(
  { host, port }: TrunkProxy,
  transport: Transport,
  resolver: Resolver,
  chance: () => number,
): Promise<readonly HostPort[]> {
  if (port !== undefined || isIP(host) !== 0) return [{ name: host, port: port ?? usualPort(transport) }];
  const named = pickNaptr(await resolver.naptr(host), transport);
  const records = await resolver.srv(named ?? `${prefixes[transport]}.${host}`);
  if (records.length === 0) return [{ name: host, port: usualPort(transport) }];
  return ordered(records.slice(0, limits.trunks.records), chance).filter(({ name }) => name !== '' && name !== '.');
}

/** The SRV name that the best record for the transport gives. */
function pickNaptr(records: readonly Naptr[], transport: Transport): string | undefined {
  const fitting = records
    .slice(0, limits.trunks.records)
    .filter(({ flags, service }) => flags.toLowerCase() === 's' && service.toUpperCase() === services[transport])
    .sort((a, b) => a.order - b.order || a.preference - b.preference);
  return fitting[0]?.replacement || undefined;
}

/** By priority; of the same one by chance, each as often as its weight says (RFC 2782). */
function ordered(records: readonly Srv[], chance: () => number): Srv[] {
  const left = [...records].sort((a, b) => a.priority - b.priority || a.weight - b.weight);
  const done: Srv[] = [];
  while (left.length > 0) {
    const equals = left.filter(({ priority }) => priority === left[0]?.priority);
    const next = drawn(equals, chance);
    left.splice(left.indexOf(next), 1);
    done.push(next);
  }
  return done;
}

function drawn(equals: readonly Srv[], chance: () => number): Srv {
  const sum = equals.reduce((total, { weight }) => total + weight, 0);
  let drawnWeight = chance() * sum;
  if (sum === 0) drawnWeight = chance() * equals.length;
  const found = equals.find(({ weight }) => {
    drawnWeight -= sum === 0 ? 1 : weight;
    return drawnWeight < 0;
  });
  const last = equals.at(-1);
  if (last === undefined) throw new Error('nothing to draw from');
  return found ?? last;
}
