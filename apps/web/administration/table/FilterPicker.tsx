// Picks the value that a field must have: of a list where its kind has one, otherwise typed.

import { Autocomplete, Button, Input, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { FieldDescription } from '../../../portal/api.ts';
import { usePicks } from '../../fields/picks.ts';
import { words } from '../../shell/words/words.ts';
import styles from './Filters.module.css';

interface PickerProps {
  readonly field: FieldDescription;
  readonly text: string;
  readonly onPick: (text: string) => void;
}

const said = words.forms.table;

export function FilterPicker(props: PickerProps) {
  const { field } = props;
  const listed = listOf(field);
  if (listed !== undefined) return <ValueList {...props} values={listed} />;
  return field.references === undefined ? <Typed {...props} /> : <Referred {...props} />;
}

/** The values that a field can have, each with its words; undefined where there is no list of them. */
function listOf(field: FieldDescription): readonly (readonly [string, string])[] | undefined {
  if (field.kind === 'yesNo')
    return [
      ['yes', words.forms.yes],
      ['no', words.forms.no],
    ];
  return field.kind === 'choice' ? Object.entries(field.choices ?? {}) : undefined;
}

function ValueList({ values, text, onPick }: PickerProps & { values: readonly (readonly [string, string])[] }) {
  return (
    <ul className={styles.values}>
      {values.map(([value, shown]) => (
        <li key={value}>
          <UnstyledButton
            className={styles.value}
            aria-current={value === text || undefined}
            data-autofocus={value === text || undefined}
            onClick={() => onPick(value)}
          >
            {shown}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

function Typed({ field, text, onPick }: PickerProps) {
  const [typed, setTyped] = useState(text);
  return (
    <PickForm typed={typed} onPick={onPick}>
      <Input
        size="xs"
        data-autofocus
        aria-label={said.filterBy(field.label)}
        placeholder={said.exactly}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </PickForm>
  );
}

function Referred({ field, text, onPick }: PickerProps) {
  const [typed, setTyped] = useState(text);
  const [search] = useDebouncedValue(typed, 200);
  const picks = usePicks(field.references ?? '', search === text ? '' : search);
  return (
    <PickForm typed={typed} onPick={onPick}>
      <Autocomplete
        size="xs"
        data-autofocus
        aria-label={said.filterBy(field.label)}
        data={picks.map(({ key }) => key)}
        filter={({ options }) => options}
        comboboxProps={{ withinPortal: false }}
        value={typed}
        onChange={setTyped}
        onOptionSubmit={onPick}
      />
    </PickForm>
  );
}

interface PickFormProps {
  readonly typed: string;
  readonly onPick: (text: string) => void;
  readonly children: ReactNode;
}

function PickForm({ typed, onPick, children }: PickFormProps) {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onPick(typed.trim());
  };
  return (
    <form className={styles.typed} onSubmit={submit}>
      {children}
      <Button type="submit">{said.filter}</Button>
    </form>
  );
}
