// Which records of a table are selected, and where the next range begins.

export interface Selection {
  readonly keys: ReadonlySet<string>;
  /** The record that was selected last by itself: a range goes from here. */
  readonly anchor: string | undefined;
}

export const nothing: Selection = { keys: new Set(), anchor: undefined };

export function toggled({ keys }: Selection, key: string): Selection {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return { keys: next, anchor: key };
}

/** Adds everything between the anchor and `key` in the order of the page. Where the page has no anchor, the range begins at `here`. */
export function ranged({ keys, anchor }: Selection, key: string, page: readonly string[], here = key): Selection {
  const begin = anchor !== undefined && page.includes(anchor) ? anchor : here;
  const [from, to] = [page.indexOf(begin), page.indexOf(key)];
  if (from < 0 || to < 0) return { keys, anchor };
  const between = page.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { keys: new Set([...keys, ...between]), anchor: begin };
}

export type PageState = 'none' | 'some' | 'all';

export function pageState({ keys }: Selection, page: readonly string[]): PageState {
  const count = page.filter((key) => keys.has(key)).length;
  if (count === 0) return 'none';
  return count === page.length ? 'all' : 'some';
}

/** Selects the whole page, or when all of it is selected, none of it. */
export function pageToggled(selection: Selection, page: readonly string[]): Selection {
  const next = new Set(selection.keys);
  const all = pageState(selection, page) === 'all';
  for (const key of page) {
    if (all) next.delete(key);
    else next.add(key);
  }
  return { keys: next, anchor: undefined };
}

/** Where the focus goes from a row: one, a screenful, or the end; never beyond the page. */
export function moved(from: number, key: string, count: number, screenful = 10): number | undefined {
  const to = targetOf(from, key, count, screenful);
  return to === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, to));
}

function targetOf(from: number, key: string, count: number, screenful: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return from + 1;
    case 'ArrowUp':
      return from - 1;
    case 'PageDown':
      return from + screenful;
    case 'PageUp':
      return from - screenful;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
