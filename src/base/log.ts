// The log: one line per event, to the standard error stream by default; never a secret, never a line break from a peer.

export type Level = 'debug' | 'info' | 'warn' | 'error';
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  debug(words: string, facts?: Facts): void;
  info(words: string, facts?: Facts): void;
  warn(words: string, facts?: Facts): void;
  error(words: string, facts?: Facts): void;
  /** Logs a fault once, with an id that may be shown to the user in its place; returns the id. */
  fault(words: string, fault: unknown): string;
}

const ranks: Readonly<Record<Level, number>> = { debug: 0, info: 1, warn: 2, error: 3 };
const maxFactLength = 300;
let faults = 0;

/** Takes control characters out of a value that a peer may have chosen, and bounds its length. */
export function printable(value: string): string {
  const short = value.length > maxFactLength ? `${value.slice(0, maxFactLength)}…` : value;
  return short.replace(/[\p{Cc}\u2028\u2029]/gu, '·');
}

/** A log that writes lines `time level words name=value …` through `write`. */
export function makeLog(write: (line: string) => void, least: Level = 'info', now: () => number = Date.now): Log {
  const at = (level: Level, words: string, facts: Facts = {}): void => {
    if (ranks[level] < ranks[least]) return;
    let line = `${new Date(now()).toISOString()} ${level} ${words}`;
    for (const [name, value] of Object.entries(facts)) {
      if (value !== undefined)
        line += ` ${name}=${JSON.stringify(typeof value === 'string' ? printable(value) : value)}`;
    }
    write(`${line}\n`);
  };
  return {
    debug: (words, facts) => at('debug', words, facts),
    info: (words, facts) => at('info', words, facts),
    warn: (words, facts) => at('warn', words, facts),
    error: (words, facts) => at('error', words, facts),
    fault(words, fault) {
      const id = `F${process.pid}-${++faults}`;
      const error = fault instanceof Error ? fault : new Error(String(fault));
      at('error', words, { id, error: error.message, stack: (error.stack ?? '').split('\n').slice(1, 6).join(' | ') });
      return id;
    },
  };
}

/** A log that nobody reads, for tests. */
export const silentLog: Log = makeLog(() => undefined);
