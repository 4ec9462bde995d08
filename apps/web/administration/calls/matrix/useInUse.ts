// Which interconnect numbers extensions and trunks have, and how many have each.

import { useQueries } from '@tanstack/react-query';
import type { FormSummary, Page, RecordView } from '../../../../portal/api.ts';
import { printed } from '../../../fields/values.ts';
import { recordsQuery, useForms } from '../../../shell/data/queries.ts';

const field = 'interconnectNumber';
const forms = ['users-and-services', 'trunks'] as const;

/** Of the forms that this person may see: nothing is said of the others. */
const visible = (all: readonly FormSummary[] | undefined) =>
  forms.filter((form) => all?.some(({ id }) => id === form) === true);

/** The highest number that any has; undefined while it is not known. */
export function useHighest(): readonly number[] | undefined {
  const { data: all } = useForms();
  return useQueries({
    queries: visible(all).map((form) => recordsQuery(form, { sort: field, descending: true, limit: 1 })),
    combine: (answers) =>
      all === undefined || answers.some(({ isPending }) => isPending)
        ? undefined
        : answers.map(({ data }) => Number(data?.records[0]?.values[field] ?? 1)),
  });
}

export interface Bearers {
  readonly extensions: number;
  readonly trunks: number;
  /** The only one's name; blank where there are more or none. */
  readonly name: string;
}

/** Who has each of the numbers from 1 to `upTo`, in their order; those that are not known yet are undefined. */
export function useBearers(upTo: number): readonly (Bearers | undefined)[] {
  const { data: all } = useForms();
  const asked = visible(all);
  const numbers = Array.from({ length: upTo }, (_, at) => at + 1);
  return useQueries({
    queries: numbers.flatMap((number) =>
      asked.map((form) => recordsQuery(form, { where: { [field]: String(number) }, limit: 1 })),
    ),
    combine: (answers) =>
      numbers.map((_, at) => {
        const pages = asked.map((form, place) => [form, answers[at * asked.length + place]?.data] as const);
        return pages.length === 0 || pages.some(([, page]) => page === undefined)
          ? undefined
          : bearersOf(new Map(pages));
      }),
  });
}

function bearersOf(pages: ReadonlyMap<string, Page | undefined>): Bearers {
  const [extensions, trunks] = forms.map((form) => pages.get(form));
  const counts = { extensions: extensions?.total ?? 0, trunks: trunks?.total ?? 0 };
  if (counts.extensions + counts.trunks !== 1) return { ...counts, name: '' };
  const [extension] = extensions?.records ?? [];
  const [trunk] = trunks?.records ?? [];
  return { ...counts, name: extension === undefined ? (trunk?.key ?? '') : nameOf(extension) };
}

const nameOf = ({ key, values }: RecordView): string => `${key} ${printed(values.name)}`.trim();
