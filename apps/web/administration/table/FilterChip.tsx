// A filter that holds: the field and its value, changed by a click and taken away by another.

import { CloseButton, Popover, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { FieldDescription } from '../../../portal/api.ts';
import { words } from '../../shell/words/words.ts';
import { FilterPicker } from './FilterPicker.tsx';
import styles from './Filters.module.css';

interface FilterChipProps {
  readonly field: FieldDescription;
  readonly text: string;
  readonly onText: (text: string | undefined) => void;
}

export function FilterChip({ field, text, onText }: FilterChipProps) {
  const said = words.forms.table;
  const [opened, setOpened] = useState(false);
  const shown = text === '' ? said.blank : (field.choices?.[text] ?? text);
  return (
    <span className={styles.chip}>
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-start"
        shadow="md"
        trapFocus
        returnFocus
        withinPortal={false}
      >
        <Popover.Target>
          <UnstyledButton className={styles.chipText} onClick={() => setOpened(!opened)}>
            {field.label} <b>{shown}</b>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown aria-label={said.filterBy(field.label)}>
          <FilterPicker
            field={field}
            text={text}
            onPick={(next) => {
              setOpened(false);
              onText(next);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <CloseButton size={24} aria-label={said.takeFilterAway(field.label)} onClick={() => onText(undefined)} />
    </span>
  );
}
