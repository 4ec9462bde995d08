// Whose is a flow? A trunk's, by the registration that stands over it, by the certificate that was shown on it, or by its address. Its
// law: nothing of a message is looked at, and a way that is not the trunk's own transport speaks for nobody.

import { limits } from '#base';
import { NetworkList } from '#forms';
import type { Flow } from '#sip';
import type { Trunk } from './trunk.ts';
import type { TrunkLine } from './trunk-line.ts';
import { transportOf } from './trunk-place.ts';

interface Known {
  readonly line: TrunkLine;
  readonly transport: string;
  readonly by: readonly string[];
  readonly networks: NetworkList | undefined;
}

export class Identification {
  #known: readonly Known[] = [];
  readonly #byAddress = new Map<string, Trunk | undefined>();

  /** The trunks that are enabled, whenever one of them has changed. */
  follow(lines: Iterable<TrunkLine>): void {
    this.#byAddress.clear();
    this.#known = [...lines].map((line) => {
      const { knownBy, addresses } = line.record;
      const isByAddress = knownBy.includes('address') && addresses.length > 0;
      const networks = isByAddress ? new NetworkList(addresses) : undefined;
      return { line, transport: transportOf(line.record), by: knownBy, networks };
    });
  }

  identify(flow: Flow): Trunk | undefined {
    if (this.#known.length === 0) return undefined;
    return this.#byRegistration(flow) ?? this.#byCertificate(flow) ?? this.#byAddressOf(flow);
  }

  /** A connection is the very one; datagrams come from where the registration went (RFC 5626 §5.3). */
  #byRegistration(flow: Flow): Trunk | undefined {
    const own = this.#known.find(({ line, by }) => {
      const over = by.includes('registration') ? line.registration?.flow : undefined;
      if (over === undefined || over.transport !== flow.transport) return false;
      return flow.transport === 'UDP' ? isSamePeer(over, flow) : over === flow;
    });
    return own?.line.trunk;
  }

  /** By the names that the listener's judge has accepted (TlsFacts): a host, or the SIP domain. */
  #byCertificate({ transport, tls }: Flow): Trunk | undefined {
    const names = tls?.peerNames;
    if (transport !== 'TLS' || names === undefined || names.length === 0) return undefined;
    const own = this.#known.find(({ line: { record }, by }) => {
      const { peerName, transport: wanted } = record;
      if (!by.includes('certificate') || wanted !== 'tls' || peerName === '') return false;
      return names.some((name) => name.toLowerCase() === peerName || name.toLowerCase() === `sip:${peerName}`);
    });
    return own?.line.trunk;
  }

  /** Asked with every request of every phone, so it is remembered. */
  #byAddressOf({ transport, remoteAddress }: Flow): Trunk | undefined {
    const key = `${transport} ${remoteAddress}`;
    if (this.#byAddress.has(key)) return this.#byAddress.get(key);
    const own = this.#known.find((one) => one.transport === transport && one.networks?.has(remoteAddress) === true);
    if (this.#byAddress.size >= limits.trunks.identified) this.#byAddress.clear();
    this.#byAddress.set(key, own?.line.trunk);
    return own?.line.trunk;
  }
}

const isSamePeer = (a: Flow, b: Flow): boolean => a.remoteAddress === b.remoteAddress && a.remotePort === b.remotePort;
