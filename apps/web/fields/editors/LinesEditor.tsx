// Text of several lines.

import { Input } from '@mantine/core';
import { printed } from '../values.ts';
import { ChooseFile } from './ChooseFile.tsx';
import { aria, type EditorProps } from './editor.ts';
import classes from './editors.module.css';

export function LinesEditor(props: EditorProps) {
  const text = printed(props.value);
  return (
    <span className={classes.several}>
      <Input
        size="xs"
        component="textarea"
        {...aria(props)}
        className={classes.lines ?? ''}
        rows={Math.min(12, Math.max(4, text.split('\n').length + 1))}
        multiline
        value={text}
        error={props.invalid}
        onFocus={props.onFocus}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      <ChooseFile {...props} onChosen={props.onChange} />
    </span>
  );
}
