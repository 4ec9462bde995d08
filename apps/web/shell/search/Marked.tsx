// A text with the words that were searched for marked; of a long one the part around the first.

import { cut, pieces } from './marking.ts';

export interface MarkedProps {
  readonly text: string;
  readonly wanted: string;
  /** At most about this many characters. */
  readonly around?: number;
}

export function Marked({ text, wanted, around }: MarkedProps) {
  const shown = around === undefined ? text : cut(text, wanted, around);
  return pieces(shown, wanted).map(({ part, isHit, at }) =>
    isHit ? <mark key={at}>{part}</mark> : <span key={at}>{part}</span>,
  );
}
