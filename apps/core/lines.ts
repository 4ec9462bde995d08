// Lines of a byte stream: UTF-8, ended by a line feed, cut at any byte, bounded.

const lineFeed = 0x0a;

/** Yields each whole line without its end, and `undefined`, last of all, when one is longer than `mostBytes`. */
export async function* readLines(
  stream: AsyncIterable<Buffer>,
  mostBytes: number,
): AsyncGenerator<string | undefined, void> {
  let parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of stream) {
    let rest = piece;
    for (let end = rest.indexOf(lineFeed); end >= 0; end = rest.indexOf(lineFeed)) {
      if (sizeBytes + end > mostBytes) return yield undefined;
      parts.push(rest.subarray(0, end));
      yield Buffer.concat(parts).toString('utf8');
      parts = [];
      sizeBytes = 0;
      rest = rest.subarray(end + 1);
    }
    parts.push(rest);
    sizeBytes += rest.length;
    if (sizeBytes > mostBytes) return yield undefined;
  }
}
