// Sources: where the rows of views come from. A view without one has none, as while the system is offline.

import { no, ok, type Result } from '#base';
import { type Fields, type FormOrView, formsCodes, type RecordWith, type View } from '#forms';
import type { Actor } from '#security';
import { administrationCodes } from './administration.codes.ts';
import { readRows } from './reading.ts';
import type { Page, Query, RecordView } from './requests.ts';

export interface ViewSource {
  /** Answers as a form would: the same search, filters, order and pages. `actor` is whoever asks, where that matters. */
  query(query: Query, actor: Actor): Promise<Result<Page>> | Result<Page>;
  count(): number;
  /** Does what the view's action says to the record with this key, which was there a moment ago. */
  act?(actor: Actor, action: string, key: string): Promise<Result<void>>;
}

/** A source over rows that are in memory. */
export function rowsSource<F extends Fields>(
  view: View<F>,
  rows: () => readonly RecordWith<NoInfer<F>>[],
  act?: ViewSource['act'],
): ViewSource {
  return {
    query: (query) => readRows(view, query, rows()),
    count: () => rows().length,
    ...(act === undefined ? {} : { act }),
  };
}

/** Where the views' rows come from, by the view's id. */
export class Sources {
  readonly #sources = new Map<string, ViewSource>();

  put(viewId: string, source: ViewSource): void {
    this.#sources.set(viewId, source);
  }

  count(viewId: string): number {
    return this.#sources.get(viewId)?.count() ?? 0;
  }

  async page(view: FormOrView, query: Query, actor: Actor): Promise<Result<Page>> {
    return (await this.#sources.get(view.id)?.query(query, actor)) ?? readRows(view, query, []);
  }

  /** One record of a view by its key. */
  async record(view: FormOrView, key: string | undefined, actor: Actor): Promise<Result<RecordView>> {
    if (key === undefined || view.key === undefined)
      return no(formsCodes.refuse('forms.key-missing', { form: view.title }));
    const page = await this.page(view, { where: { [view.key]: key } }, actor);
    if (!page.ok) return page;
    const record = page.value.records.find((one) => one.key === key);
    if (record !== undefined) return ok(record);
    return no(formsCodes.refuse('forms.no-such-record', { form: view.title, key }));
  }

  async act(view: View, actor: Actor, action: string, key: string): Promise<Result<void>> {
    const done = await this.#sources.get(view.id)?.act?.(actor, action, key);
    return done ?? no(administrationCodes.refuse('administration.not-running', { form: view.title }));
  }
}
