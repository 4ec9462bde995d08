// What the search offers to do from anywhere: go home, set up, add a record, help, log out.

import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { FormSummary } from '../../../portal/api.ts';
import { useForms, useSession } from '../data/queries.ts';
import { useHelp } from '../help/help.tsx';
import type { Action } from '../search/results.ts';
import type { SessionKeeper } from '../session/keeper.ts';
import { words } from '../words/words.ts';
import { pagesOf } from './tree.ts';

const said = words.shell.frame;

export function useActions(keeper: SessionKeeper): readonly Action[] {
  const navigate = useNavigate();
  const { data: forms } = useForms();
  const session = useSession();
  const { toggle } = useHelp();
  return useMemo(() => {
    const adding = (forms ?? [])
      .filter(({ operations }) => operations.includes('add'))
      .map(({ id, title }): Action => {
        const run = (): void => void navigate({ to: '/forms/$form', params: { form: id }, search: { add: 'new' } });
        return { words: said.addTo(title), run };
      });
    return [
      { words: said.home, run: () => void navigate({ to: '/' }) },
      ...(maySetUp(session) ? [{ words: said.setup, run: () => void navigate({ to: '/setup' }) }] : []),
      ...(seesSecurity(forms) ? [{ words: words.security.title, run: () => void navigate({ to: '/security' }) }] : []),
      ...pagesOf(forms ?? []).map(({ to, title }): Action => ({ words: title, run: () => void navigate({ to }) })),
      ...adding,
      { words: said.help, run: toggle },
      { words: words.shell.me.logout, run: keeper.leave },
    ];
  }, [forms, session, navigate, toggle, keeper]);
}

/** Who may see how well the system is protected. */
export const seesSecurity = (forms: readonly FormSummary[] = []): boolean =>
  forms.some(({ id }) => id === 'security-checks');

/** Who runs the setup assistant: it leads through forms that root alone may change. */
export const maySetUp = ({ setupDue, policy }: { readonly setupDue: boolean; readonly policy: string }): boolean =>
  setupDue || policy === 'root';
