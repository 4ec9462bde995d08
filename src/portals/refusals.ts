// Refusals as the portal tells them: those of its own code book, in the same lines as the core's.

import type { Code, Refusal } from '#base';
import type { RefusalLine } from '../../apps/core/protocol.ts';
import { portalsCodes } from './portals.codes.ts';

const unprocessable = 422;

/** The lines of one refusal of the portal's own. */
export function refusalLines(refusal: Refusal): readonly RefusalLine[] {
  const { code, words } = refusal;
  const known: Code | undefined = Object.entries<Code>(portalsCodes.codes).find(([name]) => name === code)?.[1];
  return [{ code, words, remedy: known?.remedy ?? '', exit: known?.exit ?? 1, http: known?.http ?? unprocessable }];
}

/** The status of HTTP of an answer that tells these. */
export const statusOf = (refusals: readonly RefusalLine[]): number => refusals[0]?.http ?? unprocessable;
