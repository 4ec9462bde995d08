// A set of choices: one box each, in the order in which the form declares them.

import { Checkbox } from '@mantine/core';
import { listOf } from '../values.ts';
import type { EditorProps } from './editor.ts';
import classes from './editors.module.css';

export function ChoicesEditor({ field, value, onChange, id, labelledBy, describedBy, invalid, onFocus }: EditorProps) {
  const names = Object.keys(field.choices ?? {});
  const chosen = new Set(listOf(value));
  const toggle = (name: string, on: boolean): void =>
    onChange(names.filter((one) => (one === name ? on : chosen.has(one))));
  return (
    <fieldset className={classes.boxes} aria-labelledby={labelledBy} aria-describedby={describedBy}>
      {names.map((name, index) => (
        <Checkbox
          key={name}
          size="xs"
          {...(index === 0 ? { id } : {})}
          label={field.choices?.[name]}
          checked={chosen.has(name)}
          error={invalid}
          aria-invalid={invalid}
          {...(onFocus === undefined ? {} : { onFocus })}
          onChange={(event) => toggle(name, event.currentTarget.checked)}
        />
      ))}
    </fieldset>
  );
}
