// What changed in the system, as it changes: a stream of events that makes the pages ask again. When it breaks, the frame says so.

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Changing } from '../../../portal/api.ts';
import { apiBase } from '../api.ts';
import { after } from '../time.ts';

export type Connection = 'live' | 'connecting' | 'lost';

/** Events that come together are answered by one asking. */
const gatherMs = 500;
/** A page that nobody sees lets go of its stream: a browser has few connections to one host, a session few streams. */
const hiddenMs = 10_000;
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
  const gathered = gather(queries);
  let source: EventSource | undefined;
  let stopWaiting = (): void => {};
  let retryMs = firstRetryMs;
  /** What the page asked before its stream was open may have changed since. */
  let isBehind = true;

  const close = (): void => {
    isBehind = true;
    stopWaiting();
    source?.close();
    source = undefined;
  };

  const open = (): void => {
    source = new EventSource(`${apiBase}events`);
    source.addEventListener('changed', ({ data }: MessageEvent<string>) => {
      const { what } = JSON.parse(data) as Changing; // Our own system's line, of the published type.
      if (what === 'session') ended();
      else gathered.add(what);
    });
    source.onopen = () => {
      retryMs = firstRetryMs;
      tell('live');
      // What changed in between was not told.
      if (isBehind) void queries.invalidateQueries();
      isBehind = false;
    };
    source.onerror = () => {
      close();
      tell('lost');
      // A stream does not say why it broke: when the session is over, this question finds out.
      void queries.invalidateQueries({ queryKey: ['session'] });
      stopWaiting = after(retryMs, open);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    };
  };

  const look = (): void => {
    stopWaiting();
    if (document.hidden) stopWaiting = after(hiddenMs, close);
    else if (source === undefined) open();
  };

  look();
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    close();
    gathered.stop();
  };
}

/** Changes that are told together are asked for together. */
function gather(queries: QueryClient) {
  const changed = new Set<string>();
  let stop: (() => void) | undefined;
  const refresh = (): void => {
    stop = undefined;
    for (const what of changed) void queries.invalidateQueries({ queryKey: ['form', what] });
    // The name of the system stands in the frame.
    if (changed.has('system-options')) void queries.invalidateQueries({ queryKey: ['welcome'] });
    changed.clear();
    void queries.invalidateQueries({ queryKey: ['home'] });
    void queries.invalidateQueries({ queryKey: ['forms'] });
  };
  return {
    add: (what: string): void => {
      changed.add(what);
      stop ??= after(gatherMs, refresh);
    },
    stop: (): void => stop?.(),
  };
}
