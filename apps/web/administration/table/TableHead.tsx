// The head of a table: what it is, how much there is, and how records come and change.

import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconPencil, IconPlus } from '@tabler/icons-react';
import type { FormDescription } from '../../../portal/api.ts';
import { PageHead } from '../../shell/pages/PageHead.tsx';
import { words } from '../../shell/words/words.ts';
import { useAddress } from '../useAddress.ts';
import styles from './TableHead.module.css';
import type { Wish } from './wishes.ts';

interface TableHeadProps {
  readonly form: FormDescription;
  readonly total: number | undefined;
  readonly filtered: boolean;
  readonly onWish: (wish: Wish) => void;
}

const said = words.forms.table;

export function TableHead({ form, total, filtered, onWish }: TableHeadProps) {
  const { go } = useAddress();
  const may = new Set(form.operations);
  const count = total === undefined ? '' : filtered ? said.found(total) : said.records(total);
  return (
    <div className={styles.head}>
      <PageHead title={form.title} aside={<output className={styles.count}>{count}</output>}>
        {may.has('change') && <ChangeMenu total={total ?? 0} onWish={onWish} />}
        {may.has('add') && (
          <Button
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => go({ adding: true, record: undefined, copyOf: undefined })}
          >
            {said.add}
          </Button>
        )}
      </PageHead>
      <p className={styles.purpose}>{form.help.purpose}</p>
    </div>
  );
}

function ChangeMenu({ total, onWish }: { readonly total: number; readonly onWish: (wish: Wish) => void }) {
  return (
    <Menu withinPortal={false}>
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
