// A moment, or a day: in the reader's zone, kept in UTC. Blank stays blank.

import { Input } from '@mantine/core';
import { instantOf, localOf, zoneName } from '../moments.ts';
import { printed } from '../values.ts';
import { aria, type EditorProps } from './editor.ts';
import classes from './editors.module.css';

export function MomentEditor(props: EditorProps) {
  return (
    <span className={classes.line}>
      <Input
        size="xs"
        type="datetime-local"
        {...aria(props)}
        className={classes.moment ?? ''}
        value={localOf(printed(props.value))}
        error={props.invalid}
        onFocus={props.onFocus}
        onChange={(event) => props.onChange(instantOf(event.currentTarget.value))}
      />
      <span className={classes.unit}>{zoneName()}</span>
    </span>
  );
}

export const DayEditor = (props: EditorProps) => (
  <Input
    size="xs"
    type="date"
    {...aria(props)}
    className={classes.moment ?? ''}
    value={printed(props.value)}
    error={props.invalid}
    onFocus={props.onFocus}
    onChange={(event) => props.onChange(event.currentTarget.value)}
  />
);
