// Where the rows of the view Call History come from: the database, page by page.

import type { Administration } from '#administration';
import { ok } from '#base';
import { type CallHistory, callHistory, callHistoryRecord, historySearch } from '#records';

export function giveHistoryView(administration: Administration, history: CallHistory): void {
  /** How many there were when somebody looked last. */
  let known = 0;
  administration.source(callHistory, {
    count: () => known,
    query: async (query) => {
      const search = historySearch(query);
      if (!search.ok) return search;
      const { total, calls } = await history.search(search.value);
      if (search.value.text === '' && Object.keys(query.where ?? {}).length === 0) known = total;
      const nobody = { version: 0, changedAtMs: 0, changedBy: '' };
      const records = calls.map((call) => ({ key: call.id, ...nobody, values: callHistoryRecord(call) }));
      return ok({ total, offset: search.value.offset, records });
    },
  });
}
