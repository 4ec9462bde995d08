// What the page What could it cost? asks for. Both change with every call: they are asked for anew.

import { queryOptions } from '@tanstack/react-query';
import type { TollSimulation, TollSpent } from '../../../../portal/api.ts';
import { api } from '../../../shell/api.ts';
import { addressOf, type CostWish } from './wish.ts';

export const simulationKey = ['toll', 'simulation'];

export const simulationQuery = (wish: CostWish) =>
  queryOptions({
    queryKey: [...simulationKey, wish],
    queryFn: ({ signal }) => api.get<TollSimulation>(addressOf(wish), { signal }),
    staleTime: 0,
  });

export const spentQuery = queryOptions({
  queryKey: ['toll', 'spent'],
  queryFn: ({ signal }) => api.get<readonly TollSpent[]>('toll/spent', { signal }),
  staleTime: 0,
});
