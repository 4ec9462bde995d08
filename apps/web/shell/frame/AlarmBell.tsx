// The alarm bell: how many alarms there are, and each with its remedy when asked.

import { ActionIcon, Popover } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useState } from 'react';
import { useHome } from '../data/queries.ts';
import { AlarmList } from '../home/AlarmList.tsx';
import { words } from '../words/words.ts';
import styles from './TopBar.module.css';

export function AlarmBell() {
  const { data: home } = useHome();
  const [isOpen, setOpen] = useState(false);
  const alarms = home?.alarms ?? [];
  const isMinor = alarms.every(({ severity }) => severity === 'minor');
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      shadow="md"
      withinPortal={false}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <ActionIcon
          className={styles.bell}
          aria-label={words.shell.frame.alarms(alarms.length)}
          onClick={() => setOpen(!isOpen)}
        >
          <IconBell size={18} aria-hidden />
          {alarms.length > 0 && (
            <span className={styles.badge} data-severity={isMinor ? 'minor' : 'major'} aria-hidden>
              {alarms.length}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={words.shell.frame.alarms(alarms.length)}>
        <div className={styles.alarms}>
          <AlarmList alarms={alarms} onLook={() => setOpen(false)} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
