// What the page Test a call asks for: anew each time, since any form of routing may have changed.

import { queryOptions } from '@tanstack/react-query';
import type { RouteExplained } from '../../../../portal/api.ts';
import { api } from '../../../shell/api.ts';
import { addressOf, type TestWish } from './wish.ts';

export const explainedKey = ['explained'];

export const explainedQuery = (wish: TestWish) =>
  queryOptions({
    queryKey: [...explainedKey, wish],
    queryFn: ({ signal }) => api.get<RouteExplained>(addressOf(wish), { signal }),
    staleTime: 0,
  });
