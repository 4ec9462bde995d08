// The little XML that phones send and are sent: written with every character escaped, read strictly and within limits. No document type,
// no entities but the five, no processing instructions beyond the first line; what is not understood refuses the whole.

import { limits } from '#base';

export interface XmlElement {
  /** Without its prefix: the documents of phones differ in prefixes and mean the same. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Its own text, without spaces at both ends. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** A text within XML, in ASCII alone, so that it is the same in every encoding. Characters that XML has not are left out. */
export function escapeXml(text: string): string {
  let escaped = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 32 || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff) continue;
    escaped += code > 126 ? `&#${code};` : (escapes[character] ?? character);
  }
  return escaped;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Undefined where an entity is none of the five, or a number is no character. */
function unescapeXml(text: string): string | undefined {
  let isKnown = true;
  const plain = text.replace(/&([^;&]{0,10});?/g, (whole, name: string) => {
    const value = whole.endsWith(';') ? (entities[name] ?? characterOf(name)) : undefined;
    if (value === undefined) isKnown = false;
    return value ?? '';
  });
  return isKnown ? plain : undefined;
}

function characterOf(reference: string): string | undefined {
  const [, hex = '', decimal = ''] = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(reference) ?? [];
  const code = hex === '' ? Number(decimal === '' ? Number.NaN : decimal) : Number.parseInt(hex, 16);
  const isCharacter = code >= 32 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}

const namePattern = '(?:[A-Za-z_][\\w.-]{0,63}:)?[A-Za-z_][\\w.-]{0,63}';
const opening = new RegExp(`<(${namePattern})((?:\\s+${namePattern}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, 'y');
const closing = new RegExp(`</(${namePattern})\\s*>`, 'y');
const attribute = new RegExp(`(${namePattern})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'g');
const comment = /<!--(?:[^-]|-[^-])*-->/y;
const prolog = /^\ufeff?\s*(?:<\?xml[^<>?]{0,200}\?>)?\s*/;

interface Open {
  readonly qualified: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/** The root element of a document; undefined where it is no XML, or more than a phone has to say. */
export function parseXml(document: string): XmlElement | undefined {
  const { xmlDepth, xmlElements } = limits.watching;
  const stack: Open[] = [];
  let place = prolog.exec(document)?.[0].length ?? 0;
  for (let elements = 0; elements <= xmlElements; ) {
    const skipped = matchAt(comment, document, place);
    if (skipped !== undefined) {
      place += skipped[0].length;
      continue;
    }
    const begun = matchAt(opening, document, place);
    const ended = begun === undefined ? matchAt(closing, document, place) : undefined;
    const tag = begun ?? ended;
    if (tag === undefined) {
      const next = textAt(document, place, stack.at(-1));
      if (next === undefined) return undefined;
      place = next;
      continue;
    }
    place += tag[0].length;
    if (begun !== undefined) {
      elements += 1;
      if (!open(stack, begun) || stack.length > xmlDepth) return undefined;
      if (begun[3] !== '/') continue;
    } else if (stack.at(-1)?.qualified !== tag[1]) return undefined;
    const element = close(stack);
    if (element === undefined) return undefined;
    if (stack.length === 0) return isBlank(document.slice(place)) ? element : undefined;
    stack.at(-1)?.children.push(element);
  }
  return undefined;
}

function matchAt(pattern: RegExp, text: string, place: number): RegExpExecArray | undefined {
  pattern.lastIndex = place;
  return pattern.exec(text) ?? undefined;
}

const isBlank = (text: string): boolean => /^\s*(?:<!--(?:[^-]|-[^-])*-->\s*)*$/.test(text);

/** Takes the text up to the next tag; gives its end, or undefined where there is none or it is too long. */
function textAt(document: string, place: number, within: Open | undefined): number | undefined {
  const end = document.indexOf('<', place);
  if (within === undefined || end <= place) return undefined;
  within.text += document.slice(place, end);
  return within.text.length > limits.watching.xmlTextLength ? undefined : end;
}

/** False where an attribute stands twice or cannot be read. */
function open(stack: Open[], tag: RegExpExecArray): boolean {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single = ''] of (tag[2] ?? '').matchAll(attribute)) {
    const value = unescapeXml(double ?? single);
    if (value === undefined || attributes.has(name)) return false;
    attributes.set(name, value);
  }
  stack.push({ qualified: tag[1] ?? '', attributes, children: [], text: '' });
  return true;
}

function close(stack: Open[]): XmlElement | undefined {
  const ended = stack.pop();
  const text = unescapeXml(ended?.text ?? '');
  if (ended === undefined || text === undefined) return undefined;
  const name = ended.qualified.slice(ended.qualified.indexOf(':') + 1);
  return { name, attributes: ended.attributes, text: text.trim(), children: ended.children };
}

/** The first child of this name. */
export const childOf = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((child) => child.name === name);
