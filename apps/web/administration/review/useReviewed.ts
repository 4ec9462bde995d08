// A change in two steps: a dry run whose difference is shown, then the same for good.

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Changed, ChangeWish } from '../../../portal/api.ts';
import { api } from '../../shell/api.ts';
import { useStable } from '../parts/useStable.ts';

interface Wanted {
  /** Asks the system: the same for the dry run and for good. */
  readonly send: (dryRun: boolean) => Promise<Changed>;
  readonly onDone: (changed: Changed) => void;
  /** Takes what was refused, and the dialog closes; without it the refusals are shown where they came up. */
  readonly onRefused?: (fault: unknown) => void;
}

export interface Reviewed {
  /** The difference, while it is shown. */
  readonly review: Changed | undefined;
  readonly busy: boolean;
  readonly fault: unknown;
  readonly ask: () => Promise<void>;
  readonly confirm: () => Promise<void>;
  readonly close: () => void;
}

export function useReviewed({ send, onDone, onRefused }: Wanted): Reviewed {
  const queries = useQueryClient();
  const [review, setReview] = useState<Changed>();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();

  const refused = (reason: unknown): void => {
    if (onRefused === undefined) return setFault(reason);
    setReview(undefined);
    onRefused(reason);
  };
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      await work();
    } catch (reason) {
      refused(reason);
    }
    setBusy(false);
  };

  const ask = useStable(() => run(async () => setReview(await send(true))));
  const confirm = useStable(() =>
    run(async () => {
      const changed = await send(false);
      setReview(undefined);
      onDone(changed);
      await refresh(queries, changed);
    }),
  );
  const close = useStable(() => {
    setReview(undefined);
    setFault(undefined);
  });
  return { review, busy, fault, ask, confirm, close };
}

export const sendChanges = (changes: readonly ChangeWish[], dryRun: boolean): Promise<Changed> =>
  api.send<Changed>('POST', 'changes', { changes, dryRun });

/** Asks again for everything that a change touched. */
async function refresh(queries: QueryClient, { records }: Changed): Promise<void> {
  const forms = [...new Set(records.map(({ form }) => form))];
  await Promise.all(
    [...forms.map((id) => ['form', id]), ['forms'], ['home']].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  );
}
