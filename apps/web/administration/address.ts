// What the address of a form's page says: which record is open, what is searched, filtered and sorted. It can be sent to a colleague.

/** Search parameters as the router gives them. */
export type Parameters = Readonly<Record<string, string | undefined>>;

export interface Address {
  /** The key of the record beside the table. */
  readonly record: string | undefined;
  /** A new record; with `copyOf` one that begins as a copy. */
  readonly adding: boolean;
  readonly copyOf: string | undefined;
  /** The history of the open record instead of its fields. */
  readonly history: boolean;
  /** The field that was searched for: it gets the focus. */
  readonly field: string | undefined;
  readonly search: string;
  readonly sort: string | undefined;
  readonly descending: boolean;
  /** From 1. */
  readonly page: number;
  readonly where: Readonly<Record<string, string>>;
}

const filterMark = 'where.';

export function readAddress(given: Parameters): Address {
  const { record, add, copy, show, field: sought, search = '', sort = '', page = '1' } = given;
  const descending = sort.startsWith('-');
  const field = descending ? sort.slice(1) : sort;
  return {
    record,
    adding: add !== undefined || copy !== undefined,
    copyOf: copy,
    history: show === 'history',
    field: sought,
    search,
    sort: field === '' ? undefined : field,
    descending,
    page: /^[1-9]\d{0,6}$/.test(page) ? Number(page) : 1,
    where: Object.fromEntries(
      Object.entries(given).flatMap(([name, text]) =>
        name.startsWith(filterMark) && text !== undefined ? [[name.slice(filterMark.length), text]] : [],
      ),
    ),
  };
}

/** Only what differs from the plain page stands in the address. */
export function printAddress(address: Address): Record<string, string> {
  const { record, adding, copyOf, history, field, search, sort, descending, page, where } = address;
  const given: [string, string | false | undefined][] = [
    ['search', search],
    ['sort', sort !== undefined && `${descending ? '-' : ''}${sort}`],
    ['page', page > 1 && String(page)],
    ...Object.entries(where).map(([name, text]): [string, string] => [`${filterMark}${name}`, text]),
    ['record', !adding && record],
    ['show', !adding && record !== undefined && history && 'history'],
    ['field', field],
    ['add', adding && copyOf === undefined && 'new'],
    ['copy', copyOf],
  ];
  return Object.fromEntries(
    given.filter((one): one is [string, string] => one[1] !== undefined && one[1] !== false && one[1] !== ''),
  );
}

/** Which record a page shows, as one text: leaving it is leaving its unsaved edits. */
export const shownRecord = ({ record, adding, copyOf }: Address): string =>
  adding ? `new ${copyOf ?? ''}` : `record ${record ?? ''}`;

export const closed = {
  record: undefined,
  adding: false,
  copyOf: undefined,
  history: false,
  field: undefined,
} as const;
