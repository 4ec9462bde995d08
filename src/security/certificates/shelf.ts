// Where the own certificates and those from ACME are kept, sealed with their keys, by place and kind.

import { ok, type Result } from '#base';
import type { SealedValues } from '../kept.ts';
import { keepIdentity, readIdentity } from './authority.ts';
import type { Identity } from './issue.ts';

type Kind = 'p256' | 'rsa' | 'acme';
const kinds: readonly Kind[] = ['p256', 'rsa', 'acme'];

export class Shelf {
  readonly #values: SealedValues;
  readonly #identities = new Map<string, Identity>();

  private constructor(values: SealedValues) {
    this.#values = values;
  }

  /** Reads everything; refused when something was altered. */
  static async open(values: SealedValues, places: readonly string[]): Promise<Result<Shelf>> {
    const shelf = new Shelf(values);
    for (const place of places) {
      for (const kind of kinds) {
        const read = readIdentity(await values.get(nameOf(place, kind)));
        if (!read.ok) return read;
        if (read.value !== undefined) shelf.#identities.set(nameOf(place, kind), read.value);
      }
    }
    return ok(shelf);
  }

  get(place: string, kind: Kind): Identity | undefined {
    return this.#identities.get(nameOf(place, kind));
  }

  /** In force only when it is on disk. */
  async put(place: string, kind: Kind, identity: Identity): Promise<void> {
    const name = nameOf(place, kind);
    await keepIdentity(this.#values, name, identity);
    this.#identities.set(name, identity);
  }
}

/** What there was when there was one kind keeps its name. */
const nameOf = (place: string, kind: Kind): string =>
  `security.${place}-certificate${kind === 'p256' ? '' : `-${kind}`}`;
