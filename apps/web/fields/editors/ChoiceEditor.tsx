// One of several words. The browser's own list: it is quick by keyboard and by touch.

import { Input } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { printed } from '../values.ts';
import { aria, type EditorProps } from './editor.ts';
import classes from './editors.module.css';

export function ChoiceEditor(props: EditorProps) {
  const { field, value } = props;
  const choices = Object.entries(field.choices ?? {});
  const chosen = printed(value);
  const known = choices.some(([name]) => name === chosen);
  return (
    <Input
      size="xs"
      component="select"
      {...aria(props)}
      className={classes.wide ?? ''}
      pointer
      rightSection={<IconChevronDown size={14} aria-hidden />}
      value={chosen}
      error={props.invalid}
      onFocus={props.onFocus}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    >
      {!known && <option value={chosen}>{chosen}</option>}
      {choices.map(([name, words]) => (
        <option key={name} value={name}>
          {words}
        </option>
      ))}
    </Input>
  );
}
