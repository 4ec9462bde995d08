// The key of a record, found by typing any of its words: whose call it is.

import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { usePicks } from '../../fields/picks.ts';
import styles from './calls.module.css';

const typingMs = 200;

interface PickInputProps {
  readonly label: string;
  readonly form: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function PickInput({ label, form, value, onChange }: PickInputProps) {
  const [search] = useDebouncedValue(value, typingMs);
  const picks = usePicks(form, search);
  const names = new Map(picks.map(({ key, name }) => [key, name]));
  return (
    <Autocomplete
      label={label}
      value={value}
      onChange={onChange}
      data={picks.map(({ key }) => key)}
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span className={styles.pick}>
          <b>{option.value}</b>
          <span>{names.get(option.value)}</span>
        </span>
      )}
    />
  );
}
