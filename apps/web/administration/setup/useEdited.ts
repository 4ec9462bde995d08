// A change in the making: what was typed, what it would change (asked as a dry run after each pause in typing), and the saving of it.

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { Changed, Changes, ChangeWish, Refusal } from '../../../portal/api.ts';
import { api, ProblemError, refusalsOf } from '../../shell/api.ts';
import { after } from '../../shell/time.ts';
import { type Draft, edit, isEdited, type Values } from '../record/draft.ts';

export type Difference = Changed['records'][number]['differences'][number];

export interface Edited {
  readonly draft: Draft;
  readonly set: (name: string, value: unknown) => void;
  readonly differences: readonly Difference[];
  readonly refusals: readonly Refusal[];
  readonly isSaving: boolean;
  /** What was changed; undefined when it was refused, and then the refusals say why. */
  readonly save: () => Promise<Changed | undefined>;
}

const pauseMs = 250;
const nothing: readonly never[] = [];

/** `wishOf` makes the wish of a draft and stays the same function for as long as what it is made of does. */
export function useEdited(base: Values, wishOf: (draft: Draft) => ChangeWish): Edited {
  const [draft, setDraft] = useState<Draft>({});
  const [differences, setDifferences] = useState<readonly Difference[]>(nothing);
  const [refusals, setRefusals] = useState<readonly Refusal[]>(nothing);
  const [isSaving, setSaving] = useState(false);
  const queries = useQueryClient();

  useEffect(() => {
    if (!isEdited(draft)) {
      setDifferences(nothing);
      setRefusals(nothing);
      return undefined;
    }
    const asking = new AbortController();
    const preview = async (): Promise<void> => {
      try {
        const { records } = await send(wishOf(draft), true, asking.signal);
        setDifferences(records.flatMap((record) => record.differences));
        setRefusals(nothing);
      } catch (fault) {
        if (asking.signal.aborted) return;
        setDifferences(nothing);
        setRefusals(refusalsOf(fault).filter(({ field }) => field === undefined || Object.hasOwn(draft, field)));
      }
    };
    const stopWaiting = after(pauseMs, () => void preview());
    return () => {
      stopWaiting();
      asking.abort();
    };
  }, [draft, wishOf]);

  const set = useCallback((name: string, value: unknown) => setDraft((was) => edit(was, name, value, base)), [base]);

  const save = async (): Promise<Changed | undefined> => {
    setSaving(true);
    try {
      const wish = wishOf(draft);
      const changed = await send(wish, false);
      setDraft({});
      await queries.invalidateQueries({ queryKey: ['form', wish.form] });
      return changed;
    } catch (fault) {
      if (!(fault instanceof ProblemError)) throw fault;
      setRefusals(fault.refusals);
      if (fault.status === 409) void queries.invalidateQueries({ queryKey: ['form', wishOf(draft).form] });
      return undefined;
    } finally {
      setSaving(false);
    }
  };

  return { draft, set, differences, refusals, isSaving, save };
}

const send = (wish: ChangeWish, dryRun: boolean, signal?: AbortSignal): Promise<Changed> =>
  api.send<Changed>(
    'POST',
    'changes',
    { changes: [wish], dryRun } satisfies Changes,
    signal === undefined ? {} : { signal },
  );
