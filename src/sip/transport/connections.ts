// All connections that are open, accepted and dialled, and the one sweep that looks after their limits of time.

import type { Socket } from 'node:net';
import type { Cancel, Clock } from '#base';
import type { Source } from '../messages/message.ts';
import { Admission, type AdmissionLimits } from './admission.ts';
import { Connection, type ConnectionKeeper } from './connection.ts';
import type { Receiver } from './receiver.ts';
import type { Judge } from './tls.ts';

/** One timer for everything, as limits of seconds need no more; it runs while there is something to look after. */
const sweepMs = 1_000;

/** Who is told of connections. */
export interface ConnectionsUser {
  onOpened(connection: Connection): void;
  onClosed(connection: Connection, why: string): void;
}

export class Connections implements ConnectionKeeper {
  readonly receiver: Receiver;
  readonly admission: Admission;
  nowMs: number;
  readonly #clock: Clock;
  readonly #user: ConnectionsUser;
  readonly #all = new Set<Connection>();
  /** Those whose certificates were judged, and how they are judged again. */
  readonly #judged = new Map<Connection, () => Promise<string | undefined>>();
  #numbered = 0;
  #cancelSweep: Cancel | undefined;
  #onEmpty: (() => void) | undefined;

  constructor(receiver: Receiver, clock: Clock, user: ConnectionsUser, admissionLimits?: AdmissionLimits) {
    this.receiver = receiver;
    this.admission = new Admission(admissionLimits);
    this.nowMs = clock.steadyMs();
    this.#clock = clock;
    this.#user = user;
  }

  get size(): number {
    return this.#all.size;
  }

  /** Takes a connected socket in, or with `place` one that is being connected to there. */
  add(socket: Socket, transport: 'TCP' | 'TLS', place?: Source): Connection {
    this.watch();
    const connection = new Connection(this, socket, transport, ++this.#numbered, place);
    this.#all.add(connection);
    return connection;
  }

  /** Keeps the sweep running while there are connections or handshakes. */
  watch(): void {
    if (this.#cancelSweep !== undefined) return;
    this.nowMs = this.#clock.steadyMs();
    this.#cancelSweep = this.#clock.after(sweepMs, () => this.#sweep());
  }

  onOpened(connection: Connection): void {
    this.#tell(() => this.#user.onOpened(connection));
  }

  onEnded(connection: Connection, why: string): void {
    this.receiver.log.debug('a connection has ended', { key: connection.key, why });
    this.#all.delete(connection);
    this.#judged.delete(connection);
    if (this.#all.size === 0) this.#onEmpty?.();
    this.#tell(() => this.#user.onClosed(connection, why));
  }

  /** Ends all connections and handshakes, or those with one address. */
  destroy(why: string, address?: string): void {
    for (const connection of this.#all)
      if (address === undefined || connection.remoteAddress === address) connection.destroy(why);
    this.admission.endHandshakes(address);
  }

  /** Ends all connections that are not encrypted. */
  destroyPlain(why: string): void {
    for (const connection of this.#all) if (!connection.secure) connection.destroy(why);
  }

  /** What a judge says; one that fails lets nobody in. */
  async ask(judge: Judge, chain: readonly Buffer[], address: string): Promise<string | undefined> {
    try {
      return await judge(chain, address);
    } catch (fault) {
      this.receiver.log.fault('a certificate could not be judged', fault);
      return 'it could not be judged';
    }
  }

  judgeAgainBy(connection: Connection, ask: () => Promise<string | undefined>): void {
    if (connection.open) this.#judged.set(connection, ask);
  }

  /** Asks about every connection that was judged when it came, and ends those that would not be let in now. */
  async judgeAgain(): Promise<void> {
    for (const [connection, ask] of [...this.#judged]) {
      const why = await ask();
      if (why === undefined || !connection.open) continue;
      this.receiver.counters.notRecognised++;
      connection.destroy(`its certificate is no longer let in: ${why}`);
    }
  }

  /** Ends everything and resolves when nothing is left. */
  async end(): Promise<void> {
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    this.destroy('the transport is shut down');
    if (this.#all.size > 0) await empty;
    this.#cancelSweep?.();
    this.#cancelSweep = undefined;
  }

  #tell(act: () => void): void {
    try {
      act();
    } catch (fault) {
      this.receiver.log.fault('news of a connection could not be handled', fault);
    }
  }

  #sweep(): void {
    const { counters } = this.receiver;
    this.nowMs = this.#clock.steadyMs();
    this.#cancelSweep = undefined;
    this.admission.endOverdue(this.nowMs);
    for (const connection of this.#all) {
      const why = connection.overdue(this.nowMs);
      if (why === undefined) continue;
      counters.overdue++;
      connection.destroy(why);
    }
    if (this.#all.size > 0 || this.admission.handshakes > 0) this.watch();
  }
}
