// What trunks ask the DNS: with limits, in time, and judged. Its law: a name never leads to this machine or its own wire, unless an
// administrator wrote `localhost` (as src/outbound does it); an address that is written is not asked about.

import { Resolver as DnsResolver, lookup } from 'node:dns/promises';
import { type Clock, limits } from '#base';
import type { Resolver } from '#calls';
import { kindOfAddress } from '#outbound';

/** The questions that are put to the system; tests put them to themselves. */
export interface Dns {
  resolveNaptr(name: string): Promise<readonly NaptrAnswer[]>;
  resolveSrv(name: string): Promise<readonly SrvAnswer[]>;
  lookup(host: string): Promise<readonly string[]>;
}

interface NaptrAnswer {
  readonly flags: string;
  readonly service: string;
  readonly replacement: string;
  readonly order: number;
  readonly preference: number;
}

interface SrvAnswer {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

const tries = 2;

/** NAPTR and SRV of the name servers of this machine; addresses as every program has them, `/etc/hosts` too. */
function systemDns(): Dns {
  const resolver = new DnsResolver({ timeout: limits.trunks.questionMs / tries, tries });
  return {
    resolveNaptr: (name) => resolver.resolveNaptr(name),
    resolveSrv: (name) => resolver.resolveSrv(name),
    lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  };
}

export function makeNames(clock: Clock, dns: Dns = systemDns()): Resolver {
  return {
    naptr: (name) => answered(dns.resolveNaptr(name), clock),
    srv: (name) => answered(dns.resolveSrv(name), clock),
    addresses: async (host, isWritten) => {
      const named = isWritten && /^(.+\.)?localhost$/i.test(host);
      const found = await answered(dns.lookup(host), clock);
      return found.filter((address) => mayUse(address, named)).slice(0, limits.outbound.addresses);
    },
  };
}

function mayUse(address: string, isNamed: boolean): boolean {
  const kind = kindOfAddress(address);
  return kind === 'elsewhere' || (isNamed && kind !== 'no host');
}

/** The DNS says that there are none; anything else is a failure of its own. */
const none = ['ENOTFOUND', 'ENODATA'];

function answered<T>(question: Promise<readonly T[]>, clock: Clock): Promise<readonly T[]> {
  return new Promise((resolve, reject) => {
    const seconds = limits.trunks.questionMs / 1_000;
    const stop = clock.after(limits.trunks.questionMs, () => reject(new Error(`no answer within ${seconds} seconds`)));
    question
      .catch((fault) => {
        if (fault instanceof Error && 'code' in fault && none.includes(String(fault.code))) return [];
        throw fault;
      })
      .then(resolve, reject)
      .finally(stop);
  });
}
