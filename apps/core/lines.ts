// Lines of a byte stream: UTF-8, ended by a line feed, cut at any byte, bounded.

const lineFeed = 0x0a;

/**
 * Yields each whole line without its end. When one is longer than `most` says at that moment it yields `undefined`, and the
 * rest of the stream is read to its end and thrown away.
 */
export async function* readLines(
  stream: AsyncIterable<Buffer>,
  most: number | (() => number),
): AsyncGenerator<string | undefined, void> {
  const mostBytes = typeof most === 'number' ? () => most : most;
  let parts: Buffer[] = [];
  let sizeBytes = 0;
  let tooLong = false;
  for await (const piece of stream) {
    if (tooLong) continue;
    let rest = piece;
    for (let end = rest.indexOf(lineFeed); end >= 0; end = rest.indexOf(lineFeed)) {
      if (sizeBytes + end > mostBytes()) break;
      parts.push(rest.subarray(0, end));
      yield Buffer.concat(parts).toString('utf8');
      parts = [];
      sizeBytes = 0;
      rest = rest.subarray(end + 1);
    }
    parts.push(rest);
    sizeBytes += rest.length;
    if (sizeBytes <= mostBytes()) continue;
    tooLong = true;
    parts = [];
    yield undefined;
  }
}
