// Which columns are shown and in which order, and how dense the rows are: kept for this person in this browser.

import { ActionIcon, Button, Checkbox, Popover, SegmentedControl } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';
import type { FormDescription } from '../../../portal/api.ts';
import { words } from '../../shell/words/words.ts';
import styles from './ColumnsMenu.module.css';
import { type ColumnChoice, hiddenFields, movedColumn, orderedFields } from './columns.ts';
import type { Density } from './usePreferences.ts';

const said = words.forms.columns;

export interface ColumnsProps {
  readonly form: FormDescription;
  readonly choice: ColumnChoice | undefined;
  readonly density: Density;
  readonly onChoice: (choice: ColumnChoice | undefined) => void;
  readonly onDensity: (density: Density) => void;
}

export function ColumnsMenu(props: ColumnsProps) {
  const { choice, density, onChoice, onDensity } = props;
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus withinPortal={false}>
      <Popover.Target>
        <ActionIcon aria-label={said.title} title={said.title}>
          <IconColumns3 size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={said.title}>
        <h2 className={styles.title}>{said.title}</h2>
        <ColumnList {...props} />
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={said.density}
          value={density}
          data={[
            { value: 'dense', label: said.dense },
            { value: 'comfortable', label: said.comfortable },
          ]}
          onChange={(next) => onDensity(next === 'dense' ? 'dense' : 'comfortable')}
        />
        {choice !== undefined && (
          <Button variant="subtle" size="compact-xs" onClick={() => onChoice(undefined)}>
            {said.usual}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function ColumnList({ form, choice, onChoice }: ColumnsProps) {
  const fields = orderedFields(form.fields, form.key, choice);
  const hidden = hiddenFields(fields, form.key, choice);
  const order = fields.map(({ name }) => name);
  const choose = (next: Partial<ColumnChoice>): void => onChoice({ order, hidden: [...hidden], ...next });
  const toggle = (name: string, shown: boolean): void =>
    choose({ hidden: shown ? [...hidden].filter((one) => one !== name) : [...hidden, name] });
  return (
    <ul className={styles.list}>
      {fields.map(({ name, label }) => (
        <li key={name} className={styles.column}>
          <Checkbox
            label={label}
            checked={!hidden.has(name)}
            disabled={name === form.key}
            onChange={(event) => toggle(name, event.currentTarget.checked)}
          />
          {name !== form.key && (
            <span className={styles.arrows}>
              <Move label={said.left(label)} onClick={() => choose({ order: movedColumn(order, name, -1) })}>
                <IconArrowUp size={14} aria-hidden />
              </Move>
              <Move label={said.right(label)} onClick={() => choose({ order: movedColumn(order, name, 1) })}>
                <IconArrowDown size={14} aria-hidden />
              </Move>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

interface MoveProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

const Move = ({ label, onClick, children }: MoveProps) => (
  <ActionIcon size={24} aria-label={label} onClick={onClick}>
    {children}
  </ActionIcon>
);
