// What the setup assistant knows of the system: asked anew whenever an event says that it changed.

import { useQuery } from '@tanstack/react-query';
import type { RecordView, Setup } from '../../../portal/api.ts';
import { api } from '../../shell/api.ts';
import { useForms, useRecord, useRecords } from '../../shell/data/queries.ts';
import type { Facts } from './steps.ts';

/** Of forms and views that this person may not see there is nothing. */
export interface SetupState {
  readonly setup: Setup;
  readonly facts: Facts;
  /** Extensions, the newest last; at most `mostShown`. */
  readonly extensions: readonly RecordView[];
  /** Registrations of these and other extensions. */
  readonly registrations: readonly RecordView[];
  /** The newest first. */
  readonly history: readonly RecordView[];
}

const mostShown = 100;

export const setupQuery = {
  queryKey: ['form', 'setup'],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) => api.get<Setup>('setup', { signal }),
};

/** Undefined until everything that this person may see is there. */
export function useSetupState(): SetupState | undefined {
  const { data: forms } = useForms();
  const { data: setup } = useQuery(setupQuery);
  const { data: system } = useRecord('system-options');
  const { data: numbering } = useRecord('numbering');
  const extensions = useRecords('users-and-services', { limit: mostShown });
  const registrations = useRecords('registrations', { limit: mostShown });
  const history = useRecords('call-history', { limit: mostShown });
  const pages = [extensions, registrations, history];
  if (forms === undefined || setup === undefined || pages.some(({ isPending }) => isPending)) return undefined;
  const rows = pages.map(({ data }) => data?.records ?? []);
  return {
    setup,
    extensions: rows[0] ?? [],
    registrations: rows[1] ?? [],
    history: rows[2] ?? [],
    facts: {
      systemChanged: wasChanged(system),
      numberingChanged: wasChanged(numbering),
      extensions: extensions.data?.total ?? 0,
      registered: new Set((rows[1] ?? []).map(({ values }) => values.extension)).size,
      callsOnRecord: history.data?.total ?? 0,
      finished: setup.finishedAtMs > 0,
    },
  };
}

/** Version 0 is what the system has before anybody changed it. */
const wasChanged = (record: RecordView | undefined): boolean => (record?.version ?? 0) > 0;
