// The login banner, word for word, to be accepted before anything else; after a logout it is shown again.

import { Button } from '@mantine/core';
import { words } from '../words/words.ts';
import styles from './session.module.css';
import { useTitle } from './useTitle.ts';

const said = words.shell.banner;

export function Banner({ text, onAccept }: { readonly text: string; readonly onAccept: () => void }) {
  const heading = useTitle(said.title);
  return (
    <div className={styles.form}>
      <h1 className={styles.title} tabIndex={-1} ref={heading}>
        {said.title}
      </h1>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, and the keyboard must be able to scroll it */}
      <section className={styles.bannerText} tabIndex={0} aria-label={said.title}>
        {text}
      </section>
      <Button size="sm" onClick={onAccept}>
        {said.accept}
      </Button>
      <p className={styles.hint}>{said.refuse}</p>
    </div>
  );
}
