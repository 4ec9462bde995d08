// The key of a record of another form: found by typing any of its words. Where that form may not be seen, the key is typed.

import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { usePicks } from '../picks.ts';
import { printed } from '../values.ts';
import { aria, type EditorProps } from './editor.ts';
import classes from './editors.module.css';

export function ReferenceEditor(props: EditorProps) {
  const text = printed(props.value);
  const [search] = useDebouncedValue(text === printed(props.base) ? '' : text, 200);
  const picks = usePicks(props.field.references ?? '', search);
  const names = new Map(picks.map(({ key, name }) => [key, name]));
  return (
    <Autocomplete
      {...aria(props)}
      size="xs"
      className={classes.wide ?? ''}
      value={text}
      error={props.invalid}
      data={picks.map(({ key }) => key)}
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span className={classes.pick}>
          <b>{option.value}</b>
          <span>{names.get(option.value)}</span>
        </span>
      )}
      rightSection={names.has(text) ? <span className={classes.named}>{names.get(text)}</span> : null}
      rightSectionWidth="auto"
      {...(props.onFocus === undefined ? {} : { onFocus: props.onFocus })}
      onChange={props.onChange}
    />
  );
}
