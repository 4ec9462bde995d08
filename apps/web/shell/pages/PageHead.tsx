// The head of a page: its title, which takes the focus when the page is entered and names the browser's tab; beside it what can be done.

import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { words } from '../words/words.ts';
import styles from './pages.module.css';

export interface PageHeadProps {
  readonly title: string;
  /** A few words beside the title: a count, a state. */
  readonly aside?: ReactNode;
  /** Buttons on the right. */
  readonly children?: ReactNode;
}

export function PageHead({ title, aside, children }: PageHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = words.shell.titleOf(title);
    // After a change of page the next Tab is in the page, and a reader of the screen hears where it is.
    if (document.activeElement === null || !heading.current?.closest('main')?.contains(document.activeElement))
      heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <header className={styles.head}>
      <h1 className={styles.title} ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {aside !== undefined && <span className={styles.aside}>{aside}</span>}
      {children !== undefined && <div className={styles.actions}>{children}</div>}
    </header>
  );
}
