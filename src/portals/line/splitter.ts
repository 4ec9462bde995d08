// Lines out of pieces of a byte stream: UTF-8, ended by a line feed, cut at any byte, bounded.

const lineFeed = 0x0a;

export class LineSplitter {
  readonly #mostBytes: number;
  readonly #take: (line: string) => void;
  #parts: Buffer[] = [];
  #sizeBytes = 0;

  constructor(mostBytes: number, take: (line: string) => void) {
    this.#mostBytes = mostBytes;
    this.#take = take;
  }

  /** Gives each whole line on. False once a line is longer than it may be: nothing after it can be believed. */
  push(piece: Buffer): boolean {
    let rest = piece;
    for (let end = rest.indexOf(lineFeed); end >= 0; end = rest.indexOf(lineFeed)) {
      if (this.#sizeBytes + end > this.#mostBytes) return false;
      this.#parts.push(rest.subarray(0, end));
      const line = Buffer.concat(this.#parts).toString('utf8');
      this.#parts = [];
      this.#sizeBytes = 0;
      rest = rest.subarray(end + 1);
      this.#take(line);
    }
    if (rest.length > 0) this.#parts.push(rest);
    this.#sizeBytes += rest.length;
    return this.#sizeBytes <= this.#mostBytes;
  }
}
