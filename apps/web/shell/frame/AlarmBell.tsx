// The alarm bell: how many alarms of the worst severity cry, with its shape and word, and each with its remedy when asked.

import { Popover, UnstyledButton } from '@mantine/core';
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
  const crying = countsOf(alarms.filter(({ acknowledged }) => !acknowledged));
  const worst = severities.find((severity) => crying[severity] > 0);
  const label = said.alarms(crying, alarms.filter(({ acknowledged }) => acknowledged).length);
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
        <UnstyledButton className={styles.bell} aria-label={label} title={label} onClick={() => setOpen(!isOpen)}>
          <IconBell size={18} aria-hidden />
          {worst !== undefined && (
            <span className={styles.badge} data-severity={worst} aria-hidden>
              <Shape size={13} />
              {crying[worst]} <span className={styles.bellWord}>{said.severity[worst]}</span>
            </span>
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={label}>
        <div className={styles.alarms}>
          <AlarmList alarms={alarms} onLook={() => setOpen(false)} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

const severities = ['critical', 'major', 'minor'] as const;

const countsOf = (alarms: readonly Alarm[]): Record<Alarm['severity'], number> => {
  const counts = { critical: 0, major: 0, minor: 0 };
  for (const { severity } of alarms) counts[severity] += 1;
  return counts;
};
