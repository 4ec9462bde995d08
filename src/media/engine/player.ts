// What a stream plays: items one after the other, without a gap between them, once or over and over.

import type { Clips } from './clips.ts';
import type { PlayItem } from './session.ts';
import { type Source, sourceOf } from './sources.ts';
import { frameSamplesAt, type Rate } from './voice-codec.ts';

export class Player {
  readonly #clips: Clips;
  readonly #rate: Rate;
  #items: readonly PlayItem[] = [];
  #place = 0;
  #loop = false;
  #source: Source | undefined;
  #halted = false;

  constructor(clips: Clips, rate: Rate) {
    this.#clips = clips;
    this.#rate = rate;
  }

  get isPlaying(): boolean {
    return this.#source !== undefined;
  }

  play(items: readonly PlayItem[], loop: boolean): void {
    this.#items = items;
    this.#place = 0;
    this.#loop = loop;
    this.#halted = false;
    this.#source = this.#open();
  }

  stop(): void {
    this.#source = undefined;
    this.#items = [];
  }

  skip(ms: number): void {
    this.#source?.skip(ms);
  }

  halt(halted: boolean): void {
    this.#halted = halted;
  }

  /** A whole frame; undefined where nothing plays. At the end of what was played `ended` is called. */
  next(ended: () => void): Int16Array | undefined {
    if (this.#source === undefined) return undefined;
    const frame = new Int16Array(frameSamplesAt(this.#rate));
    if (this.#halted) return frame;
    let filled = 0;
    while (filled < frame.length && this.#source !== undefined) {
      const part = this.#source.next().subarray(0, frame.length - filled);
      frame.set(part, filled);
      filled += part.length;
      if (part.length === 0) this.#source = this.#following(ended, filled);
    }
    return frame;
  }

  /** The next item; a round that gave nothing ends, even where it is to go on for ever. */
  #following(ended: () => void, filled: number): Source | undefined {
    this.#place += 1;
    if (this.#place >= this.#items.length && this.#loop && filled > 0) this.#place = 0;
    const source = this.#open();
    if (source === undefined) ended();
    return source;
  }

  #open(): Source | undefined {
    const item = this.#items[this.#place];
    return item === undefined ? undefined : sourceOf(item, this.#clips, this.#rate);
  }
}
