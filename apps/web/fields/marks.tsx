// Small marks for states: a shape and a word, so that colour is never alone.

import { IconCheck, IconLock, IconLockOpen2, IconMinus } from '@tabler/icons-react';
import type { FieldDescription } from '../../portal/api.ts';
import { State } from '../shell/State.tsx';
import { words } from '../shell/words/words.ts';
import classes from './marks.module.css';

export function YesNoMark({ yes }: { readonly yes: boolean }) {
  const said = words.forms;
  return (
    <span className={classes.mark} data-off={!yes || undefined}>
      {yes ? <IconCheck size={14} stroke={2.4} aria-hidden /> : <IconMinus size={14} aria-hidden />}
      {yes ? said.yes : said.no}
    </span>
  );
}

export function SetMark({ set }: { readonly set: boolean }) {
  const said = words.forms.secret;
  return (
    <span className={classes.mark} data-off={!set || undefined}>
      {set ? <IconLock size={14} aria-hidden /> : <IconLockOpen2 size={14} aria-hidden />}
      {set ? said.set : said.notSet}
    </span>
  );
}

/** A choice in its words; where its form says what state each value is, with the colour and shape of that state. */
export function ChoiceMark({ field, value }: { readonly field: FieldDescription; readonly value: string }) {
  const shown = field.choices?.[value] ?? value;
  const kind = field.marks?.[value];
  return kind === undefined ? shown : <State kind={kind}>{shown}</State>;
}
