// Lists of numbers and ranges as the field Denied has them: `1-5, 9`.

/** The numbers that the system has kept: it has refused what is no list. */
export function parseNumbers(list: string): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const [, first = '', last = first] of list.matchAll(/(\d+)(?:\s*-\s*(\d+))?/g))
    for (let number = Number(first); number <= Number(last); number++) numbers.add(number);
  return numbers;
}

/** In order, neighbours as ranges. */
export function printNumbers(numbers: ReadonlySet<number>): string {
  const ranges: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range !== undefined && range[1] === number - 1) range[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
