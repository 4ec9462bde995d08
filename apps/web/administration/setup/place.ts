// Where phones find the system, and which number is free for the next.

import type { Setup } from '../../../portal/api.ts';

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** Undefined while no listener for SIP over TLS is open. */
export function placeFor({ listeners }: Pick<Setup, 'listeners'>, host: string): Place | undefined {
  const open = listeners.find(({ transport, closedBecause }) => transport === 'TLS' && closedBecause === '');
  return open === undefined ? undefined : { host, port: open.port };
}

/** The first number from 201 (or 21, 2001 …) on that nobody has; blank when all up to 299 (29, 2999 …) are taken. */
export function freeNumber(length: number, taken: readonly string[]): string {
  const count = 10 ** Math.max(length - 1, 1);
  for (let step = 1; step < count; step += 1) {
    const number = String(2 * count + step);
    if (!taken.includes(number)) return number;
  }
  return '';
}
