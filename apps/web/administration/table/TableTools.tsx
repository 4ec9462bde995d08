// What is done with the table as a whole: import, export, print, fresh data, columns.

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDownload, IconPrinter, IconRefresh, IconUpload } from '@tabler/icons-react';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { FormDescription } from '../../../portal/api.ts';
import { words } from '../../shell/words/words.ts';
import { ColumnsMenu, type ColumnsProps } from './ColumnsMenu.tsx';
import styles from './Filters.module.css';
import type { Wish } from './wishes.ts';

interface ToolsProps extends ColumnsProps {
  readonly onWish: (wish: Wish) => void;
}

const said = words.forms.table;

export function TableTools({ onWish, ...columns }: ToolsProps) {
  const { form } = columns;
  return (
    <span className={styles.tools}>
      {form.operations.includes('import') && (
        <Tool label={said.import} onClick={() => onWish({ kind: 'import' })}>
          <IconUpload size={18} aria-hidden />
        </Tool>
      )}
      {form.operations.includes('export') && (
        <Tool label={said.export} onClick={() => onWish({ kind: 'export' })}>
          <IconDownload size={18} aria-hidden />
        </Tool>
      )}
      <Tool label={said.print} onClick={() => window.print()}>
        <IconPrinter size={18} aria-hidden />
      </Tool>
      <Refresh form={form} />
      <ColumnsMenu {...columns} />
    </span>
  );
}

function Refresh({ form }: { readonly form: FormDescription }) {
  const queries = useQueryClient();
  const busy = useIsFetching({ queryKey: ['form', form.id] }) > 0;
  return (
    <Tool label={said.refresh} onClick={() => void queries.invalidateQueries({ queryKey: ['form', form.id] })}>
      <IconRefresh size={18} aria-hidden className={busy ? styles.turning : undefined} />
    </Tool>
  );
}

interface ToolProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

const Tool = ({ label, onClick, children }: ToolProps) => (
  <Tooltip label={label}>
    <ActionIcon aria-label={label} onClick={onClick}>
      {children}
    </ActionIcon>
  </Tooltip>
);
