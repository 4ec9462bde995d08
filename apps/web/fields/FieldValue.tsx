// A value as it is read, drawn by its kind alone: in a table and in a record that cannot be changed.

import type { ComponentType } from 'react';
import type { FieldDescription } from '../../portal/api.ts';
import { words } from '../shell/words/words.ts';
import { countLevels, levels } from './access.ts';
import classes from './marks.module.css';
import { ChoiceMark, SetMark, YesNoMark } from './marks.tsx';
import { accessOf, isSet, listOf, printed } from './values.ts';
import { When } from './When.tsx';

interface ValueProps {
  readonly field: FieldDescription;
  readonly value: unknown;
}

const Plain = ({ value }: ValueProps) => <>{printed(value)}</>;

const Choice = ({ field, value }: ValueProps) => <ChoiceMark field={field} value={printed(value)} />;

const Choices = ({ field, value }: ValueProps) => (
  <>
    {listOf(value)
      .map((name) => field.choices?.[name] ?? name)
      .join(', ')}
  </>
);

const List = ({ value }: ValueProps) => <>{listOf(value).join(', ')}</>;

const Lines = ({ value }: ValueProps) => <span className={classes.lines}>{printed(value)}</span>;

function AccessCounts({ value }: ValueProps) {
  const said = words.forms.access;
  const counts = countLevels(accessOf(value));
  const named = levels.filter((level) => counts[level] > 0);
  return <>{named.map((level) => said.count(counts[level], said.levels[level])).join(', ')}</>;
}

const values: Readonly<Record<string, ComponentType<ValueProps>>> = {
  access: AccessCounts,
  choice: Choice,
  choices: Choices,
  lines: Lines,
  moment: ({ value }) => <When instant={printed(value)} />,
  networks: List,
  references: List,
  secret: ({ value }) => <SetMark set={isSet(value)} />,
  yesNo: ({ value }) => <YesNoMark yes={value === true || value === 'yes'} />,
};

export function FieldValue(props: ValueProps) {
  const { multiline, kind } = props.field;
  const Value = multiline && kind !== 'secret' ? Lines : (values[kind] ?? Plain);
  return <Value {...props} />;
}
