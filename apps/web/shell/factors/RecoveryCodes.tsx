// Recovery codes, shown this once: to be copied or kept as a file.

import { Button, CopyButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { saveFile } from '../../administration/parts/saveFile.ts';
import { words } from '../words/words.ts';
import styles from './factors.module.css';

const said = words.factors.recovery;

export function RecoveryCodes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const text = codes.join('\n');
  return (
    <div className={styles.step}>
      <h2 className={styles.title} tabIndex={-1} ref={heading}>
        {said.title}
      </h2>
      <p className={styles.lead}>{said.why}</p>
      <ol className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className={styles.row}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" size="sm" onClick={copy}>
              {copied ? words.factors.add.copied : said.copy}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" size="sm" onClick={() => saveFile(said.file, 'text/plain', `${text}\n`)}>
          {said.save}
        </Button>
      </div>
      <Button size="sm" onClick={onDone}>
        {said.done}
      </Button>
    </div>
  );
}
