// Finding the searched words in a text, for marking them.

export interface Piece {
  readonly part: string;
  readonly isHit: boolean;
  /** Where it begins. */
  readonly at: number;
}

const wordsOf = (wanted: string): string[] =>
  wanted
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

function firstHit(text: string, words: readonly string[], from: number): { at: number; length: number } | undefined {
  const lower = text.toLowerCase();
  return words
    .map((word) => ({ at: lower.indexOf(word, from), length: word.length }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || b.length - a.length)[0];
}

/** The text in pieces, each a hit or not. */
export function pieces(text: string, wanted: string): readonly Piece[] {
  const words = wordsOf(wanted);
  const found: Piece[] = [];
  let from = 0;
  for (let hit = firstHit(text, words, 0); hit !== undefined; hit = firstHit(text, words, from)) {
    if (hit.at > from) found.push({ part: text.slice(from, hit.at), isHit: false, at: from });
    from = hit.at + hit.length;
    found.push({ part: text.slice(hit.at, from), isHit: true, at: hit.at });
  }
  if (from < text.length) found.push({ part: text.slice(from), isHit: false, at: from });
  return found;
}

/** About `most` characters around the first hit, from one word's beginning to another's end. */
export function cut(text: string, wanted: string, most: number): string {
  if (text.length <= most) return text;
  const at = firstHit(text, wordsOf(wanted), 0)?.at ?? 0;
  const begin = at < most / 2 ? 0 : text.indexOf(' ', Math.max(0, at - most / 2)) + 1;
  const space = text.lastIndexOf(' ', begin + most);
  const end = begin + most >= text.length ? text.length : space > begin ? space : begin + most;
  return `${begin > 0 ? '… ' : ''}${text.slice(begin, end)}${end < text.length ? ' …' : ''}`;
}
