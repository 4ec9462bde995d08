// What a person chose for tables, kept in this browser: columns for each form; density and rows of a page for all.

import { useCallback, useState } from 'react';
import { keep, readKept } from '../../shell/kept.ts';
import { type ColumnChoice, readChoice } from './columns.ts';

export type Density = 'comfortable' | 'dense';
export const pageSizes = [25, 50, 100, 250] as const;

/** A text that this browser keeps, as state. */
function useKept(name: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readKept(name) ?? '');
  const set = useCallback(
    (next: string) => {
      keep(name, next);
      setText(next);
    },
    [name],
  );
  return [text, set];
}

export function useColumnChoice(
  formId: string,
): [ColumnChoice | undefined, (choice: ColumnChoice | undefined) => void] {
  const [text, setText] = useKept(`columns-${formId}`);
  const set = useCallback(
    (choice: ColumnChoice | undefined) => setText(choice === undefined ? '' : JSON.stringify(choice)),
    [setText],
  );
  return [readChoice(text), set];
}

export function useDensity(): [Density, (density: Density) => void] {
  const [text, set] = useKept('density');
  return [text === 'comfortable' ? 'comfortable' : 'dense', set];
}

export function usePageSize(): [number, (size: number) => void] {
  const [text, setText] = useKept('page-size');
  const size = pageSizes.find((one) => String(one) === text) ?? 50;
  return [size, useCallback((next: number) => setText(String(next)), [setText])];
}
