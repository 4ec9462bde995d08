// Proofs of names that strangers may see at the portal while an order of a certificate runs: nothing is shown that nobody could see.

import { limits, no, ok, type Result } from '#base';
import { acmeCodes, type Proof, tlsOptions } from '#security';
import type { PortalPlain, PortalProof } from '../portal-protocol.ts';
import type { ListenerLine } from '../protocol.ts';

const services = {
  'http-01': { service: 'http', transport: 'HTTP' },
  'tls-alpn-01': { service: 'https', transport: 'HTTPS' },
} as const;

export class ShownProofs {
  readonly #proofs = new Set<Proof>();

  /** Takes a proof; the value takes it away again. Refused where no listener could show it. */
  add(proof: Proof, lines: readonly ListenerLine[]): Result<() => void> {
    const closed = whyClosed(proof, lines);
    if (closed !== undefined) return no(acmeCodes.refuse('security.acme-door-closed', closed));
    if (this.#proofs.size >= limits.acme.challenges) throw new Error('more proofs than orders may need');
    this.#proofs.add(proof);
    return ok(() => void this.#proofs.delete(proof));
  }

  /** For the unencrypted listener. */
  get challenges(): PortalPlain['challenges'] {
    return [...this.#proofs].flatMap((proof) =>
      proof.kind === 'http-01' ? [{ token: proof.token, text: proof.text }] : [],
    );
  }

  /** For listeners of HTTPS. */
  get certificates(): readonly PortalProof[] {
    return [...this.#proofs].flatMap((proof) =>
      proof.kind === 'tls-alpn-01' ? [{ serverName: proof.serverName, tls: tlsOptions('high', [proof]) }] : [],
    );
  }
}

function whyClosed({ kind }: Proof, lines: readonly ListenerLine[]): Record<string, string> | undefined {
  const { service, transport } = services[kind];
  const ours = lines.filter((line) => line.transport === transport);
  if (ours.some(({ closedBecause }) => closedBecause === '')) return undefined;
  const [why] = ours.map(({ closedBecause }) => closedBecause);
  return { challenge: kind.toUpperCase(), service, why: why === undefined ? '' : `: ${why}` };
}
