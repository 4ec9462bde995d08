// Reads `a=` lines (RFC 8866 §5.13) of the session or of one section.

import { limits } from '#base';
import { type CryptoLine, readCrypto } from './crypto.ts';
import type { Attribute, Direction } from './description.ts';
import { isToken, Malformed } from './shapes.ts';

export class AttributeReader {
  readonly all: Attribute[] = [];
  readonly crypto: CryptoLine[] = [];
  /** The direction attribute, if there was one. */
  direction: Direction | undefined;
  readonly #ofSession: boolean;

  constructor(of: 'session' | 'section') {
    this.#ofSession = of === 'session';
  }

  add(text: string, line: number): void {
    const colon = text.indexOf(':');
    const name = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1);
    if (!isToken(name)) throw new Malformed(line, 'the attribute has no name');
    if (name !== 'crypto' && name.length === 6 && name.toLowerCase() === 'crypto')
      throw new Malformed(line, 'some phones would take it for a crypto attribute, others not');
    this.all.push({ name, value });
    if (name === 'crypto') this.#addCrypto(value, line);
    else if (colon < 0 && isDirection(name)) this.#setDirection(name, line);
  }

  #addCrypto(value: string, line: number): void {
    if (this.#ofSession) throw new Malformed(line, 'a crypto attribute belongs to a media section');
    const crypto = readCrypto(value);
    if (crypto === undefined) throw new Malformed(line, 'the crypto attribute is not "tag suite key"');
    if (this.crypto.some((other) => other.tag === crypto.tag))
      throw new Malformed(line, 'its crypto tag is there twice');
    if (this.crypto.length === limits.sdp.cryptoLines) throw new Malformed(line, 'too many crypto attributes');
    this.crypto.push(crypto);
  }

  #setDirection(direction: Direction, line: number): void {
    if (this.direction !== undefined && this.direction !== direction)
      throw new Malformed(line, 'it contradicts the direction given before');
    this.direction = direction;
  }
}

function isDirection(name: string): name is Direction {
  return name === 'sendrecv' || name === 'sendonly' || name === 'recvonly' || name === 'inactive';
}
