// What the phones know of each call, kept outside the system, and held against the history that the system shows.

import type { HistoryLine } from '../../apps/core/protocol.ts';

export type Side = 'caller' | 'called';

/** One call as its phones saw it. Times are those of this machine's clock, 0 for what has not happened. */
export interface BookedCall {
  readonly caller: string;
  readonly called: string;
  readonly placedAtMs: number;
  /** The caller got the 200 to its INVITE. */
  answeredAtMs: number;
  hungUpBy: Side | undefined;
  /** The one that hung up got the 200 to its BYE. */
  agreedAtMs: number;
  /** From here on nothing can happen to it: the next call of the same caller, or the kill. */
  overAtMs: number;
}

/** What the history must say of a call, however the system ended. */
function expected(call: BookedCall): { outcomes: readonly string[]; least: number } {
  if (call.agreedAtMs > 0) return { outcomes: ['answered'], least: 1 };
  if (call.hungUpBy !== undefined) return { outcomes: ['answered', 'interrupted'], least: 1 };
  if (call.answeredAtMs > 0) return { outcomes: ['interrupted'], least: 1 };
  // The answer may have been on its way.
  return { outcomes: ['interrupted'], least: 0 };
}

export class CallBook {
  readonly #calls = new Map<string, BookedCall[]>();

  place(caller: string, called: string): BookedCall {
    const call: BookedCall = {
      ...{ caller, called, placedAtMs: Date.now(), answeredAtMs: 0 },
      ...{ hungUpBy: undefined, agreedAtMs: 0, overAtMs: 0 },
    };
    const calls = this.#calls.get(caller) ?? [];
    const last = calls.at(-1);
    if (last?.overAtMs === 0) last.overAtMs = call.placedAtMs;
    this.#calls.set(caller, [...calls, call]);
    return call;
  }

  /** The system is gone: what has not ended by now is cut off. */
  cut(): void {
    const now = Date.now();
    for (const call of this.all) if (call.overAtMs === 0) call.overAtMs = now;
  }

  get all(): readonly BookedCall[] {
    return [...this.#calls.values()].flat();
  }

  get inProgress(): number {
    return this.all.filter((call) => call.overAtMs === 0 && call.answeredAtMs > 0 && call.hungUpBy === undefined)
      .length;
  }

  /** Every way in which the history is not what the phones saw; to be asked after `cut`. */
  complaints(history: readonly HistoryLine[]): readonly string[] {
    const byCaller = Map.groupBy(history, (record) => record.caller.number);
    const found = this.all.flatMap((call) => {
      const records = byCaller.get(call.caller) ?? [];
      const own = records.filter(({ startedAtMs }) => startedAtMs >= call.placedAtMs && startedAtMs < call.overAtMs);
      byCaller.set(
        call.caller,
        records.filter((record) => !own.includes(record)),
      );
      return complaintsOf(call, own);
    });
    return [
      ...found,
      ...[...byCaller.values()].flat().map((record) => `nobody made the call ${JSON.stringify(record)}`),
    ];
  }
}

function complaintsOf(call: BookedCall, records: readonly HistoryLine[]): readonly string[] {
  const { outcomes, least } = expected(call);
  const tell = (what: string): string => `${what}: ${JSON.stringify(call)} ${JSON.stringify(records)}`;
  const [record] = records;
  if (records.length > 1) return [tell('a call is on record more than once')];
  if (record === undefined) return least > 0 ? [tell('a call is not on record')] : [];
  const isAnswered = record.outcome === 'answered';
  const truths = {
    outcome: outcomes.includes(record.outcome),
    'called number': record.called.number === call.called && record.dialled === call.called,
    'who ended it': record.endedBy === (isAnswered ? call.hungUpBy : 'system'),
    status: record.status === (isAnswered ? 200 : record.status),
    security: record.secure === 'throughout' && record.caller.tlsVersion !== '' && record.called.srtpSuite !== '',
    times:
      record.startedAtMs <= record.answeredAtMs &&
      record.answeredAtMs <= record.endedAtMs &&
      (call.answeredAtMs === 0 || record.answeredAtMs <= call.answeredAtMs) &&
      record.endedAtMs <= (call.agreedAtMs || call.overAtMs),
  };
  return Object.entries(truths).flatMap(([what, holds]) => (holds ? [] : [tell(`the ${what} of a call is wrong`)]));
}
