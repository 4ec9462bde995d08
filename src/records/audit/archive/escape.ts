// Texts in an archive: XML takes neither most control characters nor halves of surrogate pairs, and alters line breaks.
// Those, and what would make a reader see another order of characters, are written as \uXXXX, a backslash as \\.

/** Control characters, marks that turn the direction of writing, separators of lines, what is no character, lone halves. */
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\\\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const spell = (character: string): string =>
  character === '\\' ? '\\\\' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** Any text, as it may stand in an attribute or an element; always the same spelling. */
export const escapeText = (text: string): string =>
  text.replace(unsafe, spell).replace(/[&<>"]/g, (character) => references[character] ?? character);

/** The text that `escapeText` was given. What it never writes stays as it is, and is another text when it is printed again. */
export const unescapeText = (text: string): string =>
  text
    .replace(/&(amp|lt|gt|quot);/g, (whole, name: string) => characters[name] ?? whole)
    .replace(/\\(?:u([0-9a-f]{4})|\\)/g, (_, code?: string) =>
      code === undefined ? '\\' : String.fromCharCode(Number.parseInt(code, 16)),
    );
