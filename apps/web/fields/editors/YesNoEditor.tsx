// Yes or no: a switch with the word beside it.

import { Switch } from '@mantine/core';
import { words } from '../../shell/words/words.ts';
import { aria, type EditorProps } from './editor.ts';
import classes from './editors.module.css';

export function YesNoEditor(props: EditorProps) {
  const said = words.forms;
  const on = props.value === true || props.value === 'yes';
  return (
    <Switch
      {...aria(props)}
      size="xs"
      className={classes.switch ?? ''}
      checked={on}
      error={props.invalid}
      withThumbIndicator={false}
      label={on ? said.yes : said.no}
      {...(props.onFocus === undefined ? {} : { onFocus: props.onFocus })}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  );
}
