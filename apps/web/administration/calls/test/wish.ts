// A call that is to be tested, as the address of the page says it.

import type { PageSearch } from '../../../shell/addresses.ts';

export interface TestWish {
  readonly kind: 'extension' | 'trunk';
  readonly caller: string;
  readonly dialled: string;
  /** A moment in UTC; blank for now. */
  readonly at: string;
}

export const readWish = ({ extension = '', trunk = '', dialled = '', at = '' }: PageSearch): TestWish => ({
  ...(trunk === '' ? { kind: 'extension', caller: extension } : { kind: 'trunk', caller: trunk }),
  ...{ dialled, at: Number.isNaN(Date.parse(at)) ? '' : at },
});

export const printWish = ({ kind, caller, dialled, at }: TestWish): Record<string, string> => ({
  [kind]: caller.trim(),
  dialled: dialled.trim(),
  at,
});

export const isWhole = ({ caller, dialled }: TestWish): boolean => caller.trim() !== '' && dialled.trim() !== '';

/** The address of REST that answers it. */
export function addressOf({ kind, caller, dialled, at }: TestWish): string {
  const asked = new URLSearchParams({ caller, dialled });
  if (at !== '') asked.set('atMs', String(Date.parse(at)));
  if (kind === 'trunk') asked.set('fromTrunk', 'true');
  return `routing/explain?${asked}`;
}
