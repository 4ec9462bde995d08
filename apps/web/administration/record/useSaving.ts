// Saving what was edited: the difference first; refusals at their fields; another's newer version is compared, never overwritten.

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Changed, ChangeWish } from '../../../portal/api.ts';
import { ProblemError, refusalsOf, systemNowMs } from '../../shell/api.ts';
import { type MadeSecret, madeIn } from '../review/grouping.ts';
import { type Reviewed, sendChanges, useReviewed } from '../review/useReviewed.ts';
import type { Editor } from './useEditor.ts';
import { useSaveKey } from './useSaveKey.ts';

export interface Saving extends Reviewed {
  readonly save: () => void;
  /** Undefined while nothing was saved here. */
  readonly savedAtMs: number | undefined;
  /** Secrets that were made with it, until they are put away. */
  readonly made: readonly MadeSecret[];
  readonly putAway: () => void;
  /** Whether theirs and mine are being compared. */
  readonly comparing: boolean;
  readonly compare: (wanted: boolean) => void;
}

export function useSaving(editor: Editor, wish: ChangeWish, onSaved: (changed: Changed) => void): Saving {
  const queries = useQueryClient();
  const [savedAtMs, setSavedAt] = useState<number>();
  const [made, setMade] = useState<readonly MadeSecret[]>([]);
  const [comparing, compare] = useState(false);
  const reviewed = useReviewed({
    send: (dryRun) => sendChanges([wish], dryRun),
    onDone: (changed) => {
      setMade(madeIn(changed.records));
      setSavedAt(systemNowMs());
      onSaved(changed);
    },
    onRefused: (fault) => {
      if (!(fault instanceof ProblemError && fault.has('forms.stale-version'))) return editor.refuse(refusalsOf(fault));
      compare(true);
      void queries.invalidateQueries({ queryKey: ['form', wish.form] });
    },
  });
  const mayBe = wish.kind === 'add' || editor.edited;
  const save = (): void => {
    if (mayBe && !reviewed.busy) void reviewed.ask();
  };
  useSaveKey(save);
  return { ...reviewed, save, savedAtMs, made, putAway: () => setMade([]), comparing, compare };
}
