// What the page of security asks for. The keys are those of the views, so that events of them make it ask again.

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { SecurityMoment, SecurityPlan, SecurityReport } from '../../../portal/api.ts';
import { api } from '../../shell/api.ts';

const checksView = 'security-checks';
const historyView = 'security-history';

export const reportQuery = (profile: string) =>
  queryOptions({
    queryKey: ['form', checksView, 'report', profile],
    queryFn: ({ signal }) =>
      api.get<SecurityReport>(`security/report?profile=${encodeURIComponent(profile)}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const momentsQuery = queryOptions({
  queryKey: ['form', historyView, 'moments'],
  queryFn: ({ signal }) => api.get<readonly SecurityMoment[]>('security/history', { signal }),
});

export interface ApplyWish {
  readonly profile: string;
  /** Lines by id; without it every line that can be mended, and the profile is adopted. */
  readonly only?: readonly string[];
}

export const sendApply = (wish: ApplyWish, dryRun: boolean): Promise<SecurityPlan> =>
  api.send<SecurityPlan>('POST', 'security/apply', { ...wish, dryRun });
