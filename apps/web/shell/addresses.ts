// How addresses of pages are written: search parameters are plain text, each at most once, such as `?record=201&search=reception`.

export type PageSearch = Readonly<Record<string, string | undefined>>;

export const readSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

/** Blank ones are left out. */
export function printSearch(search: Record<string, unknown>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== '') given.set(name, String(value));
  }
  const text = given.toString();
  return text === '' ? '' : `?${text}`;
}

/** A page of this tool that somebody wanted before the login; anything else, such as another host, is Home. */
export function ownPage(wanted: string | undefined): string {
  if (wanted === undefined || !/^\/(?![/\\])/.test(wanted) || wanted.startsWith('/login')) return '/';
  return wanted;
}
