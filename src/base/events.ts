// Events: one sender, many listeners; a listener that throws never harms the sender nor the others.

import type { Log } from './log.ts';

export type Listener<E> = (event: E) => void;

export class Events<E> {
  readonly #listeners = new Set<Listener<E>>();
  readonly #log: Log;
  readonly #name: string;

  constructor(name: string, log: Log) {
    this.#name = name;
    this.#log = log;
  }

  /** Adds a listener; the returned function removes it. */
  on(listener: Listener<E>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: E): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (fault) {
        this.#log.fault(`a listener to ${this.#name} failed`, fault);
      }
    }
  }
}
