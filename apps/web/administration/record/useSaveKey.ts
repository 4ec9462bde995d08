// Ctrl-S saves, wherever the focus is; Cmd-S on a Mac. The browser's own answer to it is of no use here.

import { useEffect } from 'react';
import { useStable } from '../parts/useStable.ts';

export function useSaveKey(save: () => void): void {
  const now = useStable(save);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      if (document.querySelector('[role="dialog"][aria-modal="true"]') === null) now();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [now]);
}
