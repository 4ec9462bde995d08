// Lists: comma-separated values of one header (RFC 3261 §7.3.1), split outside quotes and angle brackets.

import { skipQuoted } from './characters.ts';

/** The position of the comma that ends the value beginning at `start`, or the end of the text. */
export function endOfListed(text: string, start: number): number {
  let inAngle = false;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34 && !inAngle) {
      at = skipQuoted(text, at) - 1;
      if (at < 0) return text.length;
    } else if (code === 60) inAngle = true;
    else if (code === 62) inAngle = false;
    else if (code === 44 && !inAngle) return at;
  }
  return text.length;
}

/** The values of one header line, trimmed; empty ones are left out. */
export function splitList(text: string): string[] {
  const values: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = endOfListed(text, start);
    const value = text.slice(start, end).trim();
    if (value !== '') values.push(value);
    start = end + 1;
  }
  return values;
}
