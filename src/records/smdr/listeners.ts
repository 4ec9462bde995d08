// The listeners of SMDR, kept equal to the form Network Listeners and to SMDR Options while the system runs.

import type { Socket } from 'node:net';
import { type Clock, type Log, limits, no, ok, type Refusal, type Result } from '#base';
import { NetworkList } from '#forms';
import type { AuditFact } from '../audit/entry.ts';
import { recordsCodes } from '../records.codes.ts';
import { Door, type SmdrTls } from './door.ts';
import type { SmdrOptions } from './smdr-options.form.ts';

/** What of a record of Network Listeners is needed here; those of other services are passed over. */
export interface SmdrListenerRecord {
  readonly name: string;
  readonly service: string;
  readonly address: string;
  readonly port: number;
  readonly enabled: boolean;
}

/** A listener that should be open, for `status`. */
export interface SmdrListenerLine {
  readonly name: string;
  readonly transport: 'TCP' | 'TLS';
  readonly address: string;
  readonly port: number;
  /** Blank while it is open. */
  readonly closedBecause: string;
  /** Somebody wants it closed, by a switch above it. */
  readonly isSwitchedOff?: true;
}

export interface SmdrListenersOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly options: () => Pick<SmdrOptions, 'recording' | 'allowedReaders'>;
  /** What a listener of TLS shows now. */
  readonly secureContext: (record: SmdrListenerRecord) => SmdrTls;
  /** Why an enabled listener must stay closed, beyond SMDR Options; blank where it need not. */
  readonly whyClosed: (record: SmdrListenerRecord) => string;
  readonly readers: SmdrReaders;
  readonly note: (fact: AuditFact) => void;
}

/** Where readers go that were let in. */
interface SmdrReaders {
  readonly size: number;
  add(socket: Socket, reader: { readonly address: string; readonly security: string; readonly listener: string }): void;
  /** Ends the connections that came in by this listener. */
  leaveListener(listener: string, why: string): void;
}

const transports: Readonly<Record<string, 'TCP' | 'TLS'>> = { smdr: 'TCP', 'smdr-tls': 'TLS' };
const transportOf = ({ service }: SmdrListenerRecord): 'TCP' | 'TLS' => transports[service] ?? 'TCP';

interface Closed {
  readonly record: SmdrListenerRecord;
  readonly why: string;
  readonly isSwitchedOff: boolean;
}

export class SmdrListeners {
  readonly #options: SmdrListenersOptions;
  readonly #open = new Map<string, { readonly record: SmdrListenerRecord; readonly door: Door }>();
  /** Those that should be open and are not. */
  #closed: readonly Closed[] = [];
  /** One change at a time: a listener that moves closes before the next one takes its port. */
  #last: Promise<void> = Promise.resolve();

  constructor(options: SmdrListenersOptions) {
    this.#options = options;
  }

  get lines(): readonly SmdrListenerLine[] {
    const open = [...this.#open.values()].map(({ record, door }) => ({ record, port: door.port, closed: undefined }));
    const closed = this.#closed.map((one) => ({ record: one.record, port: one.record.port, closed: one }));
    return [...open, ...closed].map(({ record, port, closed: one }) => ({
      ...{ name: record.name, transport: transportOf(record), address: record.address, port },
      closedBecause: one?.why ?? '',
      ...(one?.isSwitchedOff === true ? { isSwitchedOff: true as const } : {}),
    }));
  }

  /** When the changes that were asked for so far are carried out. */
  async settled(): Promise<void> {
    await this.#last;
  }

  /** All records of the form as they are now: opens, moves and closes what is not as it should be. What cannot be opened is told. */
  apply(records: Iterable<SmdrListenerRecord>): Promise<void> {
    const wanted = [...records].filter(({ service, enabled }) => enabled && service in transports);
    const turn = this.#last.then(() => this.#apply(wanted));
    this.#last = turn.catch((fault: unknown) => void this.#options.log.fault('a listener could not be changed', fault));
    return this.#last;
  }

  /** Shows the certificate and offers the level as they are now to readers from now on. */
  renew(): void {
    for (const { door } of this.#open.values()) {
      try {
        door.renew();
      } catch (fault) {
        this.#options.log.fault('a listener of SMDR could not be renewed', fault);
      }
    }
  }

  async close(): Promise<void> {
    await this.apply([]);
  }

  /** Whether records may be read from this address, as things are now. Of no networks, nobody may. */
  mayRead(address: string): boolean {
    const { recording, allowedReaders } = this.#options.options();
    return recording && allowedReaders.length > 0 && new NetworkList(allowedReaders).has(address);
  }

  async #apply(wanted: readonly SmdrListenerRecord[]): Promise<void> {
    const reasons = new Map(wanted.map((record) => [record.name, this.#whyClosed(record)]));
    const mayOpen = wanted.filter(({ name }) => reasons.get(name) === '');
    const stays = (open: SmdrListenerRecord): boolean => mayOpen.some((record) => isSamePlace(record, open));
    for (const { record, door } of [...this.#open.values()]) {
      if (stays(record)) continue;
      this.#open.delete(record.name);
      door.close();
      this.#options.readers.leaveListener(record.name, 'its listener was closed');
    }
    const closed: Closed[] = wanted
      .map((record) => ({ record, why: reasons.get(record.name) ?? '', isSwitchedOff: true }))
      .filter(({ why }) => why !== '');
    for (const record of mayOpen) {
      if (this.#open.has(record.name)) continue;
      const opened = await this.#listen(record);
      if (!opened.ok) closed.push({ record, why: opened.refusal.words, isSwitchedOff: false });
    }
    this.#closed = closed;
  }

  #whyClosed(record: SmdrListenerRecord): string {
    const above = this.#options.whyClosed(record);
    if (above !== '') return above;
    const { recording, allowedReaders } = this.#options.options();
    if (!recording) return 'Station Message Detail Recording is off in SMDR Options';
    return allowedReaders.length === 0 ? 'SMDR Options allows no readers' : '';
  }

  async #listen(record: SmdrListenerRecord): Promise<Result<void, Refusal>> {
    const { name, address, port, service } = record;
    const { log, clock, note, readers, secureContext } = this.#options;
    try {
      const door = await Door.open({
        ...{ name, address, port, clock, log, note },
        ...(service === 'smdr-tls' ? { secureContext: () => secureContext(record) } : {}),
        mayRead: (from) => this.mayRead(from),
        hasRoom: () => readers.size < limits.smdr.readers,
        onReader: (socket, from, security) => readers.add(socket, { address: from, security, listener: name }),
      });
      this.#open.set(name, { record, door });
      log.info('listening', { name, service, address, port: door.port });
      return ok(undefined);
    } catch (fault) {
      const why = fault instanceof Error ? fault.message : String(fault);
      const refusal = recordsCodes.refuse('records.smdr-cannot-listen', { name, why });
      log.error(refusal.words, { code: refusal.code });
      return no(refusal);
    }
  }
}

const isSamePlace = (a: SmdrListenerRecord, b: SmdrListenerRecord): boolean =>
  a.name === b.name && a.service === b.service && a.address === b.address && a.port === b.port;
