// Whether somebody is at the page. Requests that the page makes by itself say so and do not prolong the session.

import { nowMs } from './time.ts';

const recentMs = 20_000;
let lastInputMs = Number.NEGATIVE_INFINITY;

const note = (): void => {
  lastInputMs = nowMs();
};

/** Keeps watch from now on, for as long as the page lives. */
export function watchActivity(): void {
  for (const name of ['pointerdown', 'keydown', 'wheel'])
    addEventListener(name, note, { capture: true, passive: true });
}

export const isSomebodyThere = (): boolean => nowMs() - lastInputMs < recentMs;
