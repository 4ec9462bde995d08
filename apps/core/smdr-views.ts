// Where the rows of the views of SMDR come from: the buffer, page by page, and whoever gets its records now.

import { type Administration, rowsSource } from '#administration';
import { ok } from '#base';
import { type Smdr, smdrDelivery, smdrRecords } from '#records';

export function giveSmdrViews(administration: Pick<Administration, 'source'>, smdr: Smdr): void {
  administration.source(smdrRecords, {
    count: () => smdr.count,
    query: async (query) => {
      const page = await smdr.page(query);
      if (!page.ok) return page;
      const nobody = { version: 0, changedAtMs: 0, changedBy: '' };
      const records = page.value.records.map((values) => ({ key: String(values.number), ...nobody, values }));
      return ok({ ...page.value, records });
    },
    // The one action that the view has: sending again from a record on.
    act: async (_actor, _action, key) => smdr.sendAgainFrom(Number(key)),
  });
  administration.source(
    smdrDelivery,
    rowsSource(smdrDelivery, () => smdr.delivery()),
  );
}
