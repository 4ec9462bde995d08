// The alarm bell: how many alarms cry, with the shape and the word of the worst, and each with its remedy when asked.

import { ActionIcon, Popover } from '@mantine/core';
import { IconAlertTriangleFilled, IconBell, IconHexagonFilled } from '@tabler/icons-react';
import { useState } from 'react';
import type { Alarm } from '../../../portal/api.ts';
import { useHome } from '../data/queries.ts';
import { AlarmList } from '../home/AlarmList.tsx';
import { words } from '../words/words.ts';
import styles from './TopBar.module.css';

const said = words.shell.frame;

export function AlarmBell() {
  const { data: home } = useHome();
  const [isOpen, setOpen] = useState(false);
  const alarms = home?.alarms ?? [];
  const crying = alarms.filter(({ acknowledged }) => !acknowledged);
  const worst = worstOf(crying);
  const label = said.alarms(crying.length, worst, alarms.length - crying.length);
  const Shape = worst === 'minor' ? IconAlertTriangleFilled : IconHexagonFilled;
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
        <ActionIcon className={styles.bell} aria-label={label} title={label} onClick={() => setOpen(!isOpen)}>
          <IconBell size={18} aria-hidden />
          {worst !== undefined && (
            <span className={styles.badge} data-severity={worst} aria-hidden>
              <Shape size={9} />
              {crying.length}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={label}>
        <div className={styles.alarms}>
          <AlarmList alarms={alarms} onLook={() => setOpen(false)} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

const worstOf = (alarms: readonly Alarm[]): Alarm['severity'] | undefined =>
  (['critical', 'major', 'minor'] as const).find((one) => alarms.some(({ severity }) => severity === one));
