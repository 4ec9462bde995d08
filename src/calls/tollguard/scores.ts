// The score of a call: points for what is unusual about it, each told in words.

import { firstCountry, pointWords, shortCalls, unusualHour, volumeJump } from './habits.ts';
import type { TollGuardSettings } from './toll-guard.form.ts';

export function scoreOf(points: number, settings: TollGuardSettings): number {
  return (
    ((points & firstCountry) === 0 ? 0 : settings.firstCountryScore) +
    ((points & unusualHour) === 0 ? 0 : settings.unusualHourScore) +
    ((points & shortCalls) === 0 ? 0 : settings.shortCallsScore) +
    ((points & volumeJump) === 0 ? 0 : settings.volumeScore)
  );
}

/** "the first call to this country (40), an hour in which it does not call (20): 60 points". */
export function wordsOfScore(points: number, settings: TollGuardSettings): string {
  const parts = pointWords
    .filter(([point]) => (points & point) !== 0)
    .map(([point, words]) => `${words} (${scoreOf(point, settings)})`);
  return `${parts.join(', ') || 'nothing unusual'}: ${scoreOf(points, settings)} points`;
}

/** Whether a score reaches a threshold; 0 is never reached. */
export const reaches = (score: number, from: number): boolean => from > 0 && score >= from;
