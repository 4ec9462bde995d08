// Editors of one line: text, digits, whole numbers, addresses, and every kind that this page does not know yet.

import { Input } from '@mantine/core';
import { printed } from '../values.ts';
import { aria, type EditorProps } from './editor.ts';
import classes from './editors.module.css';

type Keyboard = 'text' | 'numeric';

function LineEditor({ keyboard, className, ...props }: EditorProps & { keyboard: Keyboard; className?: string }) {
  return (
    <Input
      {...aria(props)}
      size="xs"
      className={className ?? classes.wide ?? ''}
      value={printed(props.value)}
      error={props.invalid}
      inputMode={keyboard}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      {...(props.onFocus === undefined ? {} : { onFocus: props.onFocus })}
    />
  );
}

export const TextEditor = (props: EditorProps) => <LineEditor {...props} keyboard="text" />;

export const DigitsEditor = (props: EditorProps) => (
  <LineEditor {...props} keyboard="numeric" className={classes.figures ?? ''} />
);

/** A whole number with its unit behind it. */
export function WholeEditor(props: EditorProps) {
  return (
    <span className={classes.line}>
      <LineEditor {...props} keyboard="numeric" className={classes.figures ?? ''} />
      {props.field.unit !== '' && <span className={classes.unit}>{props.field.unit}</span>}
    </span>
  );
}
