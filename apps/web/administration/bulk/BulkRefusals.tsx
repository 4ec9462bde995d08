// What was refused of a change of many records: all of it, each with its record and field.

import type { FormDescription, Refusal } from '../../../portal/api.ts';
import { Notice } from '../../shell/Notice.tsx';
import { words } from '../../shell/words/words.ts';
import parts from '../parts/parts.module.css';
import styles from './bulk.module.css';

interface RefusalsProps {
  readonly form: FormDescription;
  readonly refusals: readonly Refusal[];
}

const said = words.forms.bulk;

export function BulkRefusals({ form, refusals }: RefusalsProps) {
  const labels = new Map(form.fields.map(({ name, label }) => [name, label]));
  return (
    <>
      <Notice kind="broken" urgent>
        <p>{said.refused(refusals.length)}</p>
      </Notice>
      <div className={styles.refusals}>
        <table className={parts.differences}>
          <thead>
            <tr>
              <th scope="col">{said.record}</th>
              <th scope="col">{words.forms.review.field}</th>
              <th scope="col">{said.why}</th>
            </tr>
          </thead>
          <tbody>
            {refusals.map(({ key = '', field = '', code, words: why, remedy }) => (
              <tr key={`${key} ${field} ${code} ${why}`}>
                <th scope="row">{key}</th>
                <td>{labels.get(field) ?? field}</td>
                <td>
                  {why} <span className={parts.lead}>{remedy}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
