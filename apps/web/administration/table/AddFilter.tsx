// One filter more: first the field, then its value.

import { Button, Popover, UnstyledButton } from '@mantine/core';
import { IconFilterPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { FieldDescription, FormDescription } from '../../../portal/api.ts';
import { words } from '../../shell/words/words.ts';
import { FilterPicker } from './FilterPicker.tsx';
import styles from './Filters.module.css';

interface AddFilterProps {
  readonly form: FormDescription;
  readonly where: Readonly<Record<string, string>>;
  readonly onFilter: (name: string, text: string) => void;
}

const said = words.forms.table;

export function AddFilter({ form, where, onFilter }: AddFilterProps) {
  const [opened, setOpened] = useState(false);
  const [field, setField] = useState<FieldDescription>();
  const open = (next: boolean): void => {
    setOpened(next);
    if (next) setField(undefined);
  };
  const fields = form.fields.filter(({ name, kind }) => kind !== 'secret' && !Object.hasOwn(where, name));
  if (fields.length === 0) return null;
  return (
    <Popover
      opened={opened}
      onChange={open}
      position="bottom-start"
      shadow="md"
      trapFocus
      returnFocus
      withinPortal={false}
    >
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconFilterPlus size={15} aria-hidden />}
          onClick={() => open(!opened)}
        >
          {said.filter}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={said.filter}>
        {field === undefined ? (
          <FieldList fields={fields} onField={setField} />
        ) : (
          <>
            <h2 className={styles.picked}>{field.label}</h2>
            <FilterPicker
              field={field}
              text=""
              onPick={(text) => {
                setOpened(false);
                onFilter(field.name, text);
              }}
            />
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

interface FieldListProps {
  readonly fields: readonly FieldDescription[];
  readonly onField: (field: FieldDescription) => void;
}

const FieldList = ({ fields, onField }: FieldListProps) => (
  <ul className={styles.values}>
    {fields.map((field) => (
      <li key={field.name}>
        <UnstyledButton className={styles.value} onClick={() => onField(field)}>
          {field.label}
        </UnstyledButton>
      </li>
    ))}
  </ul>
);
