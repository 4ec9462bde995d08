// What the setup assistant knows of the system: asked anew whenever an event says that it changed.

import { useQuery } from '@tanstack/react-query';
import type { RecordView, Setup } from '../../../portal/api.ts';
import { api } from '../../shell/api.ts';
import { recordQuery, recordsQuery, useForms, useHome } from '../../shell/data/queries.ts';
import type { Facts } from './steps.ts';

/** Of forms and views that this person may not see there is nothing. */
export interface SetupState {
  /** Whether this person may see that form or view. */
  readonly sees: (formId: string) => boolean;
  readonly setup: Setup;
  readonly extensionLength: number;
  readonly facts: Facts;
  /** Extensions, the newest last; at most `mostShown`. */
  readonly extensions: readonly RecordView[];
  /** Registrations of these and other extensions. */
  readonly registrations: readonly RecordView[];
  readonly calls: readonly RecordView[];
  /** The newest first. */
  readonly history: readonly RecordView[];
}

const mostShown = 100;
const usualLength = 3;

export const setupQuery = {
  queryKey: ['form', 'setup'],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) => api.get<Setup>('setup', { signal }),
};

/** Undefined until everything that this person may see is there. */
export function useSetupState(): SetupState | undefined {
  const { data: forms } = useForms();
  const { data: setup } = useQuery(setupQuery);
  const { data: home } = useHome();
  const sees = (id: string): boolean => forms?.some((form) => form.id === id) === true;
  const system = useQuery({ ...recordQuery('system-options'), enabled: sees('system-options') });
  const numbering = useQuery({ ...recordQuery('numbering'), enabled: sees('numbering') });
  const query = { limit: mostShown };
  const pages = [
    useQuery({ ...recordsQuery('users-and-services', query), enabled: sees('users-and-services') }),
    useQuery({ ...recordsQuery('registrations', query), enabled: sees('registrations') }),
    useQuery({ ...recordsQuery('calls', query), enabled: sees('calls') }),
    useQuery({ ...recordsQuery('call-history', query), enabled: sees('call-history') }),
  ];
  if (forms === undefined || setup === undefined || [system, numbering, ...pages].some(({ isLoading }) => isLoading))
    return undefined;
  const rows = pages.map(({ data }) => data?.records ?? []);
  return {
    sees,
    setup,
    extensionLength: Number(numbering.data?.values.extensionLength ?? usualLength),
    extensions: rows[0] ?? [],
    registrations: rows[1] ?? [],
    calls: rows[2] ?? [],
    history: rows[3] ?? [],
    facts: {
      systemChanged: wasChanged(system.data),
      numberingChanged: wasChanged(numbering.data),
      extensions: pages[0]?.data?.total ?? 0,
      registered: new Set((rows[1] ?? []).map(({ values }) => values.extension)).size,
      callsOnRecord: pages[3]?.data?.total ?? 0,
      profileMet: home?.security === undefined ? undefined : home.security.notMet === 0,
      finished: setup.finishedAtMs > 0,
    },
  };
}

/** Version 0 is what the system has before anybody changed it. */
const wasChanged = (record: RecordView | undefined): boolean => (record?.version ?? 0) > 0;
