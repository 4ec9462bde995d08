// When a certificate is ordered: at once while there is none for these names, then when its authority suggests it (RFC 9773), or
// else when a third of its life is left. Pure.

import { certificateFacts } from '../certificates/facts.ts';
import type { RenewalWindow } from './answers.ts';
import type { PlaceState } from './state.ts';

/** Whatever an authority suggests, the last tenth of a certificate's life is too late. */
const lastShare = 0.1;

/** When it is due: 0 at once. What failed before counts. */
export function dueAtMs(state: PlaceState, names: readonly string[], directoryUrl: string): number {
  return Math.max(state.notBeforeMs, isFor(state, names, directoryUrl) ? state.renewAtMs : 0);
}

function isFor({ certificate, directoryUrl }: PlaceState, names: readonly string[], wanted: string): boolean {
  if (certificate === '' || directoryUrl !== wanted) return false;
  const there = certificateFacts(certificate).names;
  return names.length === there.length && names.every((name) => there.includes(name));
}

/** With a third of its life left. */
export function renewalByAge(certificate: string): number {
  const { startsMs, endsMs } = certificateFacts(certificate);
  return endsMs - (endsMs - startsMs) / 3;
}

/**
 * A moment in the window that is suggested, chosen by `chance` (0 to 1) so that not all systems come at once; the one chosen
 * before where it still lies in it.
 */
export function renewalByWindow(
  certificate: string,
  { startMs, endMs }: RenewalWindow,
  before: number,
  chance: number,
): number {
  const { startsMs, endsMs } = certificateFacts(certificate);
  const latest = endsMs - (endsMs - startsMs) * lastShare;
  const stays = before >= startMs && before <= endMs;
  return Math.min(stays ? before : Math.floor(startMs + (endMs - startMs) * chance), latest);
}
