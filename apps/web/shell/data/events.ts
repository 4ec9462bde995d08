// What changed in the system, as it changes: a stream of events that makes the pages ask again. When it breaks, the frame says so.

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Changing } from '../../../portal/api.ts';
import { apiBase } from '../api.ts';
import { after } from '../time.ts';

export type Connection = 'live' | 'connecting' | 'lost';

/** Events that come together are answered by one asking. */
const gatherMs = 500;
const firstRetryMs = 1000;
const longestRetryMs = 30_000;

/** Listens for as long as the caller is on the page. `ended` is told that the session is over. */
export function useEvents(ended: () => void): Connection {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<Connection>('connecting');
  useEffect(() => listen(queries, ended, setConnection), [queries, ended]);
  return connection;
}

function listen(queries: QueryClient, ended: () => void, tell: (connection: Connection) => void): () => void {
  const changed = new Set<string>();
  let source: EventSource | undefined;
  let stopWaiting = (): void => {};
  let stopGathering: (() => void) | undefined;
  let retryMs = firstRetryMs;
  let wasLost = false;

  const refresh = (): void => {
    stopGathering = undefined;
    for (const what of changed) void queries.invalidateQueries({ queryKey: ['form', what] });
    changed.clear();
    void queries.invalidateQueries({ queryKey: ['home'] });
    void queries.invalidateQueries({ queryKey: ['forms'] });
  };

  const take = ({ data }: MessageEvent<string>): void => {
    const { what } = JSON.parse(data) as Changing; // Our own system's line, of the published type.
    if (what === 'session') return ended();
    changed.add(what);
    stopGathering ??= after(gatherMs, refresh);
  };

  const open = (): void => {
    source = new EventSource(`${apiBase}events`);
    source.addEventListener('changed', take);
    source.onopen = () => {
      retryMs = firstRetryMs;
      tell('live');
      // What changed in between was not told.
      if (wasLost) void queries.invalidateQueries();
      wasLost = false;
    };
    source.onerror = () => {
      wasLost = true;
      tell('lost');
      source?.close();
      // A stream does not say why it broke: when the session is over, this question finds out.
      void queries.invalidateQueries({ queryKey: ['session'] });
      stopWaiting = after(retryMs, open);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    };
  };

  open();
  return () => {
    source?.close();
    stopWaiting();
    stopGathering?.();
  };
}
