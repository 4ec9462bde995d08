// Tells the demonstration: one line a step, with the time since the beginning; or everything as one JSON value at its end.

import { systemClock } from '#base';

export interface Told {
  readonly atMs: number;
  readonly words: string;
}

export class Teller {
  readonly #json: boolean;
  readonly #write: (text: string) => void;
  readonly #startedMs = systemClock.steadyMs();
  readonly #steps: Told[] = [];

  constructor(json: boolean, write: (text: string) => void) {
    this.#json = json;
    this.#write = write;
  }

  begin(words: string): void {
    if (!this.#json) this.#write(`${words}\n\n`);
  }

  /** A step is done. */
  step(words: string): void {
    const told = { atMs: Math.round(systemClock.steadyMs() - this.#startedMs), words };
    this.#steps.push(told);
    if (!this.#json) this.#write(line(told));
  }

  end(failure: string | undefined): void {
    const atMs = Math.round(systemClock.steadyMs() - this.#startedMs);
    const words = failure === undefined ? 'Everything was as it must be.' : `FAILED: ${failure}`;
    if (!this.#json) return this.#write(line({ atMs, words }));
    const summary = { ok: failure === undefined, elapsedMs: atMs, steps: this.#steps };
    this.#write(`${JSON.stringify(failure === undefined ? summary : { ...summary, failure })}\n`);
  }
}

const line = ({ atMs, words }: Told): string => `${(atMs / 1_000).toFixed(1).padStart(5)} s  ${words}\n`;
