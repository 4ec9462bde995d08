// Whose calls, and over which time. Enter works it out; the address then says it.

import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { instantOf, localOf, zoneName } from '../../../fields/moments.ts';
import { callWords } from '../../../shell/words/calls.ts';
import styles from '../calls.module.css';
import { PickInput } from '../PickInput.tsx';
import { isSame, useDraft } from '../useDraft.ts';
import { simulationKey } from './queries.ts';
import type { CostWish } from './wish.ts';

const said = callWords.cost;

interface SpanFormProps {
  /** What the address says. */
  readonly wish: CostWish;
  readonly onAsk: (wish: CostWish) => void;
}

export function SpanForm({ wish, onAsk }: SpanFormProps) {
  const queries = useQueryClient();
  const [draft, set] = useDraft(wish);
  const isMissing = draft.extension.trim() === '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isMissing) return;
    void queries.invalidateQueries({ queryKey: simulationKey });
    onAsk(draft);
  };
  return (
    <form className={styles.form} data-form="cost" onSubmit={submit} noValidate>
      <PickInput
        label={said.extension}
        form="users-and-services"
        value={draft.extension}
        onChange={(extension) => set({ extension })}
      />
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          type="datetime-local"
          label={said[end]}
          description={said.span(zoneName())}
          inputWrapperOrder={['label', 'input', 'description']}
          value={localOf(draft[end])}
          onChange={({ currentTarget }) => set({ [end]: instantOf(currentTarget.value) })}
        />
      ))}
      <Button type="submit" disabled={isMissing}>
        {!isMissing && isSame(draft, wish) ? said.again : said.submit}
      </Button>
    </form>
  );
}
