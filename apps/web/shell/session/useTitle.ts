// The title of a step outside of the frame: it names the tab, and takes the focus when the step comes.

import { useEffect, useRef } from 'react';
import { words } from '../words/words.ts';

export function useTitle(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = words.shell.titleOf(title);
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return heading;
}
