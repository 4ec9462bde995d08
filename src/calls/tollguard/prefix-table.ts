// Values by the digits that a number begins with: a trie in flat arrays. Looking up allocates nothing.

const zero = 48;
const wide = 10;

export class PrefixTable<T> {
  /** The ten followers of node n stand at n × 10; 0: there is none. */
  #next = new Int32Array(64 * wide);
  #nodes = 1;
  readonly #values: (T | undefined)[] = [undefined];

  /** `prefix` is of digits alone; a later value for the same prefix replaces the earlier one. */
  set(prefix: string, value: T): void {
    let node = 0;
    for (let at = 0; at < prefix.length; at++) node = this.#follow(node, prefix.charCodeAt(at) - zero);
    this.#values[node] = value;
  }

  /** The value of the longest prefix of `number`, read from character `from` on. */
  find(number: string, from = 0): T | undefined {
    let node = 0;
    let found = this.#values[0];
    for (let at = from; at < number.length; at++) {
      const digit = number.charCodeAt(at) - zero;
      if (digit < 0 || digit > 9) return found;
      node = this.#next[node * wide + digit] ?? 0;
      if (node === 0) return found;
      found = this.#values[node] ?? found;
    }
    return found;
  }

  #follow(node: number, digit: number): number {
    const known = this.#next[node * wide + digit] ?? 0;
    if (known !== 0) return known;
    const made = this.#nodes++;
    if (made * wide >= this.#next.length) this.#grow();
    this.#next[node * wide + digit] = made;
    this.#values.push(undefined);
    return made;
  }

  #grow(): void {
    const larger = new Int32Array(this.#next.length * 2);
    larger.set(this.#next);
    this.#next = larger;
  }
}
