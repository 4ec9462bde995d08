// Lines of a file that may come from anywhere: UTF-8 to the byte, none too long, the last one whole.

import { limits } from '#base';

/** What cannot be read as lines, in words. */
export class NoLines extends Error {}

/** Gives each line without its end. Throws `NoLines`. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  let rest = '';
  for await (const text of decoded(chunks)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield whole(line);
    whole(rest);
  }
  if (rest !== '') throw new NoLines('the file ends in the middle of a line');
}

function whole(line: string): string {
  if (line.length > limits.audit.lineLength) throw new NoLines('a line is longer than any that is written');
  return line;
}

async function* decoded(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    for await (const chunk of chunks) yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    decoder.decode();
  } catch (fault) {
    if (fault instanceof TypeError) throw new NoLines('the file is not UTF-8 throughout', { cause: fault });
    throw fault;
  }
}
