// SMDR as the system uses it: a call that ends becomes records at once, and readers and the collector get them. Its law: the call waits
// for one write and nothing else, and harm to a record harms no call.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, type Log, no, ok, type Result } from '#base';
import type { DataDirectory } from '#storage';
import type { AuditFact } from '../audit/entry.ts';
import type { LogQuestion } from '../audit/views/audit-search.ts';
import type { CallRecord } from '../history/call-record.ts';
import { recordsCodes } from '../records.codes.ts';
import { SmdrBuffer } from './buffer.ts';
import { Collector, type CollectorPlace, type ConnectCollector } from './collector.ts';
import type { SmdrTls } from './door.ts';
import { printSmdr } from './format.ts';
import { printIpOffice } from './ip-office.ts';
import { type SmdrListenerRecord, SmdrListeners } from './listeners.ts';
import { Positions } from './positions.ts';
import { Readers } from './readers.ts';
import { type IsReported, noFlags, type SmdrFlags, smdrCalls } from './smdr-call.ts';
import type { SmdrOptions } from './smdr-options.form.ts';
import { deliveryRows, type SmdrConditions, smdrConditions } from './state.ts';
import type { SmdrDeliveryRecord } from './views/smdr-delivery.view.ts';
import { type SmdrPage, smdrPage } from './views/smdr-search.ts';

export interface SmdrSettings {
  readonly directory: Pick<DataDirectory, 'file'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly options: () => SmdrOptions;
  /** Whether the class of service of a side has SMDR External, or Internal, on. */
  readonly isReported: IsReported;
  /** The identifier of an extension's location: three digits; undefined where it has none. */
  readonly locationIdOf: (number: string) => string | undefined;
  /** Puts a fact on record without waiting. */
  readonly note: (fact: AuditFact) => void;
  /** Opens a connection to the collector; refuses what may not be. */
  readonly connect: ConnectCollector;
  /** Whether records may leave in the clear, as things are now; where not, what is open to a collector ends. */
  readonly mayLeaveInClear: () => boolean;
  /** What a listener of TLS shows now. */
  readonly secureContext: (record: SmdrListenerRecord) => SmdrTls;
  /** Why an enabled listener must stay closed, beyond SMDR Options; blank where it need not. */
  readonly whyClosed: (record: SmdrListenerRecord) => string;
  /** The zone of the start times. Default: that of the machine. */
  readonly zone?: () => string;
  /** Records came, or went to somebody. */
  readonly onChange?: () => void;
  /** Records of one file of the buffer. */
  readonly fileRecords?: number;
}

/** In the data directory. */
const folder = 'smdr';

export class Smdr {
  readonly #settings: SmdrSettings;
  readonly #buffer: SmdrBuffer;
  readonly #positions: Positions;
  readonly #readers: Readers;
  readonly #collector: Collector;
  readonly listeners: SmdrListeners;

  private constructor(settings: SmdrSettings, buffer: SmdrBuffer, positions: Positions) {
    this.#settings = settings;
    this.#buffer = buffer;
    this.#positions = positions;
    const { clock, log, note, options, secureContext, whyClosed } = settings;
    const onChange = (): void => settings.onChange?.();
    const mayRead = (address: string): boolean => this.listeners.mayRead(address);
    this.#readers = new Readers({ buffer, positions, clock, log, mayRead, onChange });
    const readers = this.#readers;
    this.listeners = new SmdrListeners({ clock, log, options, secureContext, whyClosed, readers, note });
    const place = (): CollectorPlace | undefined => placeOf(options());
    const { connect, mayLeaveInClear } = settings;
    this.#collector = new Collector({ buffer, positions, clock, log, place, connect, mayLeaveInClear, onChange });
  }

  /** Opens what is in the data directory. Throws where it cannot be written. */
  static async open(settings: SmdrSettings): Promise<Smdr> {
    const { directory, log, options, fileRecords } = settings;
    const path = directory.file(folder);
    const kept = (): number => options().recordsKept;
    const bounds = fileRecords === undefined ? {} : { fileRecords };
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const positions = new Positions(join(path, 'positions'));
    const buffer = await SmdrBuffer.open({ path, log, kept, given: positions.highest, ...bounds });
    return new Smdr(settings, buffer, positions);
  }

  /** A call has ended, or was found interrupted: when this returns, no end of the process loses its records. Never throws. */
  write(record: CallRecord, flags: SmdrFlags = noFlags): void {
    try {
      this.#write(record, flags);
    } catch (fault) {
      this.#settings.log.fault('an SMDR record could not be made', fault);
    }
  }

  #write(record: CallRecord, flags: SmdrFlags): void {
    const { options: optionsNow, isReported, locationIdOf, zone = () => Temporal.Now.timeZoneId() } = this.#settings;
    const options = optionsNow();
    if (!options.recording) return;
    const calls = smdrCalls(record, flags, { options, isReported, locationIdOf });
    if (calls.length === 0) return;
    // The process was killed between this record and that of call history, and found the call interrupted.
    if (this.#buffer.read(this.#buffer.last)?.callId === record.id) return;
    const number = this.#buffer.last + 1;
    const layout = { ...options, zone: zone() };
    for (const [index, call] of calls.entries()) {
      const csv = index === 0 ? printIpOffice(record, flags, number, layout.zone) : '';
      this.#buffer.append({ callId: record.id, raw: printSmdr(call, layout, number), csv, call });
    }
    this.#readers.wake();
    this.#collector.wake();
    this.#settings.onChange?.();
  }

  /** The options have changed: listeners, readers, collector and buffer follow. Records of the form Network Listeners are given along. */
  async apply(records: Iterable<SmdrListenerRecord>): Promise<void> {
    this.#buffer.trim();
    this.#readers.judgeAgain();
    this.#readers.wake();
    this.#collector.apply();
    await this.listeners.apply(records);
  }

  /** How many records are kept. */
  get count(): number {
    return Math.max(0, this.#buffer.last - this.#buffer.first + 1);
  }

  /** A page of the view SMDR Records. */
  page(question: LogQuestion): Promise<Result<SmdrPage>> {
    return smdrPage(question, this.#buffer);
  }

  /** The rows of the view SMDR Delivery. */
  delivery(): readonly SmdrDeliveryRecord[] {
    return deliveryRows(this.#state);
  }

  /** What somebody should look at, by a name that stays the same as long as it is the same thing. */
  conditions(): SmdrConditions {
    return smdrConditions(this.#state);
  }

  /** The next reader gets the records from this one on again. Refused where it is not kept any more. */
  sendAgainFrom(number: number): Result<void> {
    if (this.#buffer.read(number) === undefined) return no(recordsCodes.refuse('records.smdr-gone', { number }));
    this.#readers.sendAgainFrom(number);
    return ok(undefined);
  }

  /** Ends listeners, readers and the collector in good order, and gives the files up. Call records must not come after it. */
  async close(): Promise<void> {
    await this.listeners.close();
    await this.#readers.leaveAll('the system is stopping');
    await this.#collector.close();
    this.#positions.close();
    this.#buffer.close();
  }

  get #state() {
    return {
      ...{ buffer: this.#buffer, readers: this.#readers, listeners: this.listeners.lines },
      collector: placeOf(this.#settings.options()) === undefined ? undefined : this.#collector.state,
      place: placeOf(this.#settings.options()),
    };
  }
}

function placeOf({
  recording,
  collectorHost,
  collectorPort,
  collectorSecurity,
}: SmdrOptions): CollectorPlace | undefined {
  if (!recording || collectorHost === '') return undefined;
  return { host: collectorHost, port: collectorPort, security: collectorSecurity };
}
