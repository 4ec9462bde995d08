// What an attack of the drill found at a door (SEC-10): what whoever does it in earnest learns, and what stopped it.

import type { Target } from '../probes/live.ts';

export interface Finding {
  /** The name of the listener, or the address of a port that nobody listed. */
  readonly door: string;
  readonly attack: string;
  /** It got through, or learned what nobody should. */
  readonly through: boolean;
  readonly learns: string;
  /** Blank where nothing did. */
  readonly stoppedBy: string;
  /** Blank where nothing is to be done. */
  readonly remedy: string;
}

/** What somebody who attacks does not learn is said, too. */
export const nothing = 'nothing';

export const stopped = (
  door: Target | string,
  attack: string,
  stoppedBy: string,
  learns: string = nothing,
): Finding => ({
  ...{ door: nameOf(door), attack, through: false, learns, stoppedBy, remedy: '' },
});

export const through = (door: Target | string, attack: string, learns: string, remedy: string): Finding => ({
  ...{ door: nameOf(door), attack, through: true, learns, stoppedBy: '', remedy },
});

const nameOf = (door: Target | string): string => (typeof door === 'string' ? door : door.name);
