// What is told of the delivery of SMDR records: the rows of its view, and the conditions that somebody should look at.

import type { SmdrBuffer } from './buffer.ts';
import type { CollectorPlace, CollectorState } from './collector.ts';
import type { SmdrListenerLine } from './listeners.ts';
import type { Readers } from './readers.ts';
import type { SmdrDeliveryRecord } from './views/smdr-delivery.view.ts';

export interface SmdrState {
  readonly buffer: Pick<SmdrBuffer, 'last' | 'unwritten'>;
  readonly readers: Pick<Readers, 'all' | 'size' | 'arrived' | 'waiting' | 'lost'>;
  readonly listeners: readonly SmdrListenerLine[];
  /** Both undefined while client mode is off. */
  readonly collector: CollectorState | undefined;
  readonly place: CollectorPlace | undefined;
}

/** As alarms take them. */
interface SmdrCondition {
  readonly severity: 'critical' | 'major' | 'minor';
  readonly words: string;
  readonly remedy: string;
  readonly form: string;
  readonly extent?: number;
}

export type SmdrConditions = ReadonlyMap<string, SmdrCondition>;

const momentOf = (ms: number): string => (ms === 0 ? '' : new Date(ms).toISOString());

/** The buffer, each reader, and the collector of client mode. */
export function deliveryRows(state: SmdrState): readonly SmdrDeliveryRecord[] {
  return [bufferRow(state), ...readerRows(state), ...collectorRows(state)];
}

function bufferRow({ buffer, readers }: SmdrState): SmdrDeliveryRecord {
  const sent = Math.max(readers.arrived, ...[...readers.all].map((reader) => reader.sent));
  return {
    ...{ way: 'buffer', kind: 'buffer', state: readers.size > 0 ? 'connected' : 'waiting', security: '', since: '' },
    ...{ sent, arrived: readers.arrived, waiting: readers.waiting, lost: readers.lost + buffer.unwritten, trouble: '' },
  };
}

const readerRows = ({ buffer, readers }: SmdrState): SmdrDeliveryRecord[] =>
  [...readers.all].map((reader) => {
    const { address, security } = reader.facts;
    return {
      ...{ way: `${address} ${reader.port}`, kind: 'reader', state: 'connected', security },
      ...{ since: momentOf(reader.sinceMs), sent: reader.sent, arrived: reader.arrived },
      ...{ waiting: Math.max(0, buffer.last - reader.arrived), lost: 0, trouble: '' },
    };
  });

function collectorRows({ collector, place }: SmdrState): SmdrDeliveryRecord[] {
  if (collector === undefined || place === undefined) return [];
  const { sent, waiting, lost, trouble, lastArrivedAtMs } = collector;
  const idle = waiting === 0 ? 'connected' : 'waiting';
  return [
    {
      ...{ way: `collector ${place.host}:${place.port}`, kind: 'collector', state: trouble === '' ? idle : 'failing' },
      security: place.security === 'tls' ? 'TLS' : 'in the clear',
      since: momentOf(lastArrivedAtMs),
      ...{ sent, arrived: sent, waiting, lost, trouble },
    },
  ];
}

const options = 'smdr-options';

/** Where nobody is meant to read, nothing is missed. */
export function smdrConditions(state: SmdrState): SmdrConditions {
  const { buffer, readers, listeners, collector } = state;
  const found = new Map<string, SmdrCondition>();
  if (buffer.unwritten > 0)
    found.set('smdr-unwritten', {
      ...{ severity: 'major', form: options, extent: buffer.unwritten },
      words: `${buffer.unwritten} SMDR records could not be written since the start.`,
      remedy: 'See that the disk has room. The calls are in Call History.',
    });
  if (readers.lost > 0 && readers.waiting > 0 && readers.size === 0 && listeners.length > 0)
    found.set('smdr-unread', {
      ...{ severity: 'major', form: 'smdr-delivery', extent: readers.lost },
      words: `Nobody reads the SMDR records: ${readers.lost} were lost, since no more are kept.`,
      remedy: 'Let the program that reads them connect, or switch its listener off. Calls are in Call History too.',
    });
  if (collector !== undefined && collector.trouble !== '')
    found.set('smdr-collector', {
      ...{ severity: collector.lost > 0 ? 'major' : 'minor', form: options },
      words: `SMDR records do not reach the collector: ${collector.trouble}`,
      remedy:
        'See that it runs and that its address in SMDR Options is right. Beyond 3,000 records the oldest are given up.',
    });
  return found;
}
