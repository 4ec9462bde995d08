// A difference as it is shown before anything is done and in the history: field, old, new.

import { IconArrowRight } from '@tabler/icons-react';
import type { FieldDescription } from '../../../portal/api.ts';
import { inWords } from '../../fields/values.ts';
import { words } from '../../shell/words/words.ts';
import styles from '../parts/parts.module.css';

export interface Difference {
  readonly label: string;
  readonly old: string;
  readonly new: string;
}

interface DifferencesProps {
  readonly differences: readonly Difference[];
  /** Of the form, for the words of choices. */
  readonly fields: readonly FieldDescription[];
  /** Of an added record only the new values are told, of a deleted one only the old. */
  readonly kind: string;
}

const said = words.forms.review;

export function Differences({ differences, fields, kind }: DifferencesProps) {
  const byLabel = new Map(fields.map((field) => [field.label, field]));
  const shown = differences.filter((one) => kind === 'change' || one.old !== '' || one.new !== '');
  return (
    <table className={styles.differences}>
      <thead>
        <tr>
          <th scope="col">{said.field}</th>
          {kind !== 'add' && <th scope="col">{kind === 'delete' ? said.value : said.old}</th>}
          {kind === 'change' && <td className={styles.arrow} />}
          {kind !== 'delete' && <th scope="col">{kind === 'add' ? said.value : said.new}</th>}
        </tr>
      </thead>
      <tbody>
        {shown.map((one) => (
          <tr key={one.label}>
            <th scope="row">{one.label}</th>
            {kind !== 'add' && (
              <td className={styles.old}>
                <Text text={one.old} field={byLabel.get(one.label)} />
              </td>
            )}
            {kind === 'change' && (
              <td className={styles.arrow}>
                <IconArrowRight size={14} aria-hidden />
              </td>
            )}
            {kind !== 'delete' && (
              <td>
                <Text text={one.new} field={byLabel.get(one.label)} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Text({ text, field }: { readonly text: string; readonly field: FieldDescription | undefined }) {
  if (text === '') return <span className={styles.blank}>{said.blank}</span>;
  return field === undefined ? text : inWords(field, text);
}
