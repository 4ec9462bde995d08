// A refusal on its way to the user: thrown by commands, caught once, in main.

import type { RefusalLine } from '../core/protocol.ts';
import { cliCodes } from './cli.codes.ts';
import { cliManagerCodes } from './manager/manager.codes.ts';

const codes = { ...cliCodes.codes, ...cliManagerCodes.codes };

export class Refused extends Error {
  readonly refusals: readonly RefusalLine[];

  constructor(refusals: readonly RefusalLine[]) {
    super(refusals.map(({ words }) => words).join(' '));
    this.refusals = refusals;
  }

  /** What the process ends with: 2 for wrong usage, else 1. */
  get exitCode(): number {
    return Math.max(1, ...this.refusals.map(({ exit }) => exit));
  }

  has(code: string): boolean {
    return this.refusals.some((refusal) => refusal.code === code);
  }
}

/** A refusal of the command line's own. */
export function refuse(code: keyof typeof codes, values: Readonly<Record<string, string | number>> = {}): Refused {
  const { words, remedy, exit = 1 }: { words: string; remedy: string; exit?: 1 | 2 } = codes[code];
  const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  return new Refused([{ code, words: filled(words), remedy: filled(remedy), exit }]);
}
