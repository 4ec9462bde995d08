// A secret: whether there is one, and a way to give another. What is kept is never shown.

import { Button, Input, PasswordInput } from '@mantine/core';
import { words } from '../../shell/words/words.ts';
import { SetMark } from '../marks.tsx';
import { isSet } from '../values.ts';
import { ChooseFile } from './ChooseFile.tsx';
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
  if (field.file?.as === 'base64' && typed !== blankTyped)
    return (
      <span className={classes.line}>
        <span className={classes.pending} id={props.id}>
          {words.forms.file.chosen}
        </span>
        <ChooseFile {...props} onChosen={onChange} />
      </span>
    );
  const common = {
    ...aria(props),
    ...{ size: 'xs', error: props.invalid, autoComplete: 'new-password', 'data-autofocus': true, autoFocus: true },
    value: typed === blankTyped ? '' : typed,
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      onChange(currentTarget.value === '' ? blankTyped : currentTarget.value),
    ...(props.onFocus === undefined ? {} : { onFocus: props.onFocus }),
  } as const;
  if (field.multiline)
    return (
      <span className={classes.several}>
        <Input {...common} component="textarea" className={classes.lines ?? ''} rows={8} multiline spellCheck={false} />
        <ChooseFile {...props} onChosen={onChange} />
      </span>
    );
  return <PasswordInput {...common} className={classes.wide ?? ''} />;
}

/** Stands for "being typed, nothing yet": refused by every form, so it is never taken for a wish to make one. */
const blankTyped = '\u0000';

function Resting(props: EditorProps) {
  const { field, value, onChange, id, describedBy, labelledBy } = props;
  const said = words.forms.secret;
  const set = isSet(value);
  const described = { 'aria-describedby': `${labelledBy} ${describedBy}`, variant: 'default' };
  return (
    <span className={classes.line}>
      <SetMark set={set} />
      <ChooseFile {...props} onChosen={onChange} />
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
