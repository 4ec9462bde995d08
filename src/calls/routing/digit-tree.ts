// Leading digits as a tree, laid out in numbers: the longest that a number begins with is found in as many steps as it has digits.

const width = 11;
const plus = 10;

const branchOf = (code: number): number => (code === 43 ? plus : code - 48);

/** Keys are digits, the first may be +. It never changes. */
export class DigitTree<T> {
  /** Of node n, the next node for each digit at n * 11; 0 for none. */
  readonly #next: Int32Array;
  readonly #values: readonly (T | undefined)[];

  constructor(entries: Iterable<readonly [string, T]>) {
    const next: number[] = new Array(width).fill(0);
    const values: (T | undefined)[] = [undefined];
    for (const [digits, value] of entries) values[grow(digits, next, values)] = value;
    this.#next = Int32Array.from(next);
    this.#values = values;
  }

  /** The value of the longest key that the number begins with. */
  find(number: string): T | undefined {
    let node = 0;
    let found: T | undefined;
    for (let at = 0; at < number.length; at++) {
      node = this.#next[node * width + branchOf(number.charCodeAt(at))] ?? 0;
      if (node === 0) break;
      found = this.#values[node] ?? found;
    }
    return found;
  }
}

/** The node of these digits, made with all on the way to it. */
function grow(digits: string, next: number[], values: unknown[]): number {
  let node = 0;
  for (let at = 0; at < digits.length; at++) {
    const place = node * width + branchOf(digits.charCodeAt(at));
    if ((next[place] ?? 0) === 0) {
      next[place] = values.length;
      values.push(undefined);
      for (let branch = 0; branch < width; branch++) next.push(0);
    }
    node = next[place] ?? 0;
  }
  return node;
}
