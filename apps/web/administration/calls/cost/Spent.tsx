// What was spent: by the system, by trunks, classes of service and extensions, as the toll guard has counted it.

import { useQuery } from '@tanstack/react-query';
import { callWords } from '../../../shell/words/calls.ts';
import { printNumber } from '../../../shell/words/format.ts';
import { Problem } from '../../parts/Problem.tsx';
import styles from '../calls.module.css';
import { spentQuery } from './queries.ts';

const said = callWords.cost.spent;
const shown = 100;
const columns = [said.active, said.callsHour, said.hour, said.minutesDay, said.day, said.weekend];

export function Spent() {
  const { data: rows, error, refetch } = useQuery(spentQuery);
  if (error !== null) return <Problem fault={error} onAgain={() => void refetch()} />;
  if (rows === undefined) return null;
  return (
    <section className={styles.part}>
      <h2>{said.title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={said.title}>
        <table className={styles.spent}>
          <thead>
            <tr>
              <th scope="col">{said.who}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map(({ who, active, callsHour, hour, minutesDay, day, weekend }) => (
              <tr key={who}>
                <th scope="row">{who}</th>
                <td>{printNumber(active)}</td>
                <td>{printNumber(callsHour)}</td>
                <td>{hour}</td>
                <td>{printNumber(minutesDay)}</td>
                <td>{day}</td>
                <td>{weekend}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > shown && <p className={styles.hint}>{said.more(rows.length - shown)}</p>}
    </section>
  );
}
