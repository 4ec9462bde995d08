// Keys of records of another form, in their order: each a small tag; found by typing any of its words. Pasted lists are split.

import { TagsInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { usePicks } from '../picks.ts';
import { listOf } from '../values.ts';
import { aria, type EditorProps } from './editor.ts';
import classes from './editors.module.css';

export function ReferencesEditor(props: EditorProps) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 200);
  const picks = usePicks(props.field.references ?? '', search);
  const names = new Map(picks.map(({ key, name }) => [key, name]));
  return (
    <TagsInput
      {...aria(props)}
      size="xs"
      className={classes.wide ?? ''}
      value={[...listOf(props.value)]}
      error={props.invalid}
      splitChars={[' ', ',', ';', '\n', '\t']}
      data={picks.map(({ key }) => key)}
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span className={classes.pick}>
          <b>{option.value}</b>
          <span>{names.get(option.value)}</span>
        </span>
      )}
      acceptValueOnBlur
      searchValue={typed}
      onSearchChange={setTyped}
      {...(props.onFocus === undefined ? {} : { onFocus: props.onFocus })}
      onChange={(keys) => props.onChange(keys)}
    />
  );
}
