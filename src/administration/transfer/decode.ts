// The text of a file in pieces: UTF-8, or UTF-16 where its first bytes say so.

import { limits, no, ok, type Refusal, type Result } from '#base';
import { administrationCodes } from '../administration.codes.ts';

/** Small enough that reading one takes a fraction of a slice. */
const pieceBytes = 16_384;

/** What came instead of a piece when the rest of the file is not text. */
export const notText = Symbol('not text');

export type Pieces = Iterable<string | typeof notText>;

/** Refuses a file that is too large. */
export function decode(content: string | Uint8Array): Result<Pieces> {
  const { importBytes } = limits.forms;
  const isTooLarge =
    content.length > importBytes || (typeof content === 'string' && Buffer.byteLength(content) > importBytes);
  if (isTooLarge)
    return no(administrationCodes.refuse('administration.too-large', { limit: importBytes, unit: 'bytes' }));
  return ok(typeof content === 'string' ? cut(content.replace(/^\uFEFF/, '')) : decodePieces(content));
}

function* cut(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += pieceBytes) yield text.slice(from, from + pieceBytes);
}

function* decodePieces(bytes: Uint8Array): Generator<string | typeof notText> {
  const decoder = new TextDecoder(encodingOf(bytes), { fatal: true });
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    const isLast = from + pieceBytes >= bytes.length;
    const piece = tryDecode(decoder, bytes.subarray(from, from + pieceBytes), !isLast);
    // A text without its byte order mark in another encoding is full of the character 0.
    yield piece === undefined || piece.includes('\0') ? notText : piece;
  }
}

function tryDecode(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): string | undefined {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    return undefined;
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

export const refuseEncoding = (): Refusal => administrationCodes.refuse('administration.not-utf8');

export const tooMany = (limit: number, unit: string): Refusal =>
  administrationCodes.refuse('administration.too-large', { limit, unit });
