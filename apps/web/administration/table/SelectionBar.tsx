// What can be done with the selected records.

import { Button } from '@mantine/core';
import { IconPencil, IconPlayerStop, IconTrash, IconX } from '@tabler/icons-react';
import type { FormDescription } from '../../../portal/api.ts';
import { words } from '../../shell/words/words.ts';
import styles from './Filters.module.css';
import type { Wish } from './wishes.ts';

interface SelectionProps {
  readonly form: FormDescription;
  readonly count: number;
  readonly onWish: (wish: Wish) => void;
  readonly onClear: () => void;
}

export function SelectionBar({ form, count, onWish, onClear }: SelectionProps) {
  const said = words.forms.table;
  const may = new Set(form.operations);
  return (
    <section className={styles.selected} aria-label={said.selection}>
      <output>
        <b>{said.selected(count)}</b>
      </output>
      {may.has('change') && (
        <Button
          variant="default"
          leftSection={<IconPencil size={15} aria-hidden />}
          onClick={() => onWish({ kind: 'bulk', scope: 'selected' })}
        >
          {said.changeSelected}
        </Button>
      )}
      {may.has('delete') && (
        <Button
          variant="default"
          leftSection={<IconTrash size={15} aria-hidden />}
          onClick={() => onWish({ kind: 'delete' })}
        >
          {said.deleteSelected}
        </Button>
      )}
      {may.has('act') &&
        form.actions.map((action) => (
          <Button
            key={action.name}
            variant="default"
            leftSection={<IconPlayerStop size={15} aria-hidden />}
            title={action.help}
            onClick={() => onWish({ kind: 'act', action })}
          >
            {action.label}
          </Button>
        ))}
      <Button variant="subtle" color="gray" leftSection={<IconX size={15} aria-hidden />} onClick={onClear}>
        {said.clearSelection}
      </Button>
    </section>
  );
}
