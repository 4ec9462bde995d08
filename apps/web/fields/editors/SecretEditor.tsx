// A secret: whether there is one, and a way to give another. What is kept is never shown.

import { Button, PasswordInput } from '@mantine/core';
import { words } from '../../shell/words/words.ts';
import { SetMark } from '../marks.tsx';
import { isSet } from '../values.ts';
import { aria, type EditorProps } from './editor.ts';
import classes from './editors.module.css';

export function SecretEditor(props: EditorProps) {
  const { field, value, base, onChange } = props;
  const said = words.forms.secret;
  const typed = value === base ? undefined : String(value);
  if (typed === undefined) return <Resting {...props} />;
  if (typed === '')
    return (
      <p className={classes.pending} id={props.id}>
        {field.made ? said.willBeMade : said.willBeTakenAway}
      </p>
    );
  return (
    <PasswordInput
      {...aria(props)}
      size="xs"
      className={classes.wide ?? ''}
      value={typed === blankTyped ? '' : typed}
      error={props.invalid}
      autoComplete="new-password"
      data-autofocus
      autoFocus
      onChange={(event) => onChange(event.currentTarget.value === '' ? blankTyped : event.currentTarget.value)}
      {...(props.onFocus === undefined ? {} : { onFocus: props.onFocus })}
    />
  );
}

/** Stands for "being typed, nothing yet": refused by every form, so it is never taken for a wish to make one. */
const blankTyped = '\u0000';

function Resting({ field, value, onChange, id, describedBy, labelledBy }: EditorProps) {
  const said = words.forms.secret;
  const set = isSet(value);
  const described = { 'aria-describedby': `${labelledBy} ${describedBy}`, variant: 'default' };
  return (
    <span className={classes.line}>
      <SetMark set={set} />
      <Button id={id} {...described} onClick={() => onChange(blankTyped)}>
        {set ? said.change : said.give}
      </Button>
      {field.made && (
        <Button {...described} onClick={() => onChange('')}>
          {said.makeNew}
        </Button>
      )}
      {!field.made && set && (
        <Button {...described} onClick={() => onChange('')}>
          {said.takeAway}
        </Button>
      )}
    </span>
  );
}
