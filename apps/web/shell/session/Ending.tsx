// The warning before the session ends: two minutes, with a way to stay. What other tabs did counts too, so the system is asked first.

import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { systemNowMs } from '../api.ts';
import { useSession } from '../data/queries.ts';
import { every } from '../time.ts';
import { printDuration } from '../words/format.ts';
import { words } from '../words/words.ts';
import type { SessionKeeper } from './keeper.ts';
import styles from './session.module.css';

const longestWarningMs = 120_000;
const said = words.shell.ending;

export function Ending({ keeper }: { readonly keeper: SessionKeeper }) {
  const { inactivityMinutes } = useSession();
  const warningMs = Math.min(longestWarningMs, inactivityMinutes * 30_000);
  const [leftMs, setLeftMs] = useState<number>();

  useEffect(() => {
    let asked = false;
    return every(1000, () => {
      const left = keeper.endsAtMs() - systemNowMs();
      if (left > warningMs) {
        asked = false;
        setLeftMs(undefined);
      } else if (!asked) {
        asked = true;
        void keeper.ask();
      } else {
        setLeftMs(Math.max(0, left));
        // When the time is over the system says so itself.
        if (left <= 0 && Math.floor(left / 1000) % 5 === 0) void keeper.ask();
      }
    });
  }, [keeper, warningMs]);

  return (
    <Modal
      opened={leftMs !== undefined}
      onClose={keeper.ask}
      title={said.title}
      closeOnClickOutside={false}
      withCloseButton={false}
    >
      <p className={styles.endingWords} role="timer">
        {said.words(printDuration(leftMs ?? 0))}
      </p>
      <div className={styles.endingButtons}>
        <Button variant="default" onClick={keeper.leave}>
          {said.leave}
        </Button>
        <Button data-autofocus onClick={keeper.ask}>
          {said.stay}
        </Button>
      </div>
    </Modal>
  );
}
