// What is watched: one document about one extension as one kind of watcher may see it. It is written once for each of its states,
// however many watch it.

/** A document. One whose watchers want numbers in it is in two pieces, with the place of the number between. */
export interface WatchedDocument {
  readonly head: string;
  /** Undefined where there is no number in it. */
  readonly tail?: string;
}

/** How a document is made. */
export interface DocumentMaker {
  /** Names it among all: event package, part, extension, and whether identities are seen. */
  readonly key: string;
  /** The extension whose changes may change it. */
  readonly number: string;
  readonly contentType: string;
  readonly make: () => WatchedDocument;
}

/** `W` is who watches. */
export class Watched<W> {
  readonly key: string;
  readonly number: string;
  readonly contentType: string;
  readonly watchers = new Set<W>();
  readonly #make: () => WatchedDocument;
  #document: WatchedDocument;
  /** Rises with each state; a watcher that was told another has news to get. */
  #epoch = 1;

  constructor({ key, number, contentType, make }: DocumentMaker) {
    this.key = key;
    this.number = number;
    this.contentType = contentType;
    this.#make = make;
    this.#document = make();
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Looks again; true when it says something else than before. */
  refresh(): boolean {
    const before = this.#document;
    this.#document = this.#make();
    const isSame = before.head === this.#document.head && before.tail === this.#document.tail;
    if (!isSame) this.#epoch += 1;
    return !isSame;
  }

  /** The whole text with this number in it. */
  text(version: number): string {
    const { head, tail } = this.#document;
    return tail === undefined ? head : head + version + tail;
  }
}

/** All that is watched, by its key and by extension. */
export class WatchedTable<W> {
  readonly #byKey = new Map<string, Watched<W>>();
  readonly #byNumber = new Map<string, Watched<W>[]>();
  readonly #begun: (number: string) => () => void;
  readonly #ended = new Map<string, () => void>();

  /** `begun` is told when an extension is watched for the first time, and gives what is called when nobody does any more. */
  constructor(begun: (number: string) => () => void) {
    this.#begun = begun;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** Of one extension. */
  of(number: string): readonly Watched<W>[] {
    return this.#byNumber.get(number) ?? [];
  }

  numbers(): IterableIterator<string> {
    return this.#byNumber.keys();
  }

  enter(maker: DocumentMaker, watcher: W): Watched<W> {
    const watched = this.#byKey.get(maker.key) ?? this.#add(new Watched<W>(maker));
    watched.watchers.add(watcher);
    return watched;
  }

  leave(watched: Watched<W>, watcher: W): void {
    watched.watchers.delete(watcher);
    if (watched.watchers.size > 0 || this.#byKey.get(watched.key) !== watched) return;
    const { key, number } = watched;
    this.#byKey.delete(key);
    const others = this.of(number).filter((other) => other !== watched);
    if (others.length > 0) return void this.#byNumber.set(number, others);
    this.#byNumber.delete(number);
    this.#ended.get(number)?.();
    this.#ended.delete(number);
  }

  #add(watched: Watched<W>): Watched<W> {
    const { key, number } = watched;
    this.#byKey.set(key, watched);
    const others = this.#byNumber.get(number);
    if (others === undefined) this.#ended.set(number, this.#begun(number));
    this.#byNumber.set(number, [...(others ?? []), watched]);
    return watched;
  }
}
