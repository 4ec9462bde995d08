// The keeper of the session in this browser: when it ends, and where to go then.

import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { isSomebodyThere } from '../activity.ts';
import { api, keepCsrfToken, listenToApi, systemNowMs } from '../api.ts';
import { sessionQuery, useSession, welcomeQuery } from '../data/queries.ts';
import { every } from '../time.ts';

export interface SessionKeeper {
  /** The system ended it: log in, then come back to here. */
  readonly ended: () => void;
  /** Logs out. */
  readonly leave: () => void;
  /** When the session ends unless somebody does something, as far as this page knows. */
  readonly endsAtMs: () => number;
  /** Asks the system when it ends; made by hand, this prolongs it. */
  readonly ask: () => Promise<void>;
}

/** Somebody who types for long asks for nothing; this often it is told that he is there. */
const tellMs = 15_000;
const quietMs = 60_000;

export function useSessionKeeper(): SessionKeeper {
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  const endsAt = useRef(session.endsAtMs);
  const lengthMs = session.inactivityMinutes * 60_000;

  useEffect(() => {
    endsAt.current = session.endsAtMs;
  }, [session.endsAtMs]);

  const keeper = useMemo<SessionKeeper>(() => {
    const goOut = async (search: Record<string, string>): Promise<void> => {
      keepCsrfToken('');
      await navigate({ to: '/login', search });
      // All is forgotten but what everybody may know; that is asked again, for there may be a banner now.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== welcomeQuery.queryKey[0] });
      await queries.invalidateQueries({ queryKey: welcomeQuery.queryKey });
    };
    return {
      ended: () => {
        const here = router.state.location.href;
        if (!here.startsWith('/login')) void goOut({ ended: 'system', ...(here === '/' ? {} : { to: here }) });
      },
      leave: async () => {
        // Whether or not it was told: this browser forgets.
        await api.send('POST', 'logout').catch(() => undefined);
        await goOut({ ended: 'person' });
      },
      endsAtMs: () => endsAt.current,
      ask: () => queries.refetchQueries({ queryKey: sessionQuery.queryKey }),
    };
  }, [navigate, queries, router]);

  useEffect(() => {
    listenToApi({
      ended: keeper.ended,
      prolonged: () => {
        endsAt.current = systemNowMs() + lengthMs;
      },
    });
    return every(tellMs, () => {
      const quiet = endsAt.current - systemNowMs() < lengthMs - quietMs;
      if (quiet && isSomebodyThere()) void keeper.ask();
    });
  }, [keeper, lengthMs]);

  return keeper;
}
