// A key that works wherever the focus is.

import { useEffect, useRef } from 'react';

/** `ctrl` is Control, or Command where that is the custom. Escape goes on to others, who may close something too. */
export function useKey(key: string, { ctrl = false }: { readonly ctrl?: boolean }, call: () => void): void {
  const latest = useRef(call);
  latest.current = call;
  useEffect(() => {
    const take = (event: KeyboardEvent): void => {
      const isCtrl = event.ctrlKey || event.metaKey;
      if (event.key !== key || isCtrl !== ctrl || event.altKey || event.shiftKey) return;
      if (key !== 'Escape') event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', take);
    return () => removeEventListener('keydown', take);
  }, [key, ctrl]);
}
