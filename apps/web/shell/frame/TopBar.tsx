// The top bar: where I am, search, alarms, help, me.

import { ActionIcon, Kbd, Tooltip, UnstyledButton } from '@mantine/core';
import { IconHelp, IconMenu2, IconPlugConnectedX, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Connection } from '../data/events.ts';
import { welcomeQuery } from '../data/queries.ts';
import { useHelp } from '../help/help.tsx';
import { Ring } from '../Ring.tsx';
import type { SessionKeeper } from '../session/keeper.ts';
import { words } from '../words/words.ts';
import { AlarmBell } from './AlarmBell.tsx';
import { Grade } from './Grade.tsx';
import { Me } from './Me.tsx';
import styles from './TopBar.module.css';
import { Whereabouts } from './Whereabouts.tsx';

const said = words.shell.frame;

export interface TopBarProps {
  readonly connection: Connection;
  readonly onTree: () => void;
  readonly onSearch: () => void;
  readonly keeper: SessionKeeper;
}

export function TopBar({ connection, onTree, onSearch, keeper }: TopBarProps) {
  const help = useHelp();
  const { data: welcome } = useQuery(welcomeQuery);
  return (
    <header className={styles.bar}>
      <ActionIcon aria-label={said.toggleTree} aria-controls="tree" onClick={onTree}>
        <IconMenu2 size={18} aria-hidden />
      </ActionIcon>
      <Link to="/" className={styles.brand} aria-label={said.toHome(welcome?.systemName ?? words.shell.product)}>
        <Ring />
        <span className={styles.product}>{welcome?.systemName ?? words.shell.product}</span>
      </Link>
      <Whereabouts />
      <UnstyledButton className={styles.search} onClick={onSearch} aria-keyshortcuts="Control+K">
        <IconSearch size={15} aria-hidden />
        <span className={styles.searchWord}>{said.search}</span>
        <Kbd className={styles.searchKey} aria-hidden>
          {said.searchKey}
        </Kbd>
      </UnstyledButton>
      <div className={styles.right}>
        <div role="status">
          {connection === 'lost' && (
            <Tooltip label={said.lostWhy} w={280}>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its reason is on hover, so the keyboard must reach it too */}
              <span className={styles.lost} tabIndex={0}>
                <IconPlugConnectedX size={15} aria-hidden />
                {said.lost}
              </span>
            </Tooltip>
          )}
        </div>
        <Grade />
        <AlarmBell />
        <Tooltip label={`${said.help} (F1)`}>
          <ActionIcon
            aria-label={said.help}
            aria-pressed={help.isOpen}
            aria-keyshortcuts="F1"
            variant={help.isOpen ? 'light' : 'subtle'}
            color={help.isOpen ? 'accent' : 'gray'}
            onClick={help.toggle}
          >
            <IconHelp size={19} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Me keeper={keeper} />
      </div>
    </header>
  );
}
