// The doors of the portal: its listeners, kept as the core configures them.

import type { RequestListener } from 'node:http';
import type { Log } from '#base';
import type { PortalConfiguration, PortalListener } from '../../../apps/core/portal-protocol.ts';
import type { ListenerLine } from '../../../apps/core/protocol.ts';
import type { Connections } from './connections.ts';
import type { JudgeClient } from './handshake.ts';
import { Listening } from './listening.ts';
import { Proofs } from './proofs.ts';

export interface DoorOptions {
  readonly connections: Connections;
  /** What is served on listeners of each kind. */
  readonly answers: Readonly<Record<PortalListener['kind'], RequestListener>>;
  readonly judge: JudgeClient;
  readonly log: Log;
}

export class Door {
  readonly #options: DoorOptions;
  readonly #open = new Map<string, Listening>();
  readonly #proofs = new Proofs();

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** Opens, closes and renews until all is as configured; tells how each listener is. */
  async apply({
    listeners,
    proofs = [],
  }: Pick<PortalConfiguration, 'listeners' | 'proofs'>): Promise<readonly ListenerLine[]> {
    this.#proofs.apply(proofs);
    const wanted = new Map(listeners.map((listener) => [keyOf(listener), listener]));
    for (const [key, listening] of this.#open) {
      const listener = wanted.get(key);
      if (listener !== undefined) listening.renew(listener);
      else {
        this.#open.delete(key);
        listening.close();
      }
    }
    return await Promise.all([...wanted].map(([key, listener]) => this.#openOne(key, listener)));
  }

  close(): void {
    for (const listening of this.#open.values()) listening.close();
    this.#open.clear();
    this.#options.connections.closeAll();
  }

  /** Of the first open listener of HTTPS; 0 when there is none. */
  get httpsPort(): number {
    const [first] = [...this.#open.values()].filter(({ kind }) => kind === 'https');
    return first?.port ?? 0;
  }

  async #openOne(key: string, wanted: PortalListener): Promise<ListenerLine> {
    const { name, kind, address, port } = wanted;
    const line = { name, transport: kind.toUpperCase(), address, port, closedBecause: '' };
    const there = this.#open.get(key);
    if (there !== undefined) return { ...line, port: there.port };
    const { answers, ...options } = this.#options;
    const listening = new Listening(wanted, { ...options, proofs: this.#proofs, answer: answers[kind] });
    const fault = await listening.open();
    if (fault !== undefined) {
      listening.close();
      this.#options.log.warn('a listener of the portal could not be opened', { name, address, port, fault });
      return { ...line, closedBecause: fault };
    }
    this.#open.set(key, listening);
    return { ...line, port: listening.port };
  }
}

const keyOf = ({ name, kind, address, port }: PortalListener): string => `${name} ${kind} ${address} ${port}`;
