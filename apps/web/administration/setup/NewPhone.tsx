// A new extension, as far as a first phone needs it: its number and its name. Everything else is as it is when installed.

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useCallback, useId, useMemo } from 'react';
import type { FormDescription } from '../../../portal/api.ts';
import { words } from '../../shell/words/words.ts';
import type { Draft } from '../record/draft.ts';
import { EditedFields } from './EditedFields.tsx';
import classes from './setup.module.css';
import { useEdited } from './useEdited.ts';

interface Props {
  readonly form: FormDescription;
  readonly suggested: string;
  readonly title: string;
  readonly onAdded: (number: string, secret: string) => void;
}

const names = ['number', 'name'];

export function NewPhone({ form, suggested, title, onAdded }: Props) {
  const base = useMemo(() => ({ number: suggested, name: '' }), [suggested]);
  const wishOf = useCallback(
    (draft: Draft) => ({ kind: 'add', form: form.id, patch: { ...base, ...draft } }) as const,
    [form.id, base],
  );
  const edited = useEdited(base, wishOf);
  const heading = useId();
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const [record] = (await edited.save())?.records ?? [];
    if (record !== undefined) onAdded(record.key, record.made.sipSecret ?? '');
  };
  return (
    <form className={classes.card} onSubmit={(event) => void add(event)} aria-labelledby={heading} noValidate>
      <h3 id={heading}>{title}</h3>
      <EditedFields form={form} names={names} base={base} edited={edited} fixed={false} />
      <Button type="submit" variant="light" loading={edited.isSaving} leftSection={<IconPlus size={15} aria-hidden />}>
        {words.setup.phones.add}
      </Button>
    </form>
  );
}
