// What the command line prints: aligned tables on a terminal, tab-separated lines in a pipe, JSON when asked.

import type { RefusalLine } from '../core/protocol.ts';

export interface Screen {
  write(text: string): void;
  writeError(text: string): void;
  readonly isTerminal: boolean;
  readonly hasColours: boolean;
  readonly columns: number;
}

export class Output {
  readonly #screen: Screen;
  readonly json: boolean;

  constructor(screen: Screen, json: boolean) {
    this.#screen = screen;
    this.json = json;
  }

  /** For people who look at it, not for a pipe. */
  get isTerminal(): boolean {
    return this.#screen.isTerminal && !this.json;
  }

  /** Text as it is: exports, certificates. */
  raw(text: string): void {
    this.#screen.write(text);
  }

  line(text: string): void {
    this.#screen.write(`${text}\n`);
  }

  /** `value` when JSON is asked for, else a table with a head on a terminal and bare lines in a pipe. */
  table(value: unknown, head: readonly string[], rows: readonly (readonly string[])[]): void {
    if (this.json) return this.value(value);
    const cells = rows.map((row) => row.map(plain));
    if (!this.isTerminal) return this.#screen.write(cells.map((row) => `${row.join('\t')}\n`).join(''));
    if (rows.length === 0) return this.line('Nothing to show.');
    const [first = '', ...rest] = align([head, ...cells]);
    this.line(this.#screen.hasColours ? `\u001b[1m${first}\u001b[0m` : first);
    for (const line of rest) this.line(line);
  }

  /** Names and their values, one pair a line. */
  facts(rows: readonly (readonly string[])[]): void {
    const cells = rows.map((row) => row.map(plain));
    for (const line of this.isTerminal ? align(cells) : cells.map((row) => row.join('\t'))) this.line(line);
  }

  value(value: unknown): void {
    this.line(JSON.stringify(value, undefined, this.#screen.isTerminal ? 2 : undefined));
  }

  /** How many columns of a table, at these widths, find room side by side. In a pipe: all. */
  roomFor(widths: readonly number[]): number {
    if (!this.isTerminal) return widths.length;
    let used = 0;
    const tooWide = widths.findIndex((width) => {
      used += width + gap.length;
      return used > this.#screen.columns + gap.length;
    });
    return tooWide === -1 ? widths.length : Math.max(1, tooWide);
  }

  /** Each refusal in one line, with its code and the next step. */
  refusals(refusals: readonly RefusalLine[]): void {
    if (this.json) return this.#screen.writeError(`${JSON.stringify({ refusals })}\n`);
    for (const { code, words, remedy, ...place } of refusals) {
      const next = remedy === '' ? '' : ` ${remedy}`;
      this.#screen.writeError(`ringfence: ${plain(`${placeOf(place)}${words}${next}`)} (${code})\n`);
    }
  }
}

const gap = '  ';

/** Columns as wide as their widest cell. */
function align(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => width(row[at] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - width(cell)))
      .join(gap)
      .trimEnd(),
  );
}

/** Characters as people count them; wide East Asian ones are not told apart. */
export const width = (text: string): number => [...text].length;

/** Others choose names and contacts: nothing of theirs may move the cursor or end a line. */
const plain = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]/gu, '·');

function placeOf({ form, key, field, row }: Pick<RefusalLine, 'form' | 'key' | 'field' | 'row'>): string {
  const parts = [row === undefined ? '' : `row ${row}`, [form, key].filter(Boolean).join(' '), field ?? ''];
  const place = parts.filter((part) => part !== '').join(', ');
  return place === '' ? '' : `${place}: `;
}

/** A value of a record as text. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(shown).join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A moment: the reader's own time on a terminal, UTC in a pipe. Blank for none. */
export function moment(ms: number, isTerminal: boolean): string {
  if (ms === 0) return '';
  if (!isTerminal) return new Date(ms).toISOString();
  const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(Temporal.Now.timeZoneId());
  return local.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
}

/** A length of time in hours, minutes and seconds. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
