// A span of time, asked for as the beginning of a moment in UTC: 2027 is a year, 2027-01-31T18 an hour.

/** From 2027, 2027-01, 2027-01-31, 2027-01-31T18 … on, as long as that lasts. */
const timePattern = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?)?)?)?Z?$/;

/** The moments that a text such as 2027-01 means, up to but without `toMs`; undefined of what is no time. */
export function spanOf(text: string): { fromMs: number; toMs: number } | undefined {
  const parts = timePattern.exec(text.trim().toUpperCase())?.slice(1);
  if (parts === undefined) return undefined;
  const given = parts.filter((part) => part !== undefined);
  const numbers = given.map((part, index) => (index === 6 ? Number(part.padEnd(3, '0')) : Number(part)));
  const from = utc(numbers);
  // Rolled over (month 13, hour 25): no time at all.
  const isTime = numbers.every((number, index) => partOf(new Date(from), index) === number);
  return isTime ? { fromMs: from, toMs: utc(numbers.with(-1, (numbers.at(-1) ?? 0) + 1)) } : undefined;
}

function utc([year = 0, month = 1, day = 1, ...rest]: readonly number[]): number {
  const [hours = 0, minutes = 0, seconds = 0, ms = 0] = rest;
  return Date.UTC(year, month - 1, day, hours, minutes, seconds, ms);
}

function partOf(date: Date, index: number): number {
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), date.getUTCMilliseconds()];
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), ...time][index] ?? 0;
}
