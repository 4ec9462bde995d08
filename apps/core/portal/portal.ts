// The portal as the core holds it: told the configuration, asked where people log in, ended with the system.

import { type Log, ok, type Refusal, systemClock } from '#base';
import type { ShowProof } from '#security';
import type { House } from '../house.ts';
import type { ListenerLine, RefusalLine } from '../protocol.ts';
import { closedLines, logInAt, portalConfiguration } from './configuration.ts';
import type { PortalAnswer } from './link.ts';
import { spawnPortal } from './process.ts';
import { ShownProofs } from './proofs.ts';
import { Supervisor } from './supervisor.ts';

export interface PortalOptions {
  readonly house: House;
  readonly log: Log;
  readonly refusalLine: (refusal: Refusal) => RefusalLine;
  readonly isStream: (method: string) => boolean;
  /** The certificates to which those of managers and administrators lead. */
  readonly trust: () => readonly string[];
  /** The portal has opened listeners, or given some up. */
  readonly onListening: () => void;
}

export class Portal {
  readonly #options: PortalOptions;
  readonly #proofs = new ShownProofs();
  /** None before there is somebody to answer it. */
  #supervisor: Supervisor | undefined;

  constructor(options: PortalOptions) {
    this.#options = options;
  }

  /** From now on its requests are answered, and it runs while it is wanted. */
  open(answer: PortalAnswer): void {
    const { house, log, trust, ...rest } = this.#options;
    this.#supervisor = new Supervisor({
      ...{ ...rest, log, answer, clock: systemClock },
      spawn: () => spawnPortal(systemClock, log),
      configuration: () =>
        portalConfiguration({
          configuration: house.administration.configuration,
          identities: house.security.identities,
          trust: trust(),
          codes: house.managers.codeCertificates,
          staples: house.checks.staples.all,
          proofs: this.#proofs,
          authority: house.security.authority,
        }),
    });
    this.#supervisor.configure();
  }

  /** The configuration or the certificate may have changed. */
  configure(): void {
    this.#supervisor?.configure();
  }

  /** Shows a proof of a name; when this returns, strangers can see it. */
  readonly showProof: ShowProof = async (proof) => {
    await this.settled();
    const added = this.#proofs.add(proof, this.lines);
    if (!added.ok) return added;
    this.configure();
    await this.settled();
    return ok(() => {
      added.value();
      this.configure();
    });
  };

  get lines(): readonly ListenerLine[] {
    const closed = closedLines(this.#options.house.administration.configuration);
    return [...(this.#supervisor?.lines ?? []), ...closed];
  }

  /** Where people log in, the first the one to try. */
  get addresses(): readonly string[] {
    return logInAt(this.#options.house.administration.configuration, this.lines);
  }

  /** How often it died within ten minutes. */
  get deaths(): number {
    return this.#supervisor?.deaths ?? 0;
  }

  async settled(): Promise<void> {
    await this.#supervisor?.settled();
  }

  async close(): Promise<void> {
    await this.#supervisor?.close();
  }
}
