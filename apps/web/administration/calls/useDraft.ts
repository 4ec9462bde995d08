// What is typed over what the address says; another address is another draft.

import { useState } from 'react';

export function useDraft<T extends object>(told: T): readonly [T, (part: Partial<T>) => void] {
  const [draft, setDraft] = useState(told);
  const [before, setBefore] = useState(told);
  if (!isSame(before, told)) {
    setBefore(told);
    setDraft(told);
  }
  return [draft, (part) => setDraft({ ...draft, ...part })];
}

/** Both are read from an address: texts in the same order. */
export const isSame = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);
