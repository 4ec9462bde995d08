// Copies one text; says so where a reader of the screen hears it.

import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { words } from '../../shell/words/words.ts';
import classes from './setup.module.css';

interface Props {
  readonly text: string;
  /** What it is, as in "Copy Secret". */
  readonly label: string;
}

export function CopyButton({ text, label }: Props) {
  const { copy, copied } = useClipboard({ timeout: 2_000 });
  return (
    <span className={classes.copy}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={words.setup.copy(label)}
        onClick={() => copy(text)}
      >
        {copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
      </ActionIcon>
      <span role="status" className={classes.small}>
        {copied ? words.setup.copied : ''}
      </span>
    </span>
  );
}
