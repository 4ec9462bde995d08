// A function that stays the same one for the life of a component and does what the latest one would.

import { useCallback, useLayoutEffect, useRef } from 'react';

export function useStable<A extends readonly unknown[], R>(latest: (...given: A) => R): (...given: A) => R {
  const now = useRef(latest);
  useLayoutEffect(() => {
    now.current = latest;
  });
  return useCallback((...given: A) => now.current(...given), []);
}
