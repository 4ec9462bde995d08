// Whose is a flow? A trunk's, by the registration that stands over it, by the certificate that was shown on it, or by its address. Its
// law: nothing of a message is looked at, and a way that is not the trunk's own transport speaks for nobody.

import { limits } from '#base';
import { NetworkList, parseAddress, printAddress } from '#forms';
import type { Flow } from '#sip';
import type { Trunk } from './trunk.ts';
import type { TrunkLine } from './trunk-line.ts';
import { transportOf } from './trunk-place.ts';

interface Wide {
  readonly trunk: Trunk;
  readonly transport: string;
  readonly networks: NetworkList;
}

/** A network of one address: almost all of them are. */
const single = /^(?:([0-9.]+)\/32|([0-9a-f:.]+)\/128)$/;

export class Identification {
  #registering: readonly TrunkLine[] = [];
  /** By the name in the certificate. */
  #certified: ReadonlyMap<string, Trunk> = new Map();
  /** By transport and address. */
  #single: ReadonlyMap<string, Trunk> = new Map();
  #wide: readonly Wide[] = [];
  readonly #asked = new Map<string, Trunk | undefined>();

  /** The trunks that are enabled, whenever one of them has changed. */
  follow(lines: Iterable<TrunkLine>): void {
    const all = [...lines];
    const knownBy = (what: 'registration' | 'certificate' | 'address') =>
      all.filter(({ record }) => record.knownBy.includes(what));
    this.#asked.clear();
    this.#registering = knownBy('registration');
    this.#certified = new Map(
      knownBy('certificate')
        .filter(({ record }) => record.transport === 'tls' && record.peerName !== '')
        .map(({ record, trunk }) => [record.peerName, trunk]),
    );
    const byAddress = knownBy('address');
    this.#single = new Map(byAddress.flatMap(singleOf));
    this.#wide = byAddress.flatMap(wideOf);
  }

  identify(flow: Flow): Trunk | undefined {
    return this.#byRegistration(flow) ?? this.#byCertificate(flow) ?? this.#byAddress(flow);
  }

  /** A connection is the very one; datagrams come from where the registration went (RFC 5626 §5.3). */
  #byRegistration(flow: Flow): Trunk | undefined {
    const own = this.#registering.find(({ registration }) => {
      const over = registration?.flow;
      if (over === undefined || over.transport !== flow.transport) return false;
      return flow.transport === 'UDP' ? isSamePeer(over, flow) : over === flow;
    });
    return own?.trunk;
  }

  /** By the names that the listener's judge has accepted (TlsFacts): a host, or the SIP domain. */
  #byCertificate({ transport, tls }: Flow): Trunk | undefined {
    if (transport !== 'TLS' || this.#certified.size === 0) return undefined;
    for (const name of tls?.peerNames ?? []) {
      const known = this.#certified.get(name.toLowerCase().replace(/^sip:/, ''));
      if (known !== undefined) return known;
    }
    return undefined;
  }

  /** Asked with every request of every phone, so it is remembered. */
  #byAddress({ transport, remoteAddress }: Flow): Trunk | undefined {
    if (this.#single.size === 0 && this.#wide.length === 0) return undefined;
    const key = `${transport} ${remoteAddress}`;
    if (this.#asked.has(key)) return this.#asked.get(key);
    const own = this.#single.get(`${transport} ${plain(remoteAddress)}`) ?? this.#widely(transport, remoteAddress);
    if (this.#asked.size >= limits.trunks.identified) this.#asked.clear();
    this.#asked.set(key, own);
    return own;
  }

  #widely(transport: string, address: string): Trunk | undefined {
    return this.#wide.find((one) => one.transport === transport && one.networks.has(address))?.trunk;
  }
}

const singleOf = ({ record, trunk }: TrunkLine): [string, Trunk][] =>
  record.addresses.flatMap((network) => {
    const [, ipv4, ipv6] = single.exec(network) ?? [];
    const address = ipv4 ?? ipv6;
    return address === undefined ? [] : [[`${transportOf(record)} ${plain(address)}`, trunk]];
  });

/** A list of none would hold every address. */
function wideOf({ record, trunk }: TrunkLine): Wide[] {
  const wide = record.addresses.filter((network) => !single.test(network));
  return wide.length === 0 ? [] : [{ trunk, transport: transportOf(record), networks: new NetworkList(wide) }];
}

/** An IPv4 address that came in as IPv6 is that address. */
function plain(address: string): string {
  const inner = address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
  const bytes = parseAddress(inner);
  return bytes === undefined ? inner : printAddress(bytes);
}

const isSamePeer = (a: Flow, b: Flow): boolean => a.remoteAddress === b.remoteAddress && a.remotePort === b.remotePort;
