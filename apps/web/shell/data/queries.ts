// What pages ask the system for: one hook for each, with the keys by which events make them ask again.

import { keepPreviousData, queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type {
  FormDescription,
  FormSummary,
  Home,
  OwnFactors,
  Page,
  PasswordRules,
  RecordHistory,
  RecordView,
  Session,
  Welcome,
} from '../../../portal/api.ts';
import { api, keepCsrfToken, path } from '../api.ts';

export interface RecordsQuery {
  readonly search?: string;
  readonly sort?: string;
  readonly descending?: boolean;
  readonly offset?: number;
  readonly limit?: number;
  /** Field to text that it must have. */
  readonly where?: Readonly<Record<string, string>>;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => {
    const session = await api.get<Session>('session', { signal });
    keepCsrfToken(session.csrfToken);
    return session;
  },
  staleTime: Number.POSITIVE_INFINITY,
});

export const welcomeQuery = queryOptions({
  queryKey: ['welcome'],
  queryFn: ({ signal }) => api.get<Welcome>('welcome', { signal }),
});

export const ownFactorsQuery = queryOptions({
  queryKey: ['own-factors'],
  queryFn: ({ signal }) => api.get<OwnFactors>('own/factors', { signal }),
});

export const passwordRulesQuery = queryOptions({
  queryKey: ['password-rules'],
  queryFn: ({ signal }) => api.get<PasswordRules>('password-rules', { signal }),
});

export const formsQuery = queryOptions({
  queryKey: ['forms'],
  queryFn: ({ signal }) => api.get<readonly FormSummary[]>('forms', { signal }),
});

export const formQuery = (id: string) =>
  queryOptions({
    queryKey: ['form', id, 'description'],
    queryFn: ({ signal }) => api.get<FormDescription>(path('forms', id), { signal }),
    staleTime: 5 * 60_000,
  });

export const recordsQuery = (id: string, query: RecordsQuery) =>
  queryOptions({
    queryKey: ['form', id, 'records', query],
    queryFn: ({ signal }) => api.get<Page>(`${path('forms', id, 'records')}${printQuery(query)}`, { signal }),
    placeholderData: keepPreviousData,
  });

/** Without a key: the record of a single form. */
export const recordQuery = (id: string, key?: string) =>
  queryOptions({
    queryKey: ['form', id, 'record', key ?? ''],
    queryFn: ({ signal }) =>
      api.get<RecordView>(key === undefined ? path('forms', id, 'record') : path('forms', id, 'records', key), {
        signal,
      }),
  });

export const historyQuery = (id: string, key?: string) =>
  queryOptions({
    queryKey: ['form', id, 'history', key ?? ''],
    queryFn: ({ signal }) =>
      api.get<RecordHistory>(
        `${path('forms', id, 'history')}${key === undefined ? '' : `?key=${encodeURIComponent(key)}`}`,
        { signal },
      ),
  });

const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => api.get<Home>('home', { signal }),
});

function printQuery({ search, sort, descending, offset, limit, where }: RecordsQuery): string {
  const given = new URLSearchParams();
  if (search !== undefined && search !== '') given.set('search', search);
  if (sort !== undefined) given.set('sort', sort);
  if (descending === true) given.set('descending', 'true');
  if (offset !== undefined && offset > 0) given.set('offset', String(offset));
  if (limit !== undefined) given.set('limit', String(limit));
  for (const [field, text] of Object.entries(where ?? {})) given.set(`where.${field}`, text);
  const text = given.toString();
  return text === '' ? '' : `?${text}`;
}

/** The session; only for pages behind the login, which the router has asked for before it draws them. */
export const useSession = (): Session => useSuspenseQuery(sessionQuery).data;

/** Every form and view that this person may see, in the order of the tree. */
export const useForms = () => useQuery(formsQuery);

export const useForm = (id: string) => useQuery(formQuery(id));

/** One page of records; the page before stays until the next has come. */
export const useRecords = (id: string, query: RecordsQuery) => useQuery(recordsQuery(id, query));

export const useRecord = (id: string, key?: string) => useQuery(recordQuery(id, key));

export const useHome = () => useQuery(homeQuery);
