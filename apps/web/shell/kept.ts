// What this browser keeps of a person's choices: open or closed, nothing of the system's. A browser that keeps nothing forgets.

import { useState } from 'react';

const prefix = 'ringfence-';

export function readKept(name: string): string | undefined {
  try {
    return localStorage.getItem(prefix + name) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Private windows and full disks: the choice holds until the page is left.
  }
}

/** A choice of two. */
export function useKept(name: string, initial: boolean): readonly [boolean, (value: boolean) => void] {
  const [value, setValue] = useState(() => (readKept(name) ?? String(initial)) === 'true');
  const change = (wanted: boolean): void => {
    keep(name, String(wanted));
    setValue(wanted);
  };
  return [value, change];
}
