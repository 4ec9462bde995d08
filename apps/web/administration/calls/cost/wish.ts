// Whose calls are worked out and over which time, as the address of the page says it.

import type { PageSearch } from '../../../shell/addresses.ts';

export interface CostWish {
  readonly extension: string;
  /** Moments in UTC; blank: what is left of this weekend, or the next one. */
  readonly from: string;
  readonly to: string;
}

const moment = (text = ''): string => (Number.isNaN(Date.parse(text)) ? '' : text);

export const readWish = ({ extension = '', from, to }: PageSearch): CostWish => ({
  ...{ extension, from: moment(from), to: moment(to) },
});

export const printWish = ({ extension, from, to }: CostWish): Record<string, string> => ({
  ...{ extension: extension.trim(), from, to },
});

/** The address of REST that answers it. */
export function addressOf({ extension, from, to }: CostWish): string {
  const asked = new URLSearchParams({ extension });
  if (from !== '') asked.set('fromMs', String(Date.parse(from)));
  if (to !== '') asked.set('toMs', String(Date.parse(to)));
  return `toll/simulation?${asked}`;
}
