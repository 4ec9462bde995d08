// Moments: kept as UTC in ISO 8601, shown and typed in the reader's zone.

const two = (figure: number): string => String(figure).padStart(2, '0');

/** "2027-01-31T18:00:00Z" as a field for local time takes it; blank when it is none. */
export function localOf(instant: string): string {
  const at = new Date(instant);
  if (instant === '' || Number.isNaN(at.getTime())) return '';
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Local time as typed, in UTC. */
export function instantOf(local: string): string {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString().replace('.000Z', 'Z');
}

/** "GMT+1": the reader's zone in short. */
export const zoneName = (atMs?: number): string =>
  new Intl.DateTimeFormat(undefined, { timeZoneName: 'short', hour: 'numeric' })
    .formatToParts(atMs)
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';
