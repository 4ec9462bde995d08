// Searching and filtering: a line for any text, and a chip for each field that must have a value.

import { CloseButton, Input, Kbd } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { FormDescription } from '../../../portal/api.ts';
import { words } from '../../shell/words/words.ts';
import { AddFilter } from './AddFilter.tsx';
import { FilterChip } from './FilterChip.tsx';
import styles from './Filters.module.css';
import { useSlashKey } from './useSlashKey.ts';

export interface Searched {
  readonly search: string;
  readonly where: Readonly<Record<string, string>>;
}

interface FiltersProps extends Searched {
  readonly form: FormDescription;
  readonly onChange: (change: Partial<Searched>) => void;
  /** At the end of the line. */
  readonly children: ReactNode;
}

export function Filters({ form, search, where, onChange, children }: FiltersProps) {
  const set = (name: string, text: string | undefined): void => {
    const rest = Object.fromEntries(Object.entries(where).filter(([other]) => other !== name));
    onChange({ where: text === undefined ? rest : { ...where, [name]: text } });
  };
  return (
    <search className={styles.filters}>
      <SearchLine title={form.title} search={search} onSearch={(text) => onChange({ search: text })} />
      {Object.entries(where).map(([name, text]) => {
        const field = form.fields.find((one) => one.name === name);
        return field === undefined ? null : (
          <FilterChip key={name} field={field} text={text} onText={(next) => set(name, next)} />
        );
      })}
      <AddFilter form={form} where={where} onFilter={set} />
      {children}
    </search>
  );
}

interface SearchLineProps {
  readonly title: string;
  readonly search: string;
  readonly onSearch: (text: string) => void;
}

function SearchLine({ title, search, onSearch }: SearchLineProps) {
  const [text, setText] = useState(search);
  const sent = useRef(search);
  const input = useRef<HTMLInputElement>(null);
  const send = useDebouncedCallback((next: string) => {
    sent.current = next;
    onSearch(next);
  }, 250);
  // Another search came with the address: from a link, or a step back.
  useEffect(() => {
    if (search !== sent.current) setText(search);
    sent.current = search;
  }, [search]);
  useSlashKey(input);
  const type = (next: string): void => {
    setText(next);
    send(next);
  };
  const said = words.forms.table;
  return (
    <Input
      ref={input}
      size="xs"
      type="search"
      className={styles.search}
      aria-label={said.searchIn(title)}
      placeholder={said.search}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSectionPointerEvents="all"
      rightSection={
        text === '' ? (
          <Kbd size="xs">/</Kbd>
        ) : (
          <CloseButton size={24} aria-label={said.clearSearch} onClick={() => type('')} />
        )
      }
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}
