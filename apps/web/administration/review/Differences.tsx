// A difference as it is shown before anything is done and in the history: field, old, new.

import { IconArrowRight } from '@tabler/icons-react';
import type { FieldDescription } from '../../../portal/api.ts';
import { levelOf } from '../../fields/access.ts';
import { accessOf, inWords } from '../../fields/values.ts';
import { useForms } from '../../shell/data/queries.ts';
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
                <Text text={one.old} other={one.new} field={byLabel.get(one.label)} />
              </td>
            )}
            {kind === 'change' && (
              <td className={styles.arrow}>
                <IconArrowRight size={14} aria-hidden />
              </td>
            )}
            {kind !== 'delete' && (
              <td>
                <Text text={one.new} other={one.old} field={byLabel.get(one.label)} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface TextProps {
  readonly text: string;
  /** The text on the other side: of long lists only what differs is told. */
  readonly other: string;
  readonly field: FieldDescription | undefined;
}

function Text({ text, other, field }: TextProps) {
  if (text === '') return <span className={styles.blank}>{said.blank}</span>;
  if (field?.kind === 'access') return <AccessChanges text={text} other={other} />;
  return field === undefined ? text : inWords(field, text);
}

function AccessChanges({ text, other }: { readonly text: string; readonly other: string }) {
  const { data: forms = [] } = useForms();
  const before = accessOf(other);
  const named = Object.entries(accessOf(text)).filter(([id, level]) => before[id] !== level);
  if (named.length === 0) return <span className={styles.blank}>{words.forms.access.asDefault}</span>;
  return named.map(([id, level]) => (
    <div key={id}>
      {words.forms.access.cell(
        forms.find((form) => form.id === id)?.title ?? id,
        words.forms.access.levels[levelOf(level) ?? 'none'],
      )}
    </div>
  ));
}
