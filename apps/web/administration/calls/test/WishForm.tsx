// Who would dial what, and when. Enter tests it; the address then says it.

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { instantOf, localOf, zoneName } from '../../../fields/moments.ts';
import { callWords } from '../../../shell/words/calls.ts';
import styles from '../calls.module.css';
import { PickInput } from '../PickInput.tsx';
import { isSame, useDraft } from '../useDraft.ts';
import { explainedKey } from './queries.ts';
import { isWhole, type TestWish } from './wish.ts';

const said = callWords.test;
const forms = { extension: 'users-and-services', trunk: 'trunks' } as const;

interface WishFormProps {
  /** What the address says. */
  readonly wish: TestWish;
  readonly onTest: (wish: TestWish) => void;
}

export function WishForm({ wish, onTest }: WishFormProps) {
  const queries = useQueryClient();
  const [draft, set] = useDraft(wish);
  const { kind, caller, dialled, at } = draft;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isWhole(draft)) return;
    void queries.invalidateQueries({ queryKey: explainedKey });
    onTest(draft);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <NativeSelect
        label={said.from}
        value={kind}
        onChange={({ currentTarget }) =>
          set({ kind: currentTarget.value === 'trunk' ? 'trunk' : 'extension', caller: '' })
        }
        data={Object.entries(said.kinds).map(([value, label]) => ({ value, label }))}
      />
      <PickInput
        key={kind}
        label={said[kind]}
        form={forms[kind]}
        value={caller}
        onChange={(to) => set({ caller: to })}
      />
      <TextInput
        label={said.dialled}
        description={kind === 'trunk' ? said.inboundHelp : said.dialledHelp}
        inputWrapperOrder={['label', 'input', 'description']}
        autoComplete="off"
        value={dialled}
        onChange={({ currentTarget }) => set({ dialled: currentTarget.value })}
      />
      <TextInput
        type="datetime-local"
        label={said.at}
        description={said.atHelp(zoneName())}
        inputWrapperOrder={['label', 'input', 'description']}
        value={localOf(at)}
        onChange={({ currentTarget }) => set({ at: instantOf(currentTarget.value) })}
      />
      <Button type="submit" disabled={!isWhole(draft)}>
        {isWhole(wish) && isSame(draft, wish) ? said.again : said.submit}
      </Button>
    </form>
  );
}
