// Fields of one record in a step: the same rows as in its form, and below them in small what saving would change.

import type { FormDescription } from '../../../portal/api.ts';
import { FieldRow } from '../../fields/FieldRow.tsx';
import { RefusalNotice } from '../../shell/Notice.tsx';
import { words } from '../../shell/words/words.ts';
import { type Values, valueIn } from '../record/draft.ts';
import classes from './setup.module.css';
import type { Edited } from './useEdited.ts';

export interface EditedFieldsProps {
  readonly form: FormDescription;
  /** In this order. */
  readonly names: readonly string[];
  readonly base: Values;
  readonly edited: Edited;
  /** This person may look at the fields and not change them. */
  readonly fixed: boolean;
}

export function EditedFields({ form, names, base, edited, fixed }: EditedFieldsProps) {
  const { draft, set, refusals } = edited;
  const fields = names.flatMap((name) => form.fields.filter((field) => field.name === name));
  const siblings = { fields, valueOf: (name: string) => valueIn(draft, base, name) };
  const elsewhere = refusals.filter(({ field }) => field === undefined || !names.includes(field));
  return (
    <div className={classes.fields}>
      {fields.map((field) => (
        <FieldRow
          key={field.name}
          formId={form.id}
          field={field}
          value={valueIn(draft, base, field.name)}
          base={base[field.name]}
          edited={Object.hasOwn(draft, field.name)}
          fixed={fixed ? '' : undefined}
          refusals={refusals.filter((refusal) => refusal.field === field.name)}
          lastChange={undefined}
          siblings={siblings}
          onChange={(value) => set(field.name, value)}
        />
      ))}
      <RefusalNotice refusals={elsewhere} />
      {fixed ? <p className={classes.small}>{words.setup.readOnly}</p> : <Preview edited={edited} />}
    </div>
  );
}

function Preview({ edited }: { readonly edited: Edited }) {
  const said = words.setup;
  return (
    <div className={classes.preview} aria-live="polite">
      {edited.differences.length > 0 && (
        <>
          <span className={classes.small}>{said.difference}</span>
          <ul>
            {edited.differences.map((difference) => {
              const { label, old, next } = said.line(difference.label, difference.old, difference.new);
              return (
                <li key={label}>
                  {label}: <del>{old}</del> <span aria-hidden>→</span> <ins>{next}</ins>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </div>
  );
}
