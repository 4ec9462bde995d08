// Plays sounds one after the other without a gap: loop, skip, halt. Tells when all of it has been played.

import type { PlayItem } from './session.ts';
import { type ClipOf, type FrameSamples, type SoundSource, sourceOf } from './sounds.ts';

interface Playing {
  readonly id: number;
  readonly items: readonly PlayItem[];
  readonly loop: boolean;
  readonly frame: FrameSamples;
  readonly sources: readonly SoundSource[];
  readonly length: number;
}

export class Player {
  readonly #clipOf: ClipOf;
  readonly #played: (id: number) => void;
  #playing: Playing | undefined;
  #at = 0;
  #item = 0;
  /** Where the item begins. */
  #itemAt = 0;
  #halted = false;

  constructor(clipOf: ClipOf, played: (id: number) => void) {
    this.#clipOf = clipOf;
    this.#played = played;
  }

  get isPlaying(): boolean {
    return this.#playing !== undefined;
  }

  play(id: number, items: readonly PlayItem[], loop: boolean, frame: FrameSamples): void {
    this.#halted = false;
    this.#begin(id, items, loop, frame);
    this.#goTo(0);
  }

  #begin(id: number, items: readonly PlayItem[], loop: boolean, frame: FrameSamples): void {
    const sources = items.map((item) => sourceOf(item, frame, this.#clipOf));
    const length = sources.reduce((sum, source) => sum + source.length, 0);
    this.#playing = { id, items, loop: loop && length > 0, frame, sources, length };
  }

  stop(): void {
    this.#playing = undefined;
  }

  skip(ms: number): void {
    const playing = this.#playing;
    if (playing === undefined) return;
    const to = this.#at + Math.round((ms * playing.frame) / 20);
    if (playing.loop) this.#goTo(((to % playing.length) + playing.length) % playing.length);
    else this.#goTo(Math.max(0, Math.min(playing.length, to)));
  }

  halt(halted: boolean): void {
    this.#halted = halted;
  }

  #goTo(place: number): void {
    this.#at = place;
    this.#item = 0;
    this.#itemAt = 0;
    for (const source of this.#playing?.sources ?? []) {
      if (place < this.#itemAt + source.length) return;
      this.#itemAt += source.length;
      this.#item++;
    }
  }

  /** Fills the frame with what plays; false when nothing does. The frame's length says the rate; another one than before goes on. */
  fill(into: Int16Array): boolean {
    if (this.#playing === undefined || this.#halted) return false;
    this.#follow(into.length === 320 ? 320 : 160);
    let done = 0;
    while (done < into.length) {
      const source = this.#playing.sources[this.#item];
      if (source === undefined) {
        if (!this.#playing.loop) break;
        this.#goTo(0);
        continue;
      }
      const inside = this.#at - this.#itemAt;
      const count = Math.min(into.length - done, source.length - inside);
      source.read(inside, into, done, count);
      done += count;
      this.#at += count;
      if (inside + count >= source.length) this.#goOn(source.length);
    }
    into.fill(0, done);
    if (done < into.length) this.#end();
    return done > 0;
  }

  #goOn(length: number): void {
    this.#itemAt += length;
    this.#item++;
  }

  #follow(frame: FrameSamples): void {
    const playing = this.#playing;
    if (playing === undefined || playing.frame === frame) return;
    const place = Math.floor((this.#at * frame) / playing.frame);
    this.#begin(playing.id, playing.items, playing.loop, frame);
    this.#goTo(place);
  }

  #end(): void {
    const id = this.#playing?.id;
    this.#playing = undefined;
    if (id !== undefined) this.#played(id);
  }
}
