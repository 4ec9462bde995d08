// Lists of numbers and ranges as people type them: `1-5, 9`.

import { text } from '#forms';

/** The numbers from 1 to `most` that the text names; undefined where it names none of them, or something else too. */
export function parseNumbers(list: string, most: number): ReadonlySet<number> | undefined {
  const numbers = new Set<number>();
  for (const part of partsOf(list)) {
    const [, first = '', last = first] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || from < 1 || from > to || to > most) return undefined;
    for (let number = from; number <= to; number++) numbers.add(number);
  }
  return numbers;
}

/** Sorted, each once, neighbours as ranges. What is no list stays as it is, to be refused. */
function tidyNumbers(list: string, most: number): string {
  const numbers = parseNumbers(list, most);
  if (numbers === undefined) return list;
  const ranges: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range !== undefined && range[1] === number - 1) range[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

const partsOf = (list: string): string[] =>
  list
    .replace(/\s*-\s*/g, '-')
    .split(/[\s,;]+/)
    .filter((part) => part !== '');

interface NumbersOptions {
  readonly label: string;
  readonly help: string;
  readonly most: number;
}

/** A field that holds such a list of numbers from 1 to `most`; blank for none. */
export const numbersField = ({ label, help, most }: NumbersOptions) =>
  text({
    label,
    help,
    initial: '',
    max: 500,
    tidy: (list) => tidyNumbers(list, most),
    holds: (list) => parseNumbers(list, most) !== undefined,
    expects: `numbers from 1 to ${most} and ranges of them, such as 1-5, 9`,
  });
