// A list of networks: each a small tag that can be taken away; pasted lists are split.

import { TagsInput } from '@mantine/core';
import { listOf } from '../values.ts';
import { aria, type EditorProps } from './editor.ts';
import classes from './editors.module.css';

export function NetworksEditor(props: EditorProps) {
  return (
    <TagsInput
      {...aria(props)}
      size="xs"
      className={classes.wide ?? ''}
      value={[...listOf(props.value)]}
      error={props.invalid}
      splitChars={[' ', ',', ';', '\n', '\t']}
      acceptValueOnBlur
      {...(props.onFocus === undefined ? {} : { onFocus: props.onFocus })}
      onChange={(networks) => props.onChange(networks)}
    />
  );
}
