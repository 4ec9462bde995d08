// The fields of a record of a view in their order, those that say something: drawn by their kinds.

import type { FormDescription } from '../../../portal/api.ts';
import { FieldValue } from '../../fields/FieldValue.tsx';
import { printed } from '../../fields/values.ts';
import type { Values } from '../record/draft.ts';
import classes from './setup.module.css';

interface Props {
  readonly view: FormDescription;
  readonly values: Values;
}

export function RecordFacts({ view, values }: Props) {
  const fields = view.fields.filter(({ name }) => name !== view.key && printed(values[name]) !== '');
  return (
    <dl className={classes.recordFacts}>
      {fields.map((field) => (
        <div key={field.name}>
          <dt>{field.label}</dt>
          <dd>
            <FieldValue field={field} value={values[field.name]} />
            {field.unit !== '' && ` ${field.unit}`}
          </dd>
        </div>
      ))}
    </dl>
  );
}
