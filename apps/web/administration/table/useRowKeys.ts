// The keyboard in a table: one row has the place in the order of Tab, the arrows move it.

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { moved } from './selection.ts';

interface RowKeys {
  readonly page: readonly string[];
  readonly open: string | undefined;
  readonly onOpen: (key: string) => void;
  /** A range that has no beginning yet begins at `here`. */
  readonly select: (key: string, range: boolean, here?: string) => void;
}

interface Listening {
  /** The row that Tab comes to. */
  readonly tabbable: string | undefined;
  readonly onKeyDown: (event: KeyboardEvent<HTMLTableElement>) => void;
}

export function useRowKeys({ page, open, onOpen, select }: RowKeys): Listening {
  const [at, setAt] = useState<string>();
  const lastOpen = useRef(open);
  useEffect(() => {
    if (open !== undefined) setAt(open);
    lastOpen.current = open;
  }, [open]);
  const tabbable = at !== undefined && page.includes(at) ? at : page[0];

  const move = (table: HTMLTableElement, from: number, key: string, range: boolean): boolean => {
    const to = moved(from, key, page.length);
    const next = to === undefined ? undefined : page[to];
    if (next === undefined) return false;
    if (range) select(next, true, page[from]);
    setAt(next);
    rowOf(table, next)?.focus();
    return true;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    const row = event.target instanceof HTMLElement ? event.target.closest('tr') : null;
    const key = row?.dataset.key;
    // Keys in the head, or in a box or link of a row, are theirs.
    if (key === undefined || event.target !== row) return;
    if (act(event, key)) event.preventDefault();
  };

  const act = (event: KeyboardEvent<HTMLTableElement>, key: string): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === 'Enter') onOpen(key);
    else if (event.key === ' ') select(key, event.shiftKey);
    else return move(event.currentTarget, page.indexOf(key), event.key, event.shiftKey);
    return true;
  };

  return { tabbable, onKeyDown };
}

const rowOf = (table: HTMLElement, key: string): HTMLElement | null =>
  table.querySelector<HTMLElement>(`tr[data-key="${CSS.escape(key)}"]`);

/** Gives the focus back to the row of a record, when its page shows it. */
export function focusRow(key: string): void {
  rowOf(document.body, key)?.focus();
}
