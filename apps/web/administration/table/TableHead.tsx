// The head of a table: what it is, how much there is, and what can be done with it.

import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import {
  IconChevronDown,
  IconDownload,
  IconPencil,
  IconPlus,
  IconPrinter,
  IconRefresh,
  IconUpload,
} from '@tabler/icons-react';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import type { FormDescription } from '../../../portal/api.ts';
import { PageHead } from '../../shell/pages/PageHead.tsx';
import { words } from '../../shell/words/words.ts';
import { useAddress } from '../useAddress.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import type { ColumnChoice } from './columns.ts';
import type { Wish } from './TableDialogs.tsx';
import styles from './TableHead.module.css';
import type { Density } from './usePreferences.ts';

export interface TableHeadProps {
  readonly form: FormDescription;
  readonly total: number | undefined;
  readonly filtered: boolean;
  /** All columns in their order. */
  readonly fields: readonly string[];
  readonly hidden: Readonly<Record<string, boolean>>;
  readonly choice: ColumnChoice | undefined;
  readonly density: Density;
  readonly onChoice: (choice: ColumnChoice | undefined) => void;
  readonly onDensity: (density: Density) => void;
  readonly onWish: (wish: Wish) => void;
}

const said = words.forms.table;

export function TableHead(props: TableHeadProps) {
  const { form, total, filtered, onWish } = props;
  const { go } = useAddress();
  const may = new Set(form.operations);
  const count = total === undefined ? '' : filtered ? said.found(total) : said.records(total);
  return (
    <div className={styles.head}>
      <PageHead title={form.title} aside={<output className={styles.count}>{count}</output>}>
        {may.has('add') && (
          <Button
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => go({ adding: true, record: undefined })}
          >
            {said.add}
          </Button>
        )}
        {may.has('change') && <ChangeMenu total={total ?? 0} onWish={onWish} />}
        <MoreButtons form={form} onWish={onWish} />
        <ColumnsMenu {...props} />
      </PageHead>
      <p className={styles.purpose}>{form.help.purpose}</p>
    </div>
  );
}

function ChangeMenu({ total, onWish }: { readonly total: number; readonly onWish: (wish: Wish) => void }) {
  return (
    <Menu>
      <Menu.Target>
        <Button
          variant="default"
          disabled={total === 0}
          leftSection={<IconPencil size={15} aria-hidden />}
          rightSection={<IconChevronDown size={13} aria-hidden />}
        >
          {said.change}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onWish({ kind: 'bulk', scope: 'page' })}>{said.changePage}</Menu.Item>
        <Menu.Item onClick={() => onWish({ kind: 'bulk', scope: 'found' })}>{said.changeAll}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function MoreButtons({ form, onWish }: { readonly form: FormDescription; readonly onWish: (wish: Wish) => void }) {
  const may = new Set(form.operations);
  return (
    <>
      {may.has('import') && (
        <IconButton label={said.import} onClick={() => onWish({ kind: 'import' })}>
          <IconUpload size={17} aria-hidden />
        </IconButton>
      )}
      {may.has('export') && (
        <IconButton label={said.export} onClick={() => onWish({ kind: 'export' })}>
          <IconDownload size={17} aria-hidden />
        </IconButton>
      )}
      <IconButton label={said.print} onClick={() => window.print()}>
        <IconPrinter size={17} aria-hidden />
      </IconButton>
      <Refresh formId={form.id} />
    </>
  );
}

function Refresh({ formId }: { readonly formId: string }) {
  const queries = useQueryClient();
  const busy = useIsFetching({ queryKey: ['form', formId] }) > 0;
  return (
    <IconButton label={said.refresh} onClick={() => void queries.invalidateQueries({ queryKey: ['form', formId] })}>
      <IconRefresh size={17} aria-hidden className={busy ? styles.turning : undefined} />
    </IconButton>
  );
}

interface IconButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function IconButton({ label, onClick, children }: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={onClick} variant="default">
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
