// The notices that destinations are told from, oldest first: bounded, in memory, and in the database as soon as it takes them.

import { type Alarm, type Notice, type NoticeKind, severities } from './alarm.ts';

const kinds: readonly NoticeKind[] = [
  ...(['raised', 'worsened', 'eased', 'repeated', 'acknowledged', 'cleared', 'test'] as const),
];

export class Notices {
  readonly #most: number;
  #all: Notice[];
  #last: number;

  /** `known` are those of the database; `most` are kept. */
  constructor(known: readonly Notice[], most: number) {
    this.#all = known.slice(-most);
    this.#most = most;
    this.#last = known.at(-1)?.number ?? 0;
  }

  /** The number of the newest; 0 if there never was one. */
  get last(): number {
    return this.#last;
  }

  /** The number of the oldest that is still there. */
  get first(): number {
    return this.#all[0]?.number ?? this.#last + 1;
  }

  add(notice: Omit<Notice, 'number'>): Notice {
    const numbered = { number: this.#last + 1, ...notice };
    this.#last = numbered.number;
    this.#all.push(numbered);
    if (this.#all.length > this.#most) this.#all = this.#all.slice(-this.#most);
    return numbered;
  }

  after(number: number): readonly Notice[] {
    return this.#all.filter((notice) => notice.number > number);
  }
}

/** The text that the database keeps. */
export const printNotice = ({ number: _, ...notice }: Notice): string => JSON.stringify(notice);

/** A notice as it was kept; undefined of what is none. */
export function readNotice(number: number, body: string): Notice | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!isNotice(value)) return undefined;
  return { ...value, number };
}

function isNotice(value: unknown): value is Omit<Notice, 'number'> {
  if (typeof value !== 'object' || value === null) return false;
  const { id, kind, atMs, alarm } = value as Partial<Record<keyof Notice, unknown>>;
  return typeof id === 'string' && kinds.some((one) => one === kind) && Number.isSafeInteger(atMs) && isAlarm(alarm);
}

const texts = ['id', 'words', 'remedy', 'form', 'acknowledgedBy'] as const;
const numbers = ['number', 'extent', 'times', 'raisedAtMs', 'acknowledgedAtMs', 'clearedAtMs'] as const;

export function isAlarm(value: unknown): value is Alarm {
  if (typeof value !== 'object' || value === null) return false;
  const alarm = value as Partial<Record<keyof Alarm, unknown>>;
  const isSeverity = (given: unknown): boolean => severities.some((one) => one === given);
  return (
    texts.every((name) => typeof alarm[name] === 'string') &&
    numbers.every((name) => Number.isSafeInteger(alarm[name])) &&
    isSeverity(alarm.severity) &&
    isSeverity(alarm.worst)
  );
}
