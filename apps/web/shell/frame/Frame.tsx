// What stands around every page behind the login: form tree, top bar, help, and the watch over the session.

import { Outlet, useLocation } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { useEvents } from '../data/events.ts';
import { HelpPanel } from '../help/HelpPanel.tsx';
import { HelpProvider, useHelp } from '../help/help.tsx';
import { useKept } from '../kept.ts';
import { Palette } from '../search/Palette.tsx';
import { Ending } from '../session/Ending.tsx';
import { useSessionKeeper } from '../session/keeper.ts';
import { words } from '../words/words.ts';
import { FormTree } from './FormTree.tsx';
import styles from './Frame.module.css';
import { TopBar } from './TopBar.tsx';
import { useActions } from './useActions.ts';
import { useKey } from './useKey.ts';

export function Frame() {
  return (
    <HelpProvider>
      <FrameInside />
    </HelpProvider>
  );
}

function FrameInside() {
  const keeper = useSessionKeeper();
  const connection = useEvents(keeper.ended);
  const help = useHelp();
  const [isTreeOpen, keepTree] = useKept('tree', true);
  const [isTreeOver, setTreeOver] = useState(false);
  const [isSearching, setSearching] = useState(false);
  const { pathname } = useLocation();
  const { clear } = help;
  useEffect(() => {
    setTreeOver(false);
    // The page of a form shows its own help; elsewhere there is none until a field has the focus.
    if (!pathname.startsWith('/forms/')) clear();
  }, [pathname, clear]);
  useKey('k', { ctrl: true }, () => setSearching(true));
  useKey('F1', {}, help.toggle);

  useKey('Escape', {}, () => setTreeOver(false));

  const toggleTree = useCallback(() => {
    if (matchMedia('(width < 1100px)').matches) setTreeOver((is) => !is);
    else keepTree(!isTreeOpen);
  }, [isTreeOpen, keepTree]);

  return (
    <div className={styles.frame} data-tree={isTreeOpen} data-tree-over={isTreeOver} data-help={help.isOpen}>
      <a className={styles.skip} href="#content">
        {words.shell.frame.skip}
      </a>
      <TopBar connection={connection} onTree={toggleTree} onSearch={() => setSearching(true)} keeper={keeper} />
      <nav className={styles.tree} aria-label={words.shell.frame.forms} id="tree">
        <FormTree />
      </nav>
      {isTreeOver && <div className={styles.shade} onClick={() => setTreeOver(false)} aria-hidden />}
      <main className={styles.main} id="content" tabIndex={-1}>
        <Outlet />
      </main>
      {help.isOpen && <HelpPanel />}
      <Palette opened={isSearching} onClose={() => setSearching(false)} actions={useActions(keeper)} />
      <Ending keeper={keeper} />
    </div>
  );
}
