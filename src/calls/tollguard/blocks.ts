// Blocks: whose outgoing calls are refused until their time is over or an administrator releases them.

import { limits } from '#base';
import type { TollBlockRecord } from './toll-blocks.view.ts';

export interface Block {
  readonly kind: TollBlockRecord['kind'];
  /** The key of the extension's account, the name of the trunk; '' of all calls abroad. */
  readonly name: string;
  readonly why: string;
  readonly sinceMs: number;
  /** 0: until it is released. */
  readonly untilMs: number;
}

export const keyOfBlock = ({ kind, name }: Pick<Block, 'kind' | 'name'>): string =>
  name === '' ? kind : `${kind}-${name}`;

export class Blocks {
  readonly #extensions = new Map<string, Block>();
  readonly #trunks = new Map<string, Block>();
  #abroad: Block | undefined;

  /** The block that holds for calls of this kind; blank name for those abroad. */
  find(kind: Block['kind'], name: string, atMs: number): Block | undefined {
    const block = kind === 'abroad' ? this.#abroad : this.#mapOf(kind).get(name);
    return block === undefined || isOver(block, atMs) ? undefined : block;
  }

  put(block: Block): void {
    if (block.kind === 'abroad') this.#abroad = block;
    else if (this.#mapOf(block.kind).size < limits.toll.blocks) this.#mapOf(block.kind).set(block.name, block);
  }

  /** False where there is no such block. */
  release(key: string): boolean {
    const block = this.all().find((one) => keyOfBlock(one) === key);
    if (block === undefined) return false;
    if (block.kind === 'abroad') this.#abroad = undefined;
    else this.#mapOf(block.kind).delete(block.name);
    return true;
  }

  /** Forgets those whose time is over; true where there was one. */
  tidy(atMs: number): boolean {
    const over = this.all().filter((block) => isOver(block, atMs));
    for (const block of over) this.release(keyOfBlock(block));
    return over.length > 0;
  }

  /** Those whose time is not over. */
  holding(atMs: number): Block[] {
    return this.all().filter((block) => !isOver(block, atMs));
  }

  /** All that are kept. */
  all(): Block[] {
    return [
      ...(this.#abroad === undefined ? [] : [this.#abroad]),
      ...this.#extensions.values(),
      ...this.#trunks.values(),
    ];
  }

  copy(): Blocks {
    const copy = new Blocks();
    for (const block of this.all()) copy.put(block);
    return copy;
  }

  #mapOf(kind: 'extension' | 'trunk'): Map<string, Block> {
    return kind === 'extension' ? this.#extensions : this.#trunks;
  }
}

const isOver = ({ untilMs }: Block, atMs: number): boolean => untilMs !== 0 && atMs >= untilMs;

const momentOf = (ms: number): string => (ms === 0 ? '' : new Date(ms).toISOString());

/** A block as the view shows it. */
export const blockRow = (block: Block): TollBlockRecord => ({
  key: keyOfBlock(block),
  kind: block.kind,
  name: block.name,
  why: block.why,
  since: momentOf(block.sinceMs),
  until: momentOf(block.untilMs),
});
