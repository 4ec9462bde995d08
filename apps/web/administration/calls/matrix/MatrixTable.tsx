// The matrix as a table of buttons: one of them can be reached by Tab, the arrow keys lead to the others.

import { IconX } from '@tabler/icons-react';
import { type KeyboardEvent, memo, type ReactNode, useRef, useState } from 'react';
import { callWords } from '../../../shell/words/calls.ts';
import { useStable } from '../../parts/useStable.ts';
import styles from './matrix.module.css';
import { type Draft, lineOf, type Place, type Rows, stepFrom } from './matrix.ts';
import { parseNumbers, printNumbers } from './numbers.ts';

const said = callWords.matrix;

interface MatrixTableProps {
  readonly rows: Rows;
  readonly draft: Draft;
  readonly size: number;
  readonly readOnly: boolean;
  readonly onToggle: (caller: number, called: number) => void;
  /** What stands beside a number: who has it. */
  readonly nameOf: (number: number) => ReactNode;
}

export function MatrixTable({ rows, draft, size, readOnly, onToggle, nameOf }: MatrixTableProps) {
  const table = useRef<HTMLTableElement>(null);
  const [[atRow, atColumn], setAt] = useState<Place>([1, 1]);
  const numbers = Array.from({ length: size }, (_, at) => at + 1);
  const enter = useStable((caller: number, called: number) => setAt([caller, called]));
  const toggle = useStable(onToggle);
  const walk = (event: KeyboardEvent): void => {
    const next = stepFrom([atRow, atColumn], event.key, size);
    if (next === undefined) return;
    event.preventDefault();
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.join('-')}"]`)?.focus();
  };
  return (
    <table className={styles.matrix} ref={table} onKeyDown={walk} aria-label={said.name}>
      <thead>
        <tr>
          <td />
          <th scope="colgroup" colSpan={size} className={styles.axis}>
            {said.called}
          </th>
        </tr>
        <tr>
          <th scope="col" className={styles.axis}>
            {said.caller}
          </th>
          {numbers.map((number) => (
            <th key={number} scope="col" className={styles.column} aria-label={said.calledNumber(number)}>
              {number}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {numbers.map((caller) => {
          const { denied, edited } = lineOf(rows, draft, caller);
          return (
            <tr key={caller}>
              <th scope="row" className={styles.row} aria-label={said.callerNumber(caller)}>
                <span className={styles.number}>{caller}</span> <span className={styles.who}>{nameOf(caller)}</span>
              </th>
              <Cells
                caller={caller}
                size={size}
                denied={printNumbers(denied)}
                edited={printNumbers(edited)}
                reached={caller === atRow ? Math.min(atColumn, size) : 0}
                readOnly={readOnly}
                onEnter={enter}
                onToggle={toggle}
              />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface CellsProps {
  readonly caller: number;
  readonly size: number;
  /** As lists: rows whose texts stay are not drawn again. */
  readonly denied: string;
  readonly edited: string;
  /** The column that Tab reaches; 0: none of this row. */
  readonly reached: number;
  readonly readOnly: boolean;
  readonly onEnter: (caller: number, called: number) => void;
  readonly onToggle: (caller: number, called: number) => void;
}

const Cells = memo(function Cells({ caller, size, denied, edited, reached, readOnly, onEnter, onToggle }: CellsProps) {
  const isDenied = parseNumbers(denied);
  const isEdited = parseNumbers(edited);
  return Array.from({ length: size }, (_, at) => at + 1).map((called) => (
    <td key={called} className={styles.cell}>
      <button
        type="button"
        className={styles.button}
        data-cell={`${caller}-${called}`}
        data-denied={isDenied.has(called) || undefined}
        data-edited={isEdited.has(called) || undefined}
        tabIndex={called === reached ? 0 : -1}
        aria-label={said.cell(caller, called, isDenied.has(called), isEdited.has(called))}
        aria-disabled={readOnly || undefined}
        onFocus={() => onEnter(caller, called)}
        onClick={() => onToggle(caller, called)}
      >
        {isDenied.has(called) && <IconX size={14} aria-hidden />}
      </button>
    </td>
  ));
});
