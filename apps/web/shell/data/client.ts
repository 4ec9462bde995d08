// The cache of what was asked. Nothing is asked twice without a reason: events say what changed.

import { QueryClient } from '@tanstack/react-query';
import { ProblemError } from '../api.ts';

/** A refusal stays one; only a system that could not be reached is asked again. */
const mayAskAgain = (failures: number, fault: unknown): boolean =>
  fault instanceof ProblemError && (fault.status === 0 || fault.status === 503) && failures < 3;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, gcTime: 5 * 60_000, retry: mayAskAgain, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});
